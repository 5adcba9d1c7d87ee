/**
 * Ports for servers that listen later than their port is written into a configuration. Below the range from which the
 * system gives ports to whoever asks for any, and no two tests ever get the same: each port is held for this process by a
 * UDP socket of the same number, which disturbs no TCP server and is gone when the process is.
 */
import { createSocket } from 'node:dgram';
import { createServer } from 'node:net';

const lowest = 15_000;
const highest = 32_000;
const attempts = 200;

/** One port of this process's own. */
export async function reservePort(): Promise<number> {
	for (let attempt = 0; attempt < attempts; attempt++) {
		const port = lowest + Math.floor(Math.random() * (highest - lowest));
		if ((await hold(port)) && (await isFree(port))) return port;
	}
	throw new Error(`No free port was found in ${attempts} attempts.`);
}

/** Several, all different. */
export function reservePorts(count: number): Promise<readonly number[]> {
	return Promise.all(Array.from({ length: count }, reservePort));
}

function hold(port: number): Promise<boolean> {
	return new Promise((resolve) => {
		const socket = createSocket('udp4').unref();
		socket.once('error', () => resolve(false));
		socket.bind({ port, address: '127.0.0.1', exclusive: true }, () => resolve(true));
	});
}

function isFree(port: number): Promise<boolean> {
	return new Promise((resolve) => {
		const server = createServer();
		server.once('error', () => resolve(false));
		server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
	});
}

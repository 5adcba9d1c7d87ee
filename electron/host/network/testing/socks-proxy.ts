/** A small SOCKS5 proxy on loopback that asks for no password: https://www.rfc-editor.org/rfc/rfc1928 */
import { connect, createServer, type Socket } from 'node:net';

export interface SocksProxy {
	readonly port: number;
	/** What it was asked for, such as `metrics.corp.example:443`. */
	readonly asked: readonly string[];
	close(): Promise<void>;
}

/** `places` has the loopback port by `host:port`; everything else is refused. */
export async function startSocksProxy(places: Readonly<Record<string, number>>): Promise<SocksProxy> {
	const asked: string[] = [];
	const sockets = new Set<Socket>();
	const pass = (client: Socket, request: Buffer): void => {
		const nameEnd = 5 + (request[4] ?? 0);
		const place = `${request.subarray(5, nameEnd).toString()}:${request.readUInt16BE(nameEnd)}`;
		asked.push(place);
		const port = places[place];
		// Not allowed by the rules of the proxy.
		if (port === undefined) return void client.end(Buffer.from([5, 2, 0, 1, 0, 0, 0, 0, 0, 0]));
		const there = connect(port, '127.0.0.1', () => client.write(Buffer.from([5, 0, 0, 1, 0, 0, 0, 0, 0, 0])));
		sockets.add(there);
		there.on('error', () => client.destroy()).pipe(client);
		client.pipe(there);
	};
	const server = createServer((client) => {
		sockets.add(client);
		client.on('error', () => client.destroy());
		client.once('data', () => {
			client.write(Buffer.from([5, 0]));
			client.once('data', (request: Buffer) => pass(client, request));
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const address = server.address();
	if (address === null || typeof address === 'string') throw new Error('The test server has no port');
	const close = (): Promise<void> => {
		for (const socket of sockets) socket.destroy();
		return new Promise((resolve) => server.close(() => resolve()));
	};
	return { port: address.port, asked, close };
}

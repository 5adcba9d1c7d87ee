/** A running browser host with a fake engine behind it, for tests. */
import { quietLogger } from '../testing/real-world.ts';
import net from 'node:net';
import type { Caller } from '../../shared/rpc/api.ts';
import { createFakeApi } from '../../shared/rpc/testing/fake-api.ts';
import type { RoomFiles } from '../host/room-files.ts';
import { startWebHost, type WebHostOptions } from './server.ts';
import { createFakeShell } from '../../shared/rpc/testing/fake-shell.ts';

export const testFiles: RoomFiles = new Map([
	[
		'/',
		{
			body: Buffer.from('<!doctype html><title>Signalbox</title>'),
			type: 'text/html; charset=utf-8',
			isImmutable: false,
		},
	],
	['/assets/a-1234.js', { body: Buffer.from('1'), type: 'text/javascript; charset=utf-8', isImmutable: true }],
]);

/** Starts a host on a free port; `token` is the key of this start. */
export async function startTestHost(options: Partial<WebHostOptions> = {}) {
	const fake = createFakeApi();
	const caller: Caller = { name: 'Ada', mayAct: true };
	const started = await startWebHost({
		api: fake.api,
		caller,
		shell: createFakeShell().shell,
		files: testFiles,
		logger: quietLogger,
		port: 0,
		...options,
	});
	if (!started.ok) throw new Error(started.problem.message);
	const { port, address, close } = started.value;
	const url = new URL(address);
	return { ...fake, port, address, close, origin: url.origin, token: url.hash.slice(1) };
}

/** Sends bytes as they are and gives back all that was answered before the connection ended or `withinMs` passed. */
export function sendRaw(port: number, text: string, withinMs = 3_000): Promise<string> {
	return new Promise((resolve) => {
		let answer = '';
		const socket = net.connect({ host: '127.0.0.1', port }, () => socket.write(text));
		socket.setEncoding('utf8').on('data', (part) => {
			answer += part;
		});
		socket.on('error', () => {}).on('close', () => resolve(answer));
		socket.setTimeout(withinMs, () => socket.destroy());
	});
}

/** Finding a port that a browser will open. */
import type { Server } from 'node:http';
import { fail, ok, type Result } from '../../shared/domain/result.ts';

/** Above 1023, ports that browsers refuse to open: the "bad port" list of https://fetch.spec.whatwg.org/#port-blocking. */
const unsafePorts: ReadonlySet<number> = new Set([
	1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080,
]);

/** True for a port that browsers open. */
export function isBrowsable(port: number): boolean {
	return port > 1_023 && port < 65_536 && !unsafePorts.has(port);
}

function listenOnce(server: Server, port: number): Promise<Result<number>> {
	return new Promise((resolve) => {
		const failed = (cause: NodeJS.ErrnoException) => {
			resolve(
				cause.code === 'EADDRINUSE'
					? fail(
							'port-in-use',
							`Port ${port} on this machine is taken by another program, so Signalbox could not start there.`,
							'Choose another with --port N, or leave --port out and a free one is found.',
							{ cause },
						)
					: fail('internal', `Signalbox could not listen on 127.0.0.1:${port}.`, 'Try another --port.', { cause }),
			);
		};
		server.once('error', failed);
		server.listen({ host: '127.0.0.1', port, exclusive: true }, () => {
			server.off('error', failed);
			const address = server.address();
			resolve(ok(typeof address === 'object' && address !== null ? address.port : port));
		});
	});
}

/** Listens on 127.0.0.1 alone: on `port`, or for 0 on a free one that browsers open. */
export async function listen(server: Server, port: number, isAllowed = isBrowsable): Promise<Result<number>> {
	if (port !== 0 && !isAllowed(port)) {
		return fail(
			'invalid-input',
			`Browsers refuse to open port ${port}.`,
			'Choose another one above 1023 with --port N.',
		);
	}
	for (let attempt = 0; attempt < 20; attempt++) {
		const bound = await listenOnce(server, port);
		if (!bound.ok || isAllowed(bound.value)) return bound;
		await new Promise((done) => server.close(done));
	}
	return fail('port-in-use', 'No port that browsers open was free on this machine.', 'Name one with --port N.');
}

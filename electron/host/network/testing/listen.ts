/** A server of a test on a free port of loopback. */
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Listening {
	readonly port: number;
	/** Ends its connections too. */
	close(): Promise<void>;
}

export async function listen(server: Server): Promise<Listening> {
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const address: string | AddressInfo | null = server.address();
	if (address === null || typeof address === 'string') throw new Error('The test server has no port');
	return {
		port: address.port,
		close: () =>
			new Promise((resolve) => {
				server.close(() => resolve());
				server.closeAllConnections();
			}),
	};
}

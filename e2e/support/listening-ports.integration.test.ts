import { createServer } from 'node:net';
import { expect, test } from 'vitest';
import { listeningPorts } from './listening-ports.ts';

test.runIf(process.platform === 'linux')('sees the port of a server, and sees it go', async () => {
	const before = listeningPorts(process.pid);
	const server = createServer();
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const address = server.address();
	const port = typeof address === 'object' && address !== null ? address.port : -1;
	expect(listeningPorts(process.pid)).toContain(port);
	await new Promise((resolve) => server.close(resolve));
	expect(listeningPorts(process.pid)).toEqual(before);
});

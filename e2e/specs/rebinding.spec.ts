/** Other sites on this machine's browser: a name that points at us, and a page on another port. */
import { createServer } from 'node:http';
import { once } from 'node:events';
import { chromium, type Page } from 'playwright/test';
import { rpcPath, tokenProtocolPrefix, webSocketProtocol } from '../../shared/rpc/web.ts';
import { expect, test } from '../support/test.ts';

/** What Chromium says of an attempt to open a WebSocket from this page. */
async function dial(page: Page, url: string, protocols: readonly string[]): Promise<string> {
	const failure = page
		.waitForEvent('websocket', (socket) => socket.url() === url)
		.then((socket) => socket.waitForEvent('socketerror'));
	const [said, event] = await Promise.all([
		failure.then(String, String),
		page.evaluate(
			([address, names]) =>
				new Promise<string>((resolve) => {
					const socket = new WebSocket(address, names);
					socket.onopen = () => resolve('open');
					socket.onerror = () => resolve('error');
				}),
			[url, [...protocols]] satisfies [string, string[]],
		),
	]);
	return `${event}: ${said}`;
}

const protocolsFor = (token: string) =>
	[
		{ name: 'without a key', protocols: [webSocketProtocol] },
		{ name: 'with the right key', protocols: [webSocketProtocol, `${tokenProtocolPrefix}${token}`] },
	] as const;

test('a name that was bound to this machine gets neither page nor WebSocket', async ({
	sharedEmpty,
	launchOptions,
}) => {
	const { port, token } = sharedEmpty;
	const rebound = await chromium.launch({
		...launchOptions,
		args: [...(launchOptions.args ?? []), '--host-resolver-rules=MAP evil.test 127.0.0.1'],
	});
	try {
		const page = await rebound.newPage();
		const answer = await page.goto(`http://evil.test:${port}/`);
		expect(answer?.status()).toBe(403);
		await expect(page.locator('#root')).toHaveCount(0);
		for (const { name, protocols } of protocolsFor(token)) {
			await test.step(name, async () => {
				expect(await dial(page, `ws://evil.test:${port}${rpcPath}`, protocols)).toContain('403');
			});
		}
	} finally {
		await rebound.close();
	}
});

test('a page on another port of this machine cannot connect, not even with the key', async ({
	page,
	sharedEmpty,
	trouble,
}) => {
	trouble.allow(/WebSocket connection to .* failed|CORS policy|Failed to load resource/);
	const { origin, port, token } = sharedEmpty;
	const server = createServer((_, response) =>
		response
			.writeHead(200, { 'content-type': 'text/html' })
			.end('<!doctype html><link rel="icon" href="data:,"><p>elsewhere'),
	);
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	const address = server.address();
	try {
		await page.goto(`http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/`);
		for (const { name, protocols } of protocolsFor(token)) {
			await test.step(name, async () => {
				expect(await dial(page, `ws://127.0.0.1:${port}${rpcPath}`, protocols)).toContain('403');
			});
		}
		const read = await page.evaluate(
			async ([host, key]) =>
				Promise.all(
					[`${host}/`, `${host}/session`].map((url) =>
						fetch(
							url,
							url.endsWith('session') ? { method: 'POST', headers: { authorization: `Bearer ${key}` } } : {},
						).then(
							() => 'read',
							() => 'refused',
						),
					),
				),
			[origin, token] as const,
		);
		expect(read).toEqual(['refused', 'refused']);
	} finally {
		server.closeAllConnections();
		await new Promise((resolve) => server.close(resolve));
	}
});

import { createServer } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { connectOver } from '../../renderer/transport/connect.ts';
import { isTokenTaken, webSocketLink } from '../../renderer/transport/websocket.ts';
import { callResult } from '../../shared/rpc/client.ts';
import { eventually } from '../../shared/rpc/testing/eventually.ts';
import { listen } from './ports.ts';
import { sendRaw, startTestHost } from './testing.ts';
import { createToken } from './token.ts';
import { createRate, defaultSocketLimits } from './websocket.ts';

let host: Awaited<ReturnType<typeof startTestHost>>;
beforeAll(async () => {
	host = await startTestHost();
});
afterAll(() => host.close());

/** The status of an attempt to open a WebSocket: 101 when it opened. */
function upgradeStatus(options: { token?: string; origin?: string; protocols?: string[]; path?: string }) {
	const { token = host.token, origin = host.origin, path = '/rpc' } = options;
	const protocols = options.protocols ?? ['signalbox.v1', `signalbox.token.${token}`];
	return new Promise<{ status: number; protocol: string }>((resolve, reject) => {
		const socket = new WebSocket(`ws://127.0.0.1:${host.port}${path}`, protocols, { origin });
		socket.on('open', () => {
			resolve({ status: 101, protocol: socket.protocol });
			socket.close();
		});
		socket.on('unexpected-response', (_, response) => resolve({ status: response.statusCode ?? 0, protocol: '' }));
		socket.on('error', reject);
	});
}

describe('files', () => {
	test('the page comes with every guard and is never kept', async () => {
		const answer = await fetch(`${host.origin}/`);
		expect(answer.status).toBe(200);
		const headers = Object.fromEntries(answer.headers);
		expect(headers).toMatchObject({
			'cache-control': 'no-store',
			'cross-origin-opener-policy': 'same-origin',
			'cross-origin-resource-policy': 'same-origin',
			'referrer-policy': 'no-referrer',
			'x-content-type-options': 'nosniff',
			'x-frame-options': 'DENY',
		});
		expect(headers['content-security-policy']).toMatch(
			/^default-src 'none'; script-src 'self';.*frame-ancestors 'none'$/,
		);
		expect(Object.keys(headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
		expect(await answer.text()).not.toContain(host.token);
	});

	test('hashed files are kept for ever', async () => {
		const answer = await fetch(`${host.origin}/assets/a-1234.js`);
		expect(answer.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
		const head = await fetch(`${host.origin}/assets/a-1234.js`, { method: 'HEAD' });
		expect([head.status, head.headers.get('content-length'), await head.text()]).toEqual([200, '1', '']);
	});

	test.each([
		'/../package.json',
		'/..%2fpackage.json',
		'/%2e%2e/package.json',
		'/assets/../../package.json',
		'/assets//a-1234.js',
		'/..\\package.json',
		'//etc/passwd',
		'/%00',
		'/unknown',
	])('%s is not there', async (path) => {
		const answer = await sendRaw(host.port, `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${host.port}\r\n\r\n`);
		expect(answer).toMatch(/^HTTP\/1.1 404 /);
	});

	test('are the same to a second host on another port, which has another token', async () => {
		const second = await startTestHost();
		expect(second.port).not.toBe(host.port);
		expect(second.token).not.toBe(host.token);
		await second.close();
	});
});

describe('over raw sockets', () => {
	test.each([
		['a forged Host', 'GET / HTTP/1.1\r\nHost: evil.test\r\n\r\n', 403],
		['a forged Host with our port', 'GET / HTTP/1.1\r\nHost: evil.test:PORT\r\n\r\n', 403],
		['two Hosts', 'GET / HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\nHost: evil.test\r\n\r\n', 403],
		['no Host', 'GET / HTTP/1.0\r\n\r\n', 403],
		['an absolute target', 'GET http://evil.test/ HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\n\r\n', 400],
		[
			'a forged Host on an upgrade',
			'GET /rpc HTTP/1.1\r\nHost: evil.test:PORT\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nOrigin: http://evil.test:PORT\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Protocol: signalbox.v1, signalbox.token.TOKEN\r\n\r\n',
			403,
		],
		['h2c', 'GET / HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n', 404],
		[
			'an expectation',
			'POST /session HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n',
			417,
		],
		['nonsense', 'HELLO\r\n\r\n', 400],
		['endless headers', `GET / HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\nX: ${'a'.repeat(20_000)}\r\n\r\n`, 400],
	])('%s is refused', async (_, text, status) => {
		const request = text.replaceAll('PORT', String(host.port)).replace('TOKEN', host.token);
		const answer = await sendRaw(host.port, request);
		expect(answer).toMatch(new RegExp(`^HTTP/1\\.[01] ${status} `));
		expect(answer).not.toContain('<!doctype');
	});

	test('a sender that dawdles over its headers is cut', async () => {
		const begun = performance.now();
		await sendRaw(host.port, `GET / HTTP/1.1\r\nHost: 127.0.0.1:${host.port}\r\nX: `, 15_000);
		expect(performance.now() - begun).toBeLessThan(9_000);
	}, 20_000);
});

describe('the session question', () => {
	const ask = (headers: Record<string, string>, body = '{}') =>
		fetch(`${host.origin}/session`, { method: 'POST', headers, body });

	test('knows the token of this start from any other', async () => {
		const headers = { origin: host.origin, 'content-type': 'application/json' };
		const good = await ask({ ...headers, authorization: `Bearer ${host.token}` });
		const old = await ask({ ...headers, authorization: `Bearer ${createToken()}` });
		expect([good.status, old.status]).toEqual([204, 401]);
		expect(good.headers.get('cache-control')).toBe('no-store');
	});

	test('reads no long body', async () => {
		const headers = { origin: host.origin, 'content-type': 'application/json', authorization: `Bearer ${host.token}` };
		const status = await ask(headers, JSON.stringify('x'.repeat(100_000))).then(
			(answer) => answer.status,
			() => 413,
		);
		expect(status).toBe(413);
	});
});

describe('WebSockets', () => {
	test('open with the token, which is not echoed', async () => {
		expect(await upgradeStatus({})).toEqual({ status: 101, protocol: 'signalbox.v1' });
	});

	test.each([
		['a wrong token', { token: createToken() }, 401],
		['no token', { protocols: ['signalbox.v1'] }, 401],
		['another Origin', { origin: 'http://evil.test' }, 403],
		['the Origin of another port', { origin: 'http://127.0.0.1:1' }, 403],
		['no Origin', { origin: '' }, 403],
		['another path', { path: '/' }, 404],
	])('%s is refused', async (_, options, status) => {
		expect((await upgradeStatus(options)).status).toBe(status);
	});

	test('of one window too many are refused', async () => {
		const small = await startTestHost({ limits: { ...defaultSocketLimits, maxSockets: 1 } });
		const dial = () =>
			new WebSocket(`ws://127.0.0.1:${small.port}/rpc`, ['signalbox.v1', `signalbox.token.${small.token}`], {
				origin: small.origin,
			});
		const first = dial();
		await new Promise((resolve) => first.once('open', resolve));
		const status = await new Promise((resolve) => {
			const second = dial();
			second.on('unexpected-response', (_, response) => resolve(response.statusCode)).on('error', () => {});
		});
		expect(status).toBe(503);
		await small.close();
	});

	test.each([
		['a message too long', { maxMessageBytes: 100 }, (socket: WebSocket) => socket.send('x'.repeat(1_000)), 1009],
		[
			'too many messages',
			{ messageBurst: 5, messagesPerSecond: 1 },
			(socket: WebSocket) => Array.from({ length: 20 }, () => socket.send('PING')),
			1008,
		],
	])('%s ends the socket', async (_, limits, act, code) => {
		const strict = await startTestHost({ limits: { ...defaultSocketLimits, ...limits } });
		const socket = new WebSocket(
			`ws://127.0.0.1:${strict.port}/rpc`,
			['signalbox.v1', `signalbox.token.${strict.token}`],
			{
				origin: strict.origin,
			},
		);
		const closed = new Promise((resolve) => socket.once('close', resolve));
		socket.once('open', () => act(socket));
		expect(await closed).toBe(code);
		await strict.close();
	});
});

/** `ws` with the Origin that a browser would add by itself. */
function browserSocket(origin: string, opened: WebSocket[] = []): typeof globalThis.WebSocket {
	class BrowserSocket extends WebSocket {
		constructor(url: string, protocols: string[]) {
			super(url, protocols, { origin });
			opened.push(this);
			// Node would end over an error that nobody hears; a browser does not.
			this.on('error', () => {});
		}
	}
	return BrowserSocket as unknown as typeof globalThis.WebSocket;
}

describe('the client of the page', () => {
	test('resumes a stream after its socket was cut, with nothing lost or repeated', async () => {
		const sockets: WebSocket[] = [];
		const connection = connectOver({
			open: webSocketLink(host.origin, host.token, browserSocket(host.origin, sockets)),
		});
		const seen: number[] = [];
		connection.client.room.watch.subscribe(undefined, { onData: ({ data }) => seen.push(data.number) });
		await eventually(() => seen.length === 1, 'the snapshot');
		for (let round = 1; round <= 3; round++) {
			host.publish();
			if (round === 2) await eventually(() => seen.at(-1) === 3, 'the patch before the cut');
			sockets.at(-1)?.terminate();
			host.publish();
			await eventually(() => seen.at(-1) === round * 2, 'the patches after the cut');
		}
		expect(seen).toEqual([0, 1, 2, 3, 4, 5, 6]);
		await connection.close();
		await eventually(() => host.watchers() === 0, 'the watcher to leave');
	});

	test('is refused with a sentence when its token is of an earlier start', async () => {
		const old = createToken();
		const connection = connectOver({
			open: webSocketLink(host.origin, old, browserSocket(host.origin)),
			isWelcome: () =>
				isTokenTaken(host.origin, old, (url, init) =>
					fetch(url, { ...init, headers: { ...Object.fromEntries(new Headers(init?.headers)), origin: host.origin } }),
				),
		});
		const status = await eventually(() => {
			const now = connection.status.get();
			return now.state === 'refused' && now;
		}, 'the refusal');
		expect(status.problem).toMatchObject({ code: 'unauthorised', message: expect.stringContaining('earlier start') });
		await connection.close();
	});

	test('may look but not act where the host says so', async () => {
		const looking = await startTestHost({ caller: { name: 'Eve', mayAct: false } });
		const connection = connectOver({
			open: webSocketLink(looking.origin, looking.token, browserSocket(looking.origin)),
		});
		await eventually(() => connection.status.get().state === 'connected', 'the connection');
		expect(await callResult(connection.client.sample.start.mutate())).toMatchObject({
			ok: false,
			problem: { code: 'read-only' },
		});
		await connection.close();
		await looking.close();
	});
});

describe('ports', () => {
	test('one that is taken is named in a sentence', async () => {
		const server = createServer();
		expect(await listen(server, host.port)).toMatchObject({
			ok: false,
			problem: { code: 'port-in-use', message: expect.stringContaining(String(host.port)) },
		});
	});

	test.each([80, 6000, 10080, 70_000])('%i is refused before listening', async (port) => {
		expect(await listen(createServer(), port)).toMatchObject({ ok: false, problem: { code: 'invalid-input' } });
	});

	test('those that browsers refuse are passed over', async () => {
		const tried: number[] = [];
		const server = createServer();
		const bound = await listen(server, 0, (port) => tried.push(port) > 3);
		expect(bound).toMatchObject({ ok: true });
		expect(tried).toHaveLength(4);
		expect(server.address()).toMatchObject({ address: '127.0.0.1', port: tried.at(-1) });
		server.close();
	});
});

test('the rate allows a burst and then its steady share', () => {
	let now = 0;
	const isAllowed = createRate(10, 3, () => now);
	expect([isAllowed(), isAllowed(), isAllowed(), isAllowed()]).toEqual([true, true, true, false]);
	now = 100;
	expect([isAllowed(), isAllowed()]).toEqual([true, false]);
});

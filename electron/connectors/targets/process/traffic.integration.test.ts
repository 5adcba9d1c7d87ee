/** What users get from the router. */
import { request } from 'node:http';
import { connect, createServer } from 'node:net';
import type { Duplex } from 'node:stream';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { eventually, value } from '../conformance-steps.ts';
import { makePlace, type TestPlace } from './test-support/place.ts';
import { ask, sendRequests, useUntil } from './test-support/users.ts';

let place: TestPlace;
let url: string;
beforeEach(async () => {
	place = makePlace();
	value(await place.target.deploy({ slot: 'blue', version: '1.0.0', fence: 1 }));
	value(await place.target.deploy({ slot: 'green', version: '2.0.0', fence: 1 }));
	url = value(await place.target.setTraffic({ split: { blue: 95, green: 5 }, fence: 1 })).publicUrl ?? '';
});
afterEach(() => place.dispose());

const move = async (green: number) =>
	value(await place.target.setTraffic({ split: { blue: 100 - green, green }, fence: 1 }));

describe('traffic through the router', () => {
	test('5 % is one request in twenty, exactly, and the router counts the same', async () => {
		expect(await sendRequests(url, 200)).toMatchObject({ blue: 190, green: 10, failed: 0 });
		const { slots } = value(await place.target.inspect());
		expect(slots.blue.counters).toEqual({ requests: 190, errors: 0 });
		expect(slots.green.counters).toEqual({ requests: 10, errors: 0 });
	});

	test('16 users with kept connections lose nothing through 50 changes of weight', async () => {
		let isDone = false;
		const using = useUntil(url, 16, () => isDone);
		for (let change = 0; change < 50; change += 1) {
			await move([5, 25, 100, 50, 0][change % 5] ?? 0);
			await new Promise((done) => setTimeout(done, 10));
		}
		isDone = true;
		const count = await using;
		expect(count.troubles).toEqual([]);
		expect(count.blue).toBeGreaterThan(0);
		expect(count.green).toBeGreaterThan(0);
	});

	test('after a change no new request reaches the slot that lost its traffic', async () => {
		await move(100);
		await sendRequests(url, 50);
		await move(0);
		expect(await sendRequests(url, 200)).toMatchObject({ blue: 200, green: 0, failed: 0 });
	});

	test('a request under way finishes where it is, and retire waits for it', async () => {
		await move(100);
		const slow = ask(`${url}/?ms=500`);
		await eventually(async () => place.pids('slot').length === 2, 1_000);
		await new Promise((done) => setTimeout(done, 100));
		await move(0);
		const retired = place.target.retire({ slot: 'green', fence: 1 });
		expect(await slow).toMatchObject({ status: 200, body: expect.stringContaining('"2.0.0"') });
		expect(value(await retired).slots.green).toMatchObject({ health: 'empty', version: null });
		expect(place.pids('slot')).toHaveLength(1);
	});

	test('a request that never ends is cut after the drain time', async () => {
		await move(100);
		const endless = ask(`${url}/?ms=60000`).then(
			({ status }) => status,
			() => 'cut',
		);
		await new Promise((done) => setTimeout(done, 100));
		await move(0);
		value(await place.target.retire({ slot: 'green', fence: 1 }));
		expect([502, 'cut']).toContain(await endless);
		expect(place.pids('slot')).toHaveLength(1);
	});

	test('bodies stream both ways, headers of one connection stay behind, the client is named', async () => {
		const body = 'x'.repeat(300_000);
		const answer = await new Promise<{ headers: object; text: string }>((done, failed) => {
			const sending = request(
				`${url}/echo`,
				{ method: 'PUT', headers: { te: 'gzip', 'x-mine': 'yes' } },
				(response) => {
					let text = '';
					response.on('data', (chunk) => {
						text += chunk;
					});
					response.on('end', () => done({ headers: response.headers, text }));
				},
			);
			sending.on('error', failed);
			sending.write(body.slice(0, 1_000));
			sending.end(body.slice(1_000));
		});
		const [first = '', ...rest] = answer.text.split('\n');
		expect(rest.join('\n')).toBe(body);
		expect(answer.headers).toMatchObject({ 'x-method': 'PUT' });
		expect(answer.headers).not.toHaveProperty('x-private');
		const seen: unknown = JSON.parse(first);
		expect(seen).toMatchObject({ 'x-mine': 'yes', 'x-forwarded-proto': 'http', 'x-forwarded-for': '127.0.0.1' });
		expect(seen).toMatchObject({ host: new URL(url).host, 'x-forwarded-host': new URL(url).host });
		expect(seen).not.toHaveProperty('te');
	});

	test('an upgraded connection passes bytes both ways, and counts as busy until it ends', async () => {
		await move(100);
		const headers = { connection: 'Upgrade', upgrade: 'websocket', 'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==' };
		const sending = request(url, { headers });
		sending.end();
		const socket = await new Promise<Duplex>((done, failed) => {
			sending.on('upgrade', (response, upgraded) => {
				expect(response.statusCode).toBe(101);
				expect(response.headers['sec-websocket-accept']).toBe('s3pPLMBiTxaQ9kYGzzhZRbK+xOo=');
				done(upgraded);
			});
			sending.on('error', failed);
		});
		socket.write('hello');
		const echoed = await new Promise<string>((done) => socket.once('data', (data) => done(String(data))));
		expect(echoed).toBe('hello');
		expect(value(await place.target.inspect()).slots.green.counters?.requests).toBe(0);
		socket.destroy();
		await eventually(async () => value(await place.target.inspect()).slots.green.counters?.requests === 1, 2_000);
	});

	test('errors of the release are counted, and passed on as they are', async () => {
		await move(100);
		expect(await ask(`${url}/error`)).toEqual({ status: 500, body: 'wrong' });
		expect(value(await place.target.inspect()).slots.green.counters).toEqual({ requests: 1, errors: 1 });
	});

	test('without anybody to answer users get a 503, never a slot without traffic', async () => {
		await move(100);
		for (const pid of place.pids('slot')) {
			const body = (await ask(`${value(await place.target.inspect()).slots.green.addresses[0]}/`)).body;
			if (body.includes(`"pid":${pid}`)) process.kill(pid, 'SIGKILL');
		}
		const { status } = await ask(url);
		expect([502, 503]).toContain(status);
	});

	test('nonsense on the port is refused and harms nobody', async () => {
		const { port } = new URL(url);
		const socket = connect(Number(port), '127.0.0.1');
		socket.write('GARBAGE\r\n\r\n');
		const said = await new Promise<string>((done) => socket.once('data', (data) => done(data.toString())));
		socket.destroy();
		expect(said).toContain('400');
		expect((await ask(url)).status).toBe(200);
	});
});

describe('ports', () => {
	test('a public port that another program has is a sentence with the port, and works once it is free', async () => {
		const other = createServer().listen(0, '127.0.0.1');
		await eventually(async () => other.listening, 1_000);
		const address = other.address();
		const port = typeof address === 'object' && address !== null ? address.port : 0;
		const elsewhere = makePlace({ port });
		try {
			const refused = await elsewhere.target.deploy({ slot: 'blue', version: '1.0.0', fence: 1 });
			expect(refused).toMatchObject({ ok: false, problem: { code: 'port-in-use', details: { port } } });
			expect(refused.ok || refused.problem.message).toContain(String(port));
			expect([...elsewhere.pids('router'), ...elsewhere.pids('slot')]).toEqual([]);
			await new Promise((done) => other.close(done));
			const state = value(await elsewhere.target.deploy({ slot: 'blue', version: '1.0.0', fence: 1 }));
			expect(state.publicUrl).toBe(`http://127.0.0.1:${port}`);
		} finally {
			other.close();
			await elsewhere.dispose();
		}
	});
});

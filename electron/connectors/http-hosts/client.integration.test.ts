/** The shared client against servers of this machine: what it sends where, and what it makes of every answer. */
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { fail, ok } from '../../../shared/domain/result.ts';
import { realClock } from '../../testing/real-world.ts';
import { readWindow } from './byte-window.ts';
import { type CiHttp, createCiHttp } from './client.ts';
import { downloadTo } from './download.ts';
import type { CiReply } from './host.ts';
import { readJson } from './json.ts';
import { statusFailure } from './status-failure.ts';
import { type Asked, type Loopback, startLoopback } from './testing.ts';

const token = 'token-of-the-test-0123456789';
type Answer = (asked: Asked, response: ServerResponse) => void;

let home: Loopback;
let elsewhere: Loopback;
let answer: Answer;
let answerElsewhere: Answer;
let secret: string;
let http: CiHttp;
let folder: string;

const hostAt = (base: string) => ({
	label: 'CI acme/shop',
	product: 'CI',
	base,
	headers: { accept: 'application/json', 'user-agent': 'signalbox' },
	auth: {
		secret: { from: 'environment', name: 'TOKEN' } as const,
		headers: (value: string) => ({ authorization: `Bearer ${value}` }),
	},
});
const depsOf = { clock: realClock, fetch, resolveSecret: async () => ok(secret) };
const refused = (reply: CiReply) => statusFailure(http.host, reply, { what: 'the file', isAct: false });

beforeEach(async () => {
	secret = token;
	answer = (_asked, response) => response.writeHead(404).end();
	answerElsewhere = answer;
	home = await startLoopback((asked, response) => answer(asked, response));
	elsewhere = await startLoopback((asked, response) => answerElsewhere(asked, response));
	http = createCiHttp(hostAt(home.url), depsOf);
	folder = await mkdtemp(join(tmpdir(), 'signalbox-ci-'));
});
afterEach(async () => {
	http.close();
	await Promise.all([home.stop(), elsewhere.stop(), rm(folder, { recursive: true })]);
});

describe('asking again', () => {
	const conditional: Answer = ({ headers }, response) => {
		if (headers['if-none-match'] === '"1"') response.writeHead(304).end();
		else response.writeHead(200, { etag: '"1"', link: '<?page=2>; rel="next"' }).end('{"a":1}');
	};
	const ask = async () => {
		const reply = await http.send({ address: `${home.url}/runs` });
		if (!reply.ok) throw new Error(reply.problem.message);
		return reply.value;
	};

	it('costs nothing when nothing changed, and gives what was kept with its headers', async () => {
		answer = conditional;
		const [first, second] = [await ask(), await ask()];
		expect([first.isUnchanged, second.isUnchanged]).toEqual([false, true]);
		expect([second.status, second.text, second.header('link')]).toEqual([200, '{"a":1}', '<?page=2>; rel="next"']);
		expect(readJson(http.host, second.text, z.object({ a: z.number() }), 'its runs')).toEqual(ok({ a: 1 }));
		expect(readJson(http.host, '{"a":', z.object({}), 'its runs')).toMatchObject({ problem: { code: 'ci-rejected' } });
	});

	it('keeps nothing from one token to the next', async () => {
		answer = conditional;
		await ask();
		secret = 'another-token-0123456789';
		expect((await ask()).isUnchanged).toBe(false);
		expect(home.asked.map(({ headers }) => headers['if-none-match'])).toEqual([undefined, undefined]);
	});

	it('also by date, and never for what may not be stored', async () => {
		answer = ({ headers }, response) =>
			headers['if-modified-since'] === undefined
				? response.writeHead(200, { 'last-modified': 'Sat, 28 Nov 2026 12:00:00 GMT' }).end('x')
				: response.writeHead(304).end();
		await ask();
		expect((await ask()).isUnchanged).toBe(true);
		answer = (_asked, response) => response.writeHead(200, { etag: '"2"', 'cache-control': 'no-store' }).end('y');
		await http.send({ address: `${home.url}/other` });
		await http.send({ address: `${home.url}/other` });
		expect(home.asked.at(-1)?.headers['if-none-match']).toBeUndefined();
	});
});

describe('credentials', () => {
	it('do not leave the host, not even for a redirect', async () => {
		answer = (_asked, response) => response.writeHead(302, { location: `${elsewhere.url}/file` }).end();
		answerElsewhere = (_asked, response) => response.writeHead(200).end('content');
		const file = join(folder, 'a.zip');
		expect(await downloadTo(http, { address: `${home.url}/zip`, file, maxBytes: 100, refused })).toEqual(
			ok({ bytes: 7 }),
		);
		expect(await readFile(file, 'utf8')).toBe('content');
		expect(home.asked[0]?.headers.authorization).toBe(`Bearer ${token}`);
		expect(elsewhere.asked[0]?.headers.authorization).toBeUndefined();
		// What is read as an answer may not come from elsewhere at all.
		expect(await http.send({ address: `${home.url}/runs` })).toMatchObject({ problem: { code: 'ci-rejected' } });
		expect(await http.send({ address: `${elsewhere.url}/runs` })).toMatchObject({ problem: { code: 'ci-rejected' } });
		expect(elsewhere.asked).toHaveLength(1);
	});

	it('are not sent in the clear, and nothing is asked then', async () => {
		const clear = createCiHttp(hostAt('http://ci.example'), {
			...depsOf,
			fetch: () => Promise.reject(new Error('asked')),
		});
		expect(await clear.send({ address: 'http://ci.example/runs' })).toMatchObject({
			problem: { code: 'invalid-config' },
		});
	});

	it.each(['', 'two words', 'line\nbreak'])('that no header can carry are refused: %j', async (value) => {
		secret = value;
		expect(await http.send({ address: `${home.url}/runs` })).toMatchObject({ problem: { code: 'secret-missing' } });
		expect(home.asked).toHaveLength(0);
	});

	it('are taken out of what the host says', async () => {
		answer = (_asked, response) => response.writeHead(422).end(`no ${token}`);
		const reply = await http.send({ address: `${home.url}/runs`, method: 'POST', body: '{}' });
		if (!reply.ok) throw new Error(reply.problem.message);
		const failure = statusFailure(http.host, reply.value, { what: 'start a run', isAct: true, said: reply.value.text });
		expect(failure.problem).toMatchObject({ code: 'ci-refused', retryable: false });
		expect(failure.problem.message).toContain('It says: "no [hidden]"');
	});

	it('are asked for anew each time', async () => {
		await http.send({ address: `${home.url}/runs` });
		secret = 'rotated-0123456789';
		await http.send({ address: `${home.url}/runs` });
		expect(home.asked.map(({ headers }) => headers.authorization)).toEqual([
			`Bearer ${token}`,
			'Bearer rotated-0123456789',
		]);
	});
});

describe('redirects', () => {
	it('within the host are followed, with an end', async () => {
		answer = ({ path }, response) =>
			path === '/new' ? response.writeHead(200).end('here') : response.writeHead(301, { location: '/new' }).end();
		expect(await http.send({ address: `${home.url}/old` })).toMatchObject({
			value: { text: 'here', address: `${home.url}/new` },
		});
		answer = (_asked, response) => response.writeHead(302, { location: '/again' }).end();
		const before = home.asked.length;
		expect(await http.send({ address: `${home.url}/round` })).toMatchObject({ problem: { code: 'ci-rejected' } });
		expect(home.asked.length - before).toBe(4);
	});

	it('do not repeat an act', async () => {
		answer = (_asked, response) => response.writeHead(307, { location: '/new' }).end();
		const reply = await http.send({ address: `${home.url}/old`, method: 'POST', body: '{}' });
		expect(reply).toMatchObject({ value: { status: 307 } });
		expect(home.asked).toHaveLength(1);
	});
});

describe('trouble', () => {
	it('of size, of the network, of time and of patience has its code', async () => {
		answer = (_asked, response) => response.writeHead(200).end('x'.repeat(2000));
		expect(await http.send({ address: `${home.url}/runs`, maxBytes: 1000 })).toMatchObject({
			problem: { code: 'too-large' },
		});
		answer = (_asked, response) => {
			response.writeHead(200, { 'content-length': '100' }).write('{"a":');
			response.destroy();
		};
		const cut = await http.send({ address: `${home.url}/cut` });
		expect(cut).toMatchObject({ problem: { code: 'ci-unreachable', retryable: true } });
		answer = () => undefined;
		const late = await http.send({ address: `${home.url}/late`, timeoutMs: 20 });
		expect(late).toMatchObject({
			problem: { code: 'ci-unreachable', message: expect.stringContaining('no answer within') },
		});
		const given = new AbortController();
		const pending = http.send({ address: `${home.url}/pending`, signal: given.signal });
		given.abort();
		expect(await pending).toMatchObject({ problem: { code: 'cancelled' } });
		http.close();
		expect(await http.send({ address: `${home.url}/closed` })).toMatchObject({ problem: { code: 'cancelled' } });
	});

	it.each([
		[401, false, 'ci-unauthorised'],
		[403, false, 'ci-unauthorised'],
		[403, true, 'ci-refused'],
		[404, false, 'not-found'],
		[410, false, 'not-found'],
		[409, true, 'ci-refused'],
		[422, false, 'ci-rejected'],
		[429, true, 'ci-rate-limited'],
		[503, false, 'ci-unreachable'],
	] as const)('status %i (act: %s) is %s', async (status, isAct, code) => {
		answer = (_asked, response) => response.writeHead(status).end();
		const reply = await http.send({ address: `${home.url}/runs` });
		if (!reply.ok) throw new Error(reply.problem.message);
		const { problem } = statusFailure(http.host, reply.value, { what: 'its runs', isAct });
		expect(problem.code).toBe(code);
		expect(problem.hint).not.toBe('');
		if (status === 429) expect(problem.details?.['notBefore']).toBe(reply.value.asOf + 60_000);
	});
});

describe('downloads', () => {
	it('end at their limit and leave nothing behind', async () => {
		answer = (_asked, response) => response.writeHead(200).end('x'.repeat(2000));
		const file = join(folder, 'a.zip');
		const got = await downloadTo(http, { address: `${home.url}/zip`, file, maxBytes: 1000, refused });
		expect(got).toMatchObject({ problem: { code: 'too-large' } });
		expect(await readdir(folder)).toEqual([]);
	});

	it('that are cut off leave nothing behind', async () => {
		answer = (_asked, response) => {
			response.writeHead(200, { 'content-length': '100' }).write('x');
			setImmediate(() => response.destroy());
		};
		const file = join(folder, 'a.zip');
		const got = await downloadTo(http, { address: `${home.url}/zip`, file, maxBytes: 1000, refused });
		expect(got).toMatchObject({ problem: { code: 'ci-unreachable', retryable: true } });
		expect(await readdir(folder)).toEqual([]);
	});

	it('do not overwrite what is there', async () => {
		answer = (_asked, response) => response.writeHead(200).end('new');
		const wanted = { address: `${home.url}/zip`, file: join(folder, 'a.zip'), maxBytes: 1000, refused };
		expect(await downloadTo(http, wanted)).toEqual(ok({ bytes: 3 }));
		expect(await downloadTo(http, wanted)).toMatchObject({ problem: { code: 'internal' } });
		expect(await readdir(folder)).toEqual(['a.zip']);
	});

	it('say what a refusal means', async () => {
		const wanted = { address: `${home.url}/zip`, file: join(folder, 'a.zip'), maxBytes: 1000 };
		const got = await downloadTo(http, { ...wanted, refused: () => fail('ci-refused', 'No.', 'None.') });
		expect(got).toEqual(fail('ci-refused', 'No.', 'None.'));
	});
});

describe('parts of a body', () => {
	const body = Buffer.from('0123456789');
	const ranged: Answer = ({ headers }, response) => {
		const [, from = '', to = ''] = /^bytes=(\d+)-(\d+)$/.exec(headers.range ?? '') ?? [];
		if (Number(from) >= body.length) response.writeHead(416, { 'content-range': `bytes */${body.length}` }).end();
		else {
			const part = body.subarray(Number(from), Number(to) + 1);
			const range = `bytes ${from}-${Number(from) + part.length - 1}/${body.length}`;
			response.writeHead(206, { 'content-range': range }).end(part);
		}
	};
	const whole: Answer = (_asked, response) => response.writeHead(200).end(body);
	const unnamed: Answer = ({ headers }, response) => {
		const [, from = '', to = ''] = /^bytes=(\d+)-(\d+)$/.exec(headers.range ?? '') ?? [];
		response.writeHead(206).end(body.subarray(Number(from), Number(to) + 1));
	};

	it.each([
		['as a range', ranged],
		['as a range that says not which', unnamed],
		['of everything', whole],
	])('are the same %s', async (_name, how) => {
		answer = how;
		const read = async (fromByte: number) => {
			const got = await readWindow(http, { address: `${home.url}/log`, fromByte, maxBytes: 4, refused });
			return got.ok ? [Buffer.from(got.value.bytes).toString(), got.value.isEnd] : got.problem;
		};
		expect(await read(0)).toEqual(['0123', false]);
		expect(await read(6)).toEqual(['6789', true]);
		expect(await read(8)).toEqual(['89', true]);
		expect(await read(20)).toEqual(['', true]);
	});
});

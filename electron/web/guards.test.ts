import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { tokenPattern } from '../../shared/rpc/web.ts';
import { judgeRequest, judgeUpgrade, type RequestFacts } from './guards.ts';
import { createToken } from './token.ts';

const token = createToken();
const place = { port: 4711, token };
type Headers = readonly (readonly [string, string])[];

function facts(method: string, target: string, headers: Headers): RequestFacts {
	return { method, target, rawHeaders: headers.flat() };
}

const host = ['Host', '127.0.0.1:4711'] as const;
const origin = ['Origin', 'http://127.0.0.1:4711'] as const;
const json = ['Content-Type', 'application/json'] as const;
const bearer = ['Authorization', `Bearer ${token}`] as const;
const upgrade = ['Upgrade', 'websocket'] as const;
const protocols = ['Sec-WebSocket-Protocol', `signalbox.v1, signalbox.token.${token}`] as const;

const strangeHosts = [
	'evil.test:4711',
	'127.0.0.1',
	'127.0.0.1:4712',
	'127.0.0.1:4711.evil.test',
	'localhost.evil.test:4711',
	'127.0.0.1:4711@evil.test',
	'0.0.0.0:4711',
	'127.1:4711',
	'2130706433:4711',
	'LOCALHOST.:4711',
	'',
	' 127.0.0.1:4711',
];

describe('Host comes before everything', () => {
	test.each(['127.0.0.1:4711', 'localhost:4711', '[::1]:4711'])('%s is ours', (name) => {
		expect(judgeRequest(facts('GET', '/', [['Host', name]]), place)).toEqual({ kind: 'file', path: '/' });
	});

	test.each(strangeHosts)('%j is refused for files, session and upgrades', (name) => {
		const header = ['Host', name] as const;
		for (const verdict of [
			judgeRequest(facts('GET', '/', [header]), place),
			judgeRequest(facts('POST', '/session', [header, ['Origin', `http://${name}`], json, bearer]), place),
			judgeUpgrade(facts('GET', '/rpc', [header, ['Origin', `http://${name}`], upgrade, protocols]), place),
		]) {
			expect(verdict).toMatchObject({ kind: 'refused', status: 403 });
		}
	});

	test.each([
		['none', []],
		['two', [host, host]],
		['two in other case', [host, ['HOST', 'evil.test']]],
	] satisfies [string, Headers][])('%s is refused', (_, headers) => {
		expect(judgeRequest(facts('GET', '/', headers), place)).toMatchObject({ kind: 'refused', status: 403 });
	});

	test('no other text is ours', () => {
		const own = ['127.0.0.1:4711', 'localhost:4711', '[::1]:4711'];
		const isRefused = (name: string) => judgeRequest(facts('GET', '/', [['Host', name]]), place).kind === 'refused';
		const near = fc.constantFrom(...own).chain((name) => fc.string().map((more) => `${name}${more}`));
		expect(() =>
			fc.assert(fc.property(fc.oneof(fc.string(), near), (name) => own.includes(name) || isRefused(name))),
		).not.toThrow();
	});
});

describe('files', () => {
	test.each(['GET', 'HEAD'])('%s reads', (method) => {
		expect(judgeRequest(facts(method, '/assets/a.js?x=/..', [host]), place)).toEqual({
			kind: 'file',
			path: '/assets/a.js',
		});
	});

	test.each(['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'TRACE'])('%s is not spoken', (method) => {
		expect(judgeRequest(facts(method, '/', [host, origin, json, bearer]), place)).toMatchObject({ status: 405 });
	});

	test.each(['http://evil.test/', '*', 'evil.test:443'])('the target %s is refused', (target) => {
		expect(judgeRequest(facts('GET', target, [host]), place)).toMatchObject({ status: 400 });
	});
});

describe('the session question', () => {
	const good = [host, origin, json, bearer];
	const without = (name: string) => good.filter(([each]) => each !== name);
	const table: [string, Headers, number][] = [
		['no Origin', without('Origin'), 403],
		['Origin null', [...without('Origin'), ['Origin', 'null']], 403],
		['another port', [...without('Origin'), ['Origin', 'http://127.0.0.1:4712']], 403],
		['https', [...without('Origin'), ['Origin', 'https://127.0.0.1:4711']], 403],
		['another of our names', [...without('Origin'), ['Origin', 'http://localhost:4711']], 403],
		['a longer name', [...without('Origin'), ['Origin', 'http://127.0.0.1:4711.evil.test']], 403],
		['two Origins', [...good, ['origin', 'http://evil.test']], 403],
		['same-site', [...good, ['Sec-Fetch-Site', 'same-site']], 403],
		['cross-site', [...good, ['Sec-Fetch-Site', 'cross-site']], 403],
		['none', [...good, ['Sec-Fetch-Site', 'none']], 403],
		['no type', without('Content-Type'), 415],
		['a form', [...without('Content-Type'), ['Content-Type', 'text/plain']], 415],
		['nearly JSON', [...without('Content-Type'), ['Content-Type', 'text/plain; x=application/json']], 415],
		['no token', without('Authorization'), 401],
		['an old token', [...without('Authorization'), ['Authorization', `Bearer ${createToken()}`]], 401],
		['a token in part', [...without('Authorization'), ['Authorization', `Bearer ${token.slice(1)}`]], 401],
		['another scheme', [...without('Authorization'), ['Authorization', `Basic ${token}`]], 401],
	];
	test.each(table)('with %s is refused', (_, headers, status) => {
		expect(judgeRequest(facts('POST', '/session', headers), place)).toMatchObject({ kind: 'refused', status });
	});

	test('is answered with all in order, and Sec-Fetch-Site may say so', () => {
		expect(judgeRequest(facts('POST', '/session', good), place)).toEqual({ kind: 'session' });
		const headers = [...good, ['Sec-Fetch-Site', 'same-origin'] as const];
		expect(judgeRequest(facts('POST', '/session', headers), place)).toEqual({ kind: 'session' });
	});

	test.each(['GET', 'HEAD', 'PUT', 'OPTIONS'])('is not asked with %s', (method) => {
		expect(judgeRequest(facts(method, '/session', good), place)).toMatchObject({ status: 405, allow: 'POST' });
	});
});

describe('an upgrade', () => {
	const good = [host, origin, upgrade, protocols];
	const offering = (value: string): Headers => [host, origin, upgrade, ['Sec-WebSocket-Protocol', value]];
	const table: [string, RequestFacts, number][] = [
		['another path', facts('GET', '/', good), 404],
		['a query', facts('GET', `/rpc?token=${token}`, good), 404],
		['POST', facts('POST', '/rpc', good), 405],
		['no Origin', facts('GET', '/rpc', [host, upgrade, protocols]), 403],
		['a foreign Origin', facts('GET', '/rpc', [host, ['Origin', 'http://evil.test'], upgrade, protocols]), 403],
		['a sibling port', facts('GET', '/rpc', [...good, ['Sec-Fetch-Site', 'same-site']]), 403],
		['h2c', facts('GET', '/rpc', [host, origin, ['Upgrade', 'h2c'], protocols]), 400],
		['no protocol', facts('GET', '/rpc', [host, origin, upgrade]), 400],
		['the token alone', facts('GET', '/rpc', offering(`signalbox.token.${token}`)), 400],
		['no token', facts('GET', '/rpc', offering('signalbox.v1')), 401],
		['an old token', facts('GET', '/rpc', offering(`signalbox.v1, signalbox.token.${createToken()}`)), 401],
		[
			'two tokens',
			facts('GET', '/rpc', offering(`signalbox.v1, signalbox.token.${createToken()}, signalbox.token.${token}`)),
			401,
		],
	];
	test.each(table)('with %s is refused', (_, request, status) => {
		expect(judgeUpgrade(request, place)).toMatchObject({ kind: 'refused', status });
	});

	test('is taken with all in order', () => {
		expect(judgeUpgrade(facts('GET', '/rpc', good), place)).toEqual({ kind: 'rpc' });
	});

	test('is the only way in to /rpc', () => {
		expect(judgeRequest(facts('GET', '/rpc', [host]), place)).toMatchObject({ status: 426 });
	});
});

test('tokens are 32 bytes of chance', () => {
	const tokens = Array.from({ length: 100 }, createToken);
	expect(new Set(tokens).size).toBe(100);
	for (const each of tokens) expect(each).toMatch(tokenPattern);
});

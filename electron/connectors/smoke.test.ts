import { createServer, type Server } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { SmokeConfig } from '../../shared/config/model.ts';
import { createSmokeTester } from './smoke.ts';

let server: Server;
let address = '';

beforeAll(async () => {
	server = createServer((request, response) => {
		if (request.url === '/hang') return;
		if (request.url === '/moved') response.writeHead(302, { location: '/ok' });
		else if (request.url !== '/ok') response.writeHead(404);
		response.end('version 2.0.0 says hello');
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const bound = server.address();
	address = typeof bound === 'object' && bound !== null ? `http://127.0.0.1:${bound.port}` : '';
});

afterAll(async () => {
	server.closeAllConnections();
	await new Promise((resolve) => server.close(resolve));
});

const tester = (checks: SmokeConfig['checks'], timeoutMs = 2000) => createSmokeTester({ checks, timeoutMs }, { fetch });
const check = (path: string, more: Partial<SmokeConfig['checks'][number]> = {}) => ({
	path,
	status: 200,
	contains: null,
	...more,
});

describe('smoke tester', () => {
	test.for([
		['no checks', [], 'no smoke checks configured'],
		['one', [check('/ok')], '1 check passed'],
		['text with the version', [check('ok', { contains: 'version {version}' }), check('/ok')], '2 checks passed'],
		['another status', [check('/nowhere', { status: 404 })], '1 check passed'],
		['a redirect is an answer', [check('/moved', { status: 302 })], '1 check passed'],
	] as const)('passes: %s', async ([, checks, note]) => {
		const answer = await tester(checks).run({ version: '2.0.0', addresses: [`${address}/`] });
		expect(answer).toEqual({ ok: true, value: { note } });
	});

	test.for([
		['wrong status', check('/nowhere'), 'answered 404 instead of 200'],
		['wrong text', check('/ok', { contains: '3.0.0' }), 'does not contain "3.0.0"'],
		['no answer in time', check('/hang'), 'did not answer within 200 ms'],
	] as const)('fails: %s', async ([, wrong, words]) => {
		const answer = await tester([check('/ok'), wrong], 200).run({ version: '2.0.0', addresses: [address] });
		expect(answer).toMatchObject({ ok: false, problem: { code: 'smoke-failed' } });
		expect(answer.ok ? '' : answer.problem.message).toContain('1 of 2 smoke checks');
		expect(answer.ok ? '' : answer.problem.message).toContain(words);
	});

	test('asks every address', async () => {
		const both = await tester([check('/ok')]).run({ version: '2', addresses: [address, address] });
		expect(both).toEqual({ ok: true, value: { note: '2 checks passed on 2 addresses' } });
		const dead = await tester([check('/ok')]).run({ version: '2', addresses: [address, 'http://127.0.0.1:1'] });
		expect(dead).toMatchObject({ ok: false, problem: { code: 'smoke-failed' } });
	});

	test('a slot without an address does not pass silently', async () => {
		const answer = await tester([check('/ok')]).run({ version: '2', addresses: [] });
		expect(answer).toMatchObject({ ok: false, problem: { code: 'smoke-failed' } });
	});

	test('ends when it is cancelled', async () => {
		const signal = AbortSignal.timeout(50);
		const answer = await tester([check('/hang')], 10_000).run({ version: '2', addresses: [address] }, signal);
		expect(answer).toMatchObject({ ok: false, problem: { code: 'cancelled' } });
	});
});

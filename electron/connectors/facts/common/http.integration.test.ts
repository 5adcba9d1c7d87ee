/** How a host of facts is asked: pauses that are kept, a share of its budget for others, sentences about facts. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { fail, ok } from '../../../../shared/domain/result.ts';
import { realClock } from '../../../testing/real-world.ts';
import { createFactsHttp, type FactsHttpDeps } from './http.ts';
import { type FakeFactsAnswer, type FakeFactsHost, startFakeFactsHost } from './testing.ts';

const token = 'token-of-the-test-0123456789';

let host: FakeFactsHost;
let answer: FakeFactsAnswer;
beforeEach(async () => {
	answer = { status: 200, body: [] };
	host = await startFakeFactsHost({ route: () => answer });
});
afterEach(() => host.stop());

const deps: FactsHttpDeps = { clock: realClock, fetch, resolveSecret: async () => ok(token) };

function httpOf(base = host.url, changed: Partial<FactsHttpDeps> = {}) {
	return createFactsHttp(
		{
			...{ label: 'The host', product: 'Host', base, headers: {} },
			auth: { secret: { from: 'environment', name: 'TOKEN' }, headers: (secret) => ({ authorization: secret }) },
			refusal: ({ text }) => ({ said: text }),
		},
		{ ...deps, ...changed },
	);
}

const ask = (http: ReturnType<typeof httpOf>) =>
	http.read({ address: `${http.host.base}/facts`, what: 'its facts' }, z.array(z.number()));

test('a pause that the host asked for is kept without asking it', async () => {
	const http = httpOf();
	answer = { status: 429, headers: { 'retry-after': '60' }, body: {} };
	const first = await ask(http);
	answer = { status: 200, body: [1] };
	const second = await ask(http);
	for (const failed of [first, second]) {
		expect(failed).toMatchObject({ ok: false, problem: { code: 'facts-rate-limited', retryable: true } });
		const until = failed.ok ? 0 : failed.problem.details?.['notBefore'];
		expect(until).toBeGreaterThan(Date.now() + 50_000);
	}
	expect(host.asked).toHaveLength(1);
});

test.each([
	['31', 2],
	['30', 1],
	['0', 1],
])('with %s of 100 requests left it is asked %i times of two', async (remaining, times) => {
	const http = httpOf();
	const headers = { 'x-ratelimit-limit': '100', 'x-ratelimit-remaining': remaining, 'x-ratelimit-reset': '60' };
	answer = { status: 200, headers, body: [] };
	expect((await ask(http)).ok).toBe(true);
	await ask(http);
	expect(host.asked).toHaveLength(times);
});

test.each([
	[404, 'facts-rejected', false],
	[410, 'facts-rejected', false],
	[400, 'facts-rejected', false],
	[302, 'facts-rejected', false],
	[500, 'facts-unreachable', true],
	[401, 'facts-unauthorised', false],
	[403, 'facts-unauthorised', false],
])('status %i is %s', async (status, code, retryable) => {
	answer = { status, body: `it says ${token}` };
	const failed = await ask(httpOf());
	expect(failed).toMatchObject({ ok: false, problem: { code, retryable } });
	expect(JSON.stringify(failed)).not.toContain(token);
});

test('a token is not sent unencrypted, nor one that cannot stand in a header', async () => {
	const clear = await ask(httpOf('http://facts.example'));
	expect(clear).toMatchObject({ problem: { code: 'facts-unauthorised' } });
	const broken = await ask(httpOf(host.url, { resolveSecret: async () => ok('two\nlines') }));
	expect(broken).toMatchObject({ problem: { code: 'secret-missing' } });
	expect(JSON.stringify(broken)).not.toMatch(/pipeline\.runner|\bruns\b/);
	const missing = await ask(
		httpOf(host.url, { resolveSecret: async () => fail('secret-missing', 'It is not set.', 'Set it.') }),
	);
	expect(missing).toMatchObject({ problem: { code: 'secret-missing', message: 'It is not set.' } });
	expect(host.asked).toEqual([]);
});

test('an answer in another form is refused, whatever its status says', async () => {
	answer = { status: 200, body: ['one'] };
	expect(await ask(httpOf())).toMatchObject({ problem: { code: 'facts-rejected' } });
});

import { describe, expect, test } from 'vitest';
import type { TestResult } from '../../../shared/domain/delivery/facts.ts';
import type { MetricsQuery } from '../../../shared/domain/delivery/metrics.ts';
import { day, hour, june, openFacts, run, sha, tell, testRun, valueOf } from './test-facts.ts';
import { setup } from './test-worlds.ts';

const shop = { services: ['shop'], group: null, environments: [] };
const query: MetricsQuery = {
	...{ scope: shop, period: { from: '2026-06-01', to: '2026-07-01' }, compareWith: null },
	...{ bucket: 'week', withBots: false },
};

function results(...outcomes: readonly TestResult['outcome'][]): readonly TestResult[] {
	return outcomes.map((outcome, index) => ({
		...{ test: `t${index}`, file: `test/unit/t${index}.ts`, group: 'unit', outcome, durationMs: 100 * (index + 1) },
		passedOnRetry: false,
	}));
}

/** Ten runs, six hours apart: `t0` passes and fails in turn, on the same commit; `t1` always passes. */
async function world() {
	const store = await openFacts();
	valueOf(await store.configure(setup));
	const tries = Array.from({ length: 10 }, (_, index) => ({
		...({
			id: `r${index}`,
			at: june + day + index * 6 * hour,
			outcome: index % 2 === 0 ? 'passed' : 'failed',
		} as const),
	}));
	await tell(
		store,
		'runs',
		tries.flatMap(({ id, at, outcome }) => [
			run(id, at, { state: outcome, startedAt: at - hour }),
			...(outcome === 'failed' ? [run(`${id}#2`, at + hour, { attempt: 2, state: 'passed' })] : []),
		]),
	);
	await tell(
		store,
		'tests',
		tries.map(({ id, at, outcome }) =>
			testRun(id, at, { commit: sha(9), results: results(outcome, 'passed'), wallMs: 60_000 + (at % 7) }),
		),
	);
	return store;
}

describe('Pipelines and tests', () => {
	test('success is by last tries, with first tries beside it', async () => {
		const store = await world();
		const [suites, flaky, success] = valueOf(await store.metrics(query, june + 4 * day)).quality;
		expect(success).toMatchObject({ state: 'measured', value: 1, n: 10, of: 10 });
		expect(success?.also).toMatchObject([{ id: 'first-try', value: 0.5 }]);
		expect(flaky).toMatchObject({ state: 'measured', value: 0.5, n: 1, of: 2 });
		expect(suites).toMatchObject({ state: 'measured', n: 10 });
		expect(suites?.also).toMatchObject([{ value: 300 }, { value: 300 }]);
		const empty = valueOf(await store.metrics({ ...query, period: { from: '2026-04-01', to: '2026-05-01' } }, june));
		expect(empty.quality.map(({ state }) => state)).toEqual(['not-measured', 'not-measured', 'not-measured']);
	});

	test('rows say what counted', async () => {
		const store = await world();
		const ask = async (metric: 'pipeline-success' | 'suite-time' | 'flaky-share') =>
			valueOf(await store.rows({ query, metric, show: 'all', cursor: null, limit: 100, now: june + 4 * day }));
		expect(await ask('pipeline-success')).toMatchObject({ total: 15, counted: 10 });
		expect(await ask('suite-time')).toMatchObject({ total: 10, counted: 10 });
		expect((await ask('flaky-share')).rows.map(({ id, value }) => [id, value])).toEqual([
			['t0', 1],
			['t1', 0],
		]);
	});

	test('rows add up to their number where a run was tried again after the period, or still is', async () => {
		const store = await openFacts();
		valueOf(await store.configure(setup));
		const [end, second] = [Date.UTC(2026, 5, 30, 12), { attempt: 2 }];
		await tell(store, 'runs', [
			...[run('kept', end), run('again', end, { state: 'failed' }), run('again#2', end + day, second)],
			...[
				run('tried', end, { state: 'failed' }),
				run('tried#2', end, { ...second, state: 'running', finishedAt: null }),
			],
		]);
		const answer = valueOf(await store.metrics(query, end + 2 * day)).quality[2];
		expect([answer?.n, answer?.of]).toEqual([1, 2]);
		const asked = { query, metric: 'pipeline-success', show: 'counted', cursor: null, limit: 9, now: end } as const;
		const page = valueOf(await store.rows(asked));
		expect(page.rows.map(({ id }) => id)).toEqual(['runs|kept', 'runs|tried']);
	});

	test('tests are listed with their states and what they cost', async () => {
		const store = await world();
		const asked = { services: ['shop'], states: [], onlyQuarantined: false, search: '', offset: 0, limit: 10 } as const;
		const page = valueOf(await store.tests({ ...asked, order: 'state' }, june + 4 * day));
		expect(page.rows.map(({ test: name, state, runs, lostMs }) => [name, state, runs, lostMs])).toEqual([
			['t0', 'flaky', 10, 5 * hour],
			['t1', 'healthy', 10, 0],
		]);
		expect(page.summary).toMatchObject({ total: 2, flakyShare: 0.5, service: 'shop', suite: { runs: 10 } });
		const found = valueOf(
			await store.tests({ ...asked, order: 'name', search: 'T1', states: ['healthy'] }, june + 4 * day),
		);
		expect(found).toMatchObject({ total: 1, rows: [{ test: 't1' }] });
		// A fortnight later nothing ran: the window is empty, the list is not.
		const later = valueOf(await store.tests({ ...asked, order: 'name' }, june + 18 * day));
		expect(later.rows.map(({ test: name, runs, recent }) => [name, runs, recent.length])).toEqual([
			['t0', 0, 10],
			['t1', 0, 10],
		]);
	});

	test('a month holds what a report is made of', async () => {
		const store = await world();
		const facts = valueOf(await store.monthFacts({ scope: shop, month: '2026-06', now: june + 40 * day }));
		expect(facts.runs).toHaveLength(15);
		// At its end nothing had run for weeks: no test is slow or costs time, none is flaky or broken, so none is listed.
		expect(facts.tests).toMatchObject({ summary: { total: 2 }, rows: [] });
		expect(facts).toMatchObject({ deployments: [], failures: [], incidents: [], slowest: [], dataAsOf: june });
		expect(facts.lastMonth.query.period).toEqual({ from: '2026-05-01', to: '2026-06-01' });
		expect(valueOf(await store.months(shop))).toEqual([]);
	});

	test('a month lists the tests that a report names, whole', async () => {
		const store = await world();
		const facts = valueOf(await store.monthFacts({ scope: shop, month: '2026-06', now: june + 4 * day }));
		const asked = { services: ['shop'], states: [], onlyQuarantined: false, search: '', offset: 0, limit: 10 } as const;
		const all = valueOf(await store.tests({ ...asked, order: 'name' }, june + 4 * day));
		expect(all.rows.map(({ test: name, p90Ms, runs, recent }) => [name, p90Ms, runs, recent.length])).toEqual([
			['t0', 100, 10, 10],
			['t1', 200, 10, 10],
		]);
		expect(facts.tests).toEqual({ summary: all.summary, rows: all.rows });
	});
});

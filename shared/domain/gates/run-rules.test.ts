import { describe, expect, it } from 'vitest';
import { makeJob } from '../pipeline/fixtures.ts';
import type { JobState } from '../pipeline/model.ts';
import { ruleOnContracts } from './contracts-rule.ts';
import type { ContractFacts, PerformanceFacts } from './evidence.ts';
import { makeEvidence, performanceFacts } from './fixtures.ts';
import { ruleOnJobs } from './jobs-rule.ts';
import { ruleOnPerformance } from './performance-rule.ts';

describe('jobs', () => {
	const format = makeJob('format', 'commit');
	const smoke = (state: JobState, name = 'smoke (eu)') => makeJob(name, 'commit', { state });

	it.each<[JobState, string]>([
		['passed', 'passed'],
		['failed', 'failed'],
		['cancelled', 'failed'],
		['skipped', 'failed'],
		['running', 'waiting'],
		['queued', 'waiting'],
		['waiting', 'waiting'],
		['needs-person', 'waiting'],
	])('with one that is %s: %s', (state, outcome) => {
		expect(ruleOnJobs({ jobs: ['format', 'smoke*'] }, [format, smoke(state)]).outcome).toBe(outcome);
	});

	it('every one that a pattern fits must have passed', () => {
		const jobs = [smoke('passed'), smoke('failed', 'smoke (us)'), format];
		expect(ruleOnJobs({ jobs: ['smoke*'] }, jobs)).toEqual({
			outcome: 'failed',
			found: '1 of 2 jobs passed',
			limit: 'smoke* passed',
			reason: 'smoke (us) failed',
		});
	});

	it('a failure counts although the job may fail', () => {
		const job = makeJob('smoke', null, { state: 'failed', mayFail: true, note: 'exit code 1.' });
		expect(ruleOnJobs({ jobs: ['smoke'] }, [job])).toMatchObject({
			outcome: 'failed',
			reason: 'smoke failed: exit code 1',
		});
	});

	it('one that is not there is missing, and a failure is worse', () => {
		expect(ruleOnJobs({ jobs: ['format', 'smoke*'] }, [format])).toMatchObject({
			outcome: 'missing',
			reason: 'No job of this run is called smoke*',
		});
		expect(ruleOnJobs({ jobs: ['format', 'types'] }, [smoke('failed', 'format')]).outcome).toBe('failed');
		expect(ruleOnJobs({ jobs: [] }, [format]).outcome).toBe('missing');
	});
});

describe('contracts', () => {
	const contracts = (change: Partial<ContractFacts>) =>
		ruleOnContracts([
			makeEvidence({
				...{ kind: 'contracts', total: 3, passed: 3, failed: 0, pending: 0, provider: null, providerVersion: null },
				...{ consumers: [], failures: [] },
				...change,
			}),
		]);

	it.each<[string, Partial<ContractFacts>, string]>([
		['all hold', {}, 'passed'],
		['one failed', { passed: 2, failed: 1 }, 'failed'],
		['one is pending', { passed: 2, pending: 1 }, 'passed'],
		['all are pending', { passed: 0, pending: 3 }, 'missing'],
		['none is there', { total: 0, passed: 0 }, 'missing'],
		['one has no result', { passed: 2 }, 'missing'],
	])('%s', (_name, change, outcome) => {
		expect(contracts(change).outcome).toBe(outcome);
	});

	it('says which failed', () => {
		const failures = [{ interaction: 'a basket', message: null }];
		expect(contracts({ passed: 1, failed: 1, pending: 1, failures })).toMatchObject({
			found: '1 of 3 interactions passed, 1 failed, 1 pending',
			reason: '1 interaction failed: a basket',
		});
	});
});

describe('performance', () => {
	const limits = [
		{ metric: 'p95', bound: 'at-most', value: 250 },
		{ metric: 'throughput', bound: 'at-least', value: 50 },
	] as const;
	const fast = { metrics: { p95: 200, throughput: 80 } };
	const performance = (...facts: readonly Partial<PerformanceFacts>[]) =>
		ruleOnPerformance(
			{ kind: 'performance', limits },
			facts.map((one) => makeEvidence(performanceFacts(one), { file: 'k6.json' })),
		);

	it.each<[string, readonly Partial<PerformanceFacts>[], string]>([
		['within', [fast], 'passed'],
		['at the limits', [{ metrics: { p95: 250, throughput: 50 } }], 'passed'],
		['too slow', [{ metrics: { p95: 251, throughput: 80 } }], 'failed'],
		['too few', [{ metrics: { p95: 200, throughput: 49 } }], 'failed'],
		[
			'one report of two too slow',
			[{ metrics: { p95: 10, throughput: 80 } }, { metrics: { p95: 300, throughput: 80 } }],
			'failed',
		],
		['a metric that is not there', [{ metrics: { p95: 200 } }], 'missing'],
		['a metric that one of two reports lacks', [fast, { metrics: { p95: 200 } }], 'missing'],
		['a metric that is no number', [{ metrics: { p95: Number.NaN, throughput: 80 } }], 'missing'],
		['too slow, and a metric that is not there', [{ metrics: { p95: 300 } }], 'failed'],
		["the tool's own limit broken", [{ ...fast, thresholds: [{ name: 'checks', isPassed: false }] }], 'failed'],
		["the tool's own limit kept", [{ ...fast, thresholds: [{ name: 'checks', isPassed: true }] }], 'passed'],
		['no request made', [{ ...fast, requests: 0 }], 'missing'],
	])('%s', (_name, facts, outcome) => {
		expect(performance(...facts).outcome).toBe(outcome);
	});

	it('says each limit that is broken', () => {
		expect(
			performance({ metrics: { p95: 312, throughput: 80 }, thresholds: [{ name: 'checks', isPassed: false }] }),
		).toEqual({
			outcome: 'failed',
			found: 'p95 312 ms, throughput 80 requests/s, 0 of 1 limits of the tool kept',
			limit: 'p95 at most 250 ms, throughput at least 50 requests/s',
			reason: "p95 312 ms, limit 250 ms and the tool's own limit checks is broken",
		});
	});

	it('proves nothing without any limit', () => {
		const rule = { kind: 'performance', limits: [] } as const;
		expect(ruleOnPerformance(rule, [makeEvidence(performanceFacts())]).outcome).toBe('missing');
		const own = performanceFacts({ thresholds: [{ name: 'checks', isPassed: true }] });
		expect(ruleOnPerformance(rule, [makeEvidence(own)]).outcome).toBe('passed');
	});
});

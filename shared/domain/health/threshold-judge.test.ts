import { describe, expect, it } from 'vitest';
import { thinSpace } from '../format.ts';
import { defaultHealthPolicy } from './defaults.ts';
import { measured, testInstant, wellInput, wellSlot } from './fixtures.ts';
import type { HealthPolicy, JudgeInput, Reason, Verdict, VerdictOutcome } from './model.ts';
import { emptyReading, readingsBySlot, slotReadings } from './readings.ts';
import { judgeByThresholds, replayVerdict, thresholdJudge } from './threshold-judge.ts';

const judge = (input: JudgeInput, policy: HealthPolicy = defaultHealthPolicy): Verdict =>
	judgeByThresholds(policy, input);
const canary = (changes: Parameters<typeof wellSlot>[1], rest: Partial<JudgeInput> = {}): JudgeInput =>
	wellInput({ canary: wellSlot('green', changes), ...rest });
const rule = (verdict: Verdict, name: string): Reason | undefined => verdict.reasons.find((one) => one.rule === name);
const alone = { stable: null, weights: { canary: 100, stable: 0 } };

describe('limits are strict', () => {
	it.each<[string, Parameters<typeof wellSlot>[1], string, VerdictOutcome]>([
		['error rate below 1 %', { errorRate: 0.00999 }, 'absolute.errorRate', 'healthy'],
		['error rate at 1 %', { errorRate: 0.01 }, 'absolute.errorRate', 'unhealthy'],
		['p95 below 500 ms', { p95Latency: 499.9 }, 'absolute.p95Latency', 'healthy'],
		['p95 at 500 ms', { p95Latency: 500 }, 'absolute.p95Latency', 'unhealthy'],
		['memory below 85 %', { memory: 0.849 }, 'absolute.memory', 'healthy'],
		['memory at 85 %', { memory: 0.85 }, 'absolute.memory', 'unhealthy'],
	])('%s', (_name, values, name, outcome) => {
		const verdict = judge(canary(values, alone));
		expect(verdict.outcome).toBe(outcome);
		expect(rule(verdict, name)?.outcome).toBe(outcome === 'healthy' ? 'passed' : 'failed');
	});

	it.each<[string, Parameters<typeof wellSlot>[1], string, Reason['outcome']]>([
		['errors twice as many', { errorRate: 0.002 }, 'baseline.errorRate', 'passed'],
		['errors more than twice', { errorRate: 0.0021 }, 'baseline.errorRate', 'failed'],
		['p95 one and a half times', { p95Latency: 180 }, 'baseline.p95Latency', 'passed'],
		['p95 more than that', { p95Latency: 181 }, 'baseline.p95Latency', 'failed'],
		['throughput down by 20 %', { throughput: 28 }, 'baseline.throughput', 'passed'],
		['throughput down by more', { throughput: 27.9 }, 'baseline.throughput', 'failed'],
		['throughput up by 9 %', { throughput: 38.15 }, 'absolute.throughput', 'passed'],
		['throughput up by 11 %', { throughput: 38.85 }, 'absolute.throughput', 'failed'],
		['throughput down by 11 %', { throughput: 31.15 }, 'absolute.throughput', 'failed'],
	])('against the stable slot: %s', (_name, values, name, outcome) => {
		// So many requests that chance moves nothing; what chance may do is in throughput-noise.test.ts.
		const requests = 1e9;
		const input = canary({ ...values, requests }, { stable: wellSlot('blue', { requests }) });
		expect(rule(judge(input), name)?.outcome).toBe(outcome);
	});
});

describe('words', () => {
	it('says numbers, limit, sample and source', () => {
		const verdict = judge(canary({ p95Latency: 812 }, alone));
		expect(verdict.summary).toBe(`Unhealthy: p95 812 ms, limit 500 ms, 4${thinSpace}210 requests, Prometheus 12 s ago`);
	});

	it('puts the failed rule before the unknown one and counts the rest', () => {
		const slot = wellSlot('green', { p95Latency: 812, errorRate: 0.2 });
		const memory = emptyReading('memory', 'green', 'stale', { detail: 'last scrape 41 s ago', source: 'scrape' });
		const verdict = judge(wellInput({ canary: { ...slot, memory }, ...alone }));
		expect(verdict.reasons.slice(0, 3).map((one) => one.outcome)).toEqual(['failed', 'failed', 'unknown']);
		expect(verdict.summary).toMatch(/^Unhealthy: error rate 20 %, limit 1 %.*; and 1 more reason$/);
		expect(rule(verdict, 'absolute.memory')?.text).toBe('memory is stale (last scrape 41 s ago), scrape');
	});

	it('tells the health with its sample', () => {
		expect(judge(wellInput()).summary).toMatch(
			/^Healthy: 7 rules passed on 4.210 requests; error rate 0.1 %, limit 1 %/u,
		);
	});
});

describe('edges are rules', () => {
	it.each<[string, JudgeInput, VerdictOutcome, string, Reason['outcome']]>([
		[
			'no traffic on the canary holds, and blames no rule',
			wellInput({
				canary: readingsBySlot([measured('requests', 'green', 0), measured('throughput', 'green', 0, 0)], 'green'),
			}),
			'inconclusive',
			'minimum-sample',
			'unknown',
		],
		[
			'one error among 30 requests does not roll back',
			canary({ requests: 30, errorRate: 1 / 30 }, alone),
			'inconclusive',
			'absolute.errorRate',
			'unknown',
		],
		[
			'one error in a small sample does not roll back',
			canary({ requests: 100, errorRate: 0.01 }, alone),
			'inconclusive',
			'absolute.errorRate',
			'unknown',
		],
		['three errors do', canary({ requests: 100, errorRate: 0.03 }, alone), 'unhealthy', 'absolute.errorRate', 'failed'],
		[
			'no errors on the stable slot: no ratio',
			canary({ errorRate: 0.005 }, { stable: wellSlot('blue', { errorRate: 0 }) }),
			'healthy',
			'baseline.errorRate',
			'not-judged',
		],
		[
			'no errors on the stable slot: the fixed limit still holds',
			canary({ errorRate: 0.02 }, { stable: wellSlot('blue', { errorRate: 0 }) }),
			'unhealthy',
			'absolute.errorRate',
			'failed',
		],
		[
			'four errors may be chance beside a good slot',
			canary({ requests: 1000, errorRate: 0.004, throughput: 35 }, { stable: wellSlot('blue', { errorRate: 0.0005 }) }),
			'healthy',
			'baseline.errorRate',
			'not-judged',
		],
		['first deployment', wellInput(alone), 'healthy', 'baseline.p95Latency', 'not-judged'],
		[
			'blue-green after the switch',
			wellInput({ weights: { canary: 100, stable: 0 }, stable: readingsBySlot([], 'blue') }),
			'healthy',
			'baseline.throughput',
			'not-judged',
		],
		[
			'the stable slot cannot be seen while it has traffic',
			wellInput({ stable: readingsBySlot([], 'blue') }),
			'inconclusive',
			'baseline.p95Latency',
			'unknown',
		],
		[
			'a small sample cannot resolve a change of throughput',
			canary({ requests: 150, throughput: 1.7 }, { weights: { canary: 5, stable: 95 } }),
			'healthy',
			'absolute.throughput',
			'not-judged',
		],
		[
			'but a lost traffic is resolved by what should have come',
			canary({ requests: 150, throughput: 1.25 }, { weights: { canary: 50, stable: 50 } }),
			'unhealthy',
			'baseline.throughput',
			'failed',
		],
	])('%s', (_name, input, outcome, name, said) => {
		const verdict = judge(input);
		expect(verdict.outcome).toBe(outcome);
		expect(rule(verdict, name)?.outcome).toBe(said);
	});

	it.each<[string, number, RegExp]>([
		['a negative error rate', -0.1, /lies about error rate: -0.1: below zero/],
		['more errors than requests', 1.5, /lies about error rate: 1.5: more errors than requests/],
		['NaN', Number.NaN, /is not a number/],
		['infinity', Number.POSITIVE_INFINITY, /is not a number/],
	])('%s is unknown and says that the source lies', (_name, errorRate, words) => {
		const verdict = judge(canary({ errorRate }, alone));
		expect(verdict.outcome).toBe('inconclusive');
		expect(rule(verdict, 'absolute.errorRate')).toMatchObject({ outcome: 'unknown', value: null });
		expect(rule(verdict, 'absolute.errorRate')?.text).toMatch(words);
	});

	it.each<[number, VerdictOutcome]>([
		[10_000, 'unhealthy'],
		[250, 'inconclusive'],
	])('a p95 of at least %d ms', (value, outcome) => {
		const p95Latency = { ...measured('p95Latency', 'green', value, 4210), state: 'partial', atLeast: true } as const;
		const verdict = judge(wellInput({ canary: { ...wellSlot('green'), p95Latency }, ...alone }));
		expect(verdict.outcome).toBe(outcome);
		if (outcome === 'unhealthy') expect(verdict.summary).toContain('p95 at least 10 s, limit 500 ms');
	});

	it('does not take bytes for a share of memory', () => {
		const verdict = judge(canary({ memory: 50_000_000 }, alone));
		expect(verdict.outcome).toBe('inconclusive');
		expect(verdict.summary).toContain('is it in bytes?');
	});

	it('does not judge data from before the window', () => {
		const verdict = judge(wellInput({ at: testInstant + 3_600_000 }));
		expect(verdict.outcome).toBe('inconclusive');
		expect(verdict.summary).toContain('stale: newest data from 1 h ago');
	});

	it('lets the team leave memory out', () => {
		const memory = emptyReading('memory', 'green', 'not-configured');
		const verdict = judge(wellInput({ canary: { ...wellSlot('green'), memory } }));
		expect(verdict.outcome).toBe('healthy');
		expect(rule(verdict, 'absolute.memory')?.outcome).toBe('not-judged');
	});
});

describe('the policy', () => {
	it('shows what informs and lets it change nothing', () => {
		const policy = { ...defaultHealthPolicy, absolute: { ...defaultHealthPolicy.absolute, role: 'inform' as const } };
		const verdict = judge(canary({ memory: 0.99 }), policy);
		expect(verdict.outcome).toBe('healthy');
		expect(rule(verdict, 'absolute.memory')).toMatchObject({ outcome: 'failed', role: 'inform' });
	});

	it('calls nothing healthy when every deciding rule had to be left out', () => {
		const off = { errorRate: null, p95Latency: null, throughputChange: null, memory: null };
		const policy: HealthPolicy = { ...defaultHealthPolicy, absolute: { role: 'decide', ...off } };
		const verdict = judge(wellInput(alone), policy);
		expect(verdict.outcome).toBe('inconclusive');
		expect(verdict.summary).toContain('none of the rules that decide could be judged');
	});

	it('asks for nothing but the sample when all rules are off', () => {
		const policy: HealthPolicy = {
			...defaultHealthPolicy,
			absolute: { role: 'decide', errorRate: null, p95Latency: null, throughputChange: null, memory: null },
			baseline: { role: 'decide', errorRateRatio: null, p95LatencyRatio: null, throughputDrop: null },
		};
		expect(judge(wellInput(), policy).outcome).toBe('healthy');
		expect(judge(canary({ requests: 99 }), policy).outcome).toBe('inconclusive');
	});
});

describe('replay', () => {
	it('refuses a verdict of another judge', () => {
		const verdict = { ...judge(wellInput()), judge: 'sequential/1' };
		expect(replayVerdict(verdict, defaultHealthPolicy)).toMatchObject({ ok: false, problem: { code: 'unsupported' } });
	});

	it('is the same judge behind the engine’s interface', () => {
		const look = thresholdJudge.look(defaultHealthPolicy, wellInput(), thresholdJudge.start());
		expect(look.verdict).toStrictEqual(judge(wellInput()));
	});
});

describe('throughput around a change of traffic', () => {
	const outcomes = (input: JudgeInput) =>
		judgeByThresholds(defaultHealthPolicy, input)
			.reasons.filter(({ metric }) => metric === 'throughput')
			.map(({ outcome }) => outcome);
	const began = testInstant - 132_000;
	const half = wellSlot('green', { throughput: 17 });

	it.each([
		['before the window', began, ['failed', 'failed']],
		['within the window', began + 60_000, ['not-judged', 'not-judged']],
		['never', null, ['failed', 'failed']],
	])('is compared when the weights were changed %s: %s', (_when, weightsSince, expected) => {
		expect(outcomes(wellInput({ canary: half, weightsSince })).sort()).toEqual(expected);
	});

	it('is compared with a baseline from before a switch', () => {
		const before = testInstant - 600_000;
		const stable = slotReadings((metric) => ({ ...wellSlot('blue')[metric], at: before }));
		const weights = { canary: 100, stable: 100 };
		const input = wellInput({ canary: half, stable, weights, weightsSince: before + 60_000 });
		expect(outcomes({ ...input, isStableFromBefore: true })).toEqual(['failed', 'failed']);
		// Beside the release, readings that old are no baseline.
		expect(outcomes(input)).toEqual(['unknown', 'unknown']);
	});
});

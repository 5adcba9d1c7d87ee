import { describe, expect, it } from 'vitest';
import type { HealthPolicy, JudgeInput, VerdictOutcome } from '../model.ts';
import type { JudgeAnswer } from '../evidence/model.ts';
import {
	errorMetric,
	evidenceFor,
	judgeAll,
	latencyMetric,
	looksOf,
	type Pair,
	policyOf,
	progressAt,
	repeat,
	well,
	same,
} from './judge-fixture.ts';
import { eventSpending, steadyLine, suddenBlocks } from './lines.ts';

const failing: Pair = [{ ...well, errors: 40 }, well];
const slower: Pair = [{ ...well, latency: 150 }, well];
const both = policyOf([errorMetric, latencyMetric]);

/** Six more minutes are planned than there are, so that nothing is due yet. */
const early = (pairs: readonly Pair[]) => looksOf(pairs, pairs.length + 6);

describe('the answer', () => {
	it.each<[string, readonly JudgeInput[], VerdictOutcome, JudgeAnswer]>([
		['the first look', looksOf([], 30), 'healthy', 'keep-looking'],
		['twins at the end', looksOf(repeat(same, 30)), 'healthy', 'promote'],
		['twins on the way', looksOf(repeat(same, 3), 30), 'healthy', 'keep-looking'],
		['many more errors, on the way', early(repeat(failing, 4)), 'unhealthy', 'roll-back'],
		['much slower, on the way', early(repeat(slower, 10)), 'unhealthy', 'roll-back'],
	])('%s', (_, inputs, outcome, answer) => {
		expect(judgeAll(both, inputs).last).toMatchObject({ outcome, answer });
	});

	it('has one entry of evidence and one reason a metric, and the split', () => {
		const { last } = judgeAll(both, early(repeat(same, 3)));
		expect(last.evidence?.map(({ metric }) => metric)).toStrictEqual(['errors', 'p95', 'traffic-split']);
		expect(last.reasons.map(({ rule }) => rule)).toStrictEqual([
			'sequential.errors',
			'sequential.p95',
			'sequential.traffic-split',
		]);
		expect(evidenceFor(last, 'errors')).toMatchObject({ canary: 0.01, stable: 0.01, samples: { canary: 1_800 } });
	});

	it('keeps looking until the canary has served enough, whatever it shows', () => {
		const policy = policyOf([{ ...errorMetric, minimumSamples: 10_000 }]);
		const { last } = judgeAll(policy, early(repeat(failing, 4)));
		expect(last).toMatchObject({ outcome: 'inconclusive', answer: 'keep-looking' });
		expect(evidenceFor(last, 'errors').answer).toBe('keep-looking');
	});

	it.each<['roll-back' | 'hold' | 'inform', VerdictOutcome, string]>([
		['roll-back', 'unhealthy', 'decide'],
		['hold', 'inconclusive', 'decide'],
		['inform', 'healthy', 'inform'],
	])('to harm in a metric that is to %s is %s', (criticality, outcome, role) => {
		const { last } = judgeAll(policyOf([{ ...errorMetric, criticality }, latencyMetric]), early(repeat(failing, 6)));
		expect(last.outcome).toBe(outcome);
		expect(evidenceFor(last, 'errors')).toMatchObject({ answer: 'roll-back', role });
	});

	it('is about the metric as it is said to be worse', () => {
		const policy = policyOf([{ ...errorMetric, direction: 'decrease' }]);
		const [fewer, more] = [[well, failing[0]], failing] as const;
		expect(judgeAll(policy, early(repeat(fewer, 4))).last.answer).toBe('roll-back');
		expect(judgeAll(policy, looksOf(repeat(more, 30))).last.answer).toBe('promote');
	});
});

describe('a metric that is worse either way', () => {
	it.each([
		['errors', errorMetric, failing],
		['latency', latencyMetric, slower],
	] as const)('%s: swapping the slots mirrors the interval', (_, metric, pair) => {
		const policy = policyOf([{ ...metric, direction: 'either' }]);
		const [own, other] = [pair, [pair[1], pair[0]] as const].map((one) =>
			evidenceFor(judgeAll(policy, early(repeat(one, 10))).last, metric.name),
		);
		expect([own?.answer, other?.answer]).toStrictEqual(['roll-back', 'roll-back']);
		const shift = (ratio: number | null | undefined) => Math.log1p(ratio ?? Number.NaN);
		expect(shift(other?.estimate?.value)).toBeCloseTo(-shift(own?.estimate?.value), 6);
		expect(Math.abs(shift(other?.estimate?.high) + shift(own?.estimate?.low))).toBeLessThan(0.03);
		expect(own?.estimate?.high === null).toBe(other?.estimate?.low === null);
	});
});

describe('what undecided means', () => {
	/** Neither harm nor "no worse" can be shown of so little. */
	const little = repeat(
		[
			{ requests: 150, errors: 2 },
			{ requests: 150, errors: 2 },
		],
		4,
	);
	const ended = (isLastStep: boolean, stepElapsed: boolean) =>
		looksOf(little).map((input) => ({
			...input,
			progress: progressAt(4, isLastStep ? 4 : 30, { isLastStep, stepElapsed }),
		}));
	const outcomeOf = (policy: HealthPolicy, inputs: readonly JudgeInput[]) => {
		const { last } = judgeAll(policy, inputs);
		expect(evidenceFor(last, 'errors').answer).toBe('keep-looking');
		return [last.outcome, last.answer];
	};

	it.each([
		['go-on', 'healthy'],
		['hold', 'inconclusive'],
	] as const)('at the end of a step: %s is %s', (undecidedAtStep, outcome) => {
		const policy = policyOf([errorMetric], { undecidedAtStep });
		expect(outcomeOf(policy, ended(false, true))).toStrictEqual([outcome, 'keep-looking']);
	});
	it.each([
		['promote', true, 'healthy', 'keep-looking'],
		['hold', true, 'inconclusive', 'keep-looking'],
		['roll-back', true, 'unhealthy', 'roll-back'],
		['roll-back', false, 'inconclusive', 'keep-looking'],
	] as const)('in the last step: %s (over: %s) is %s', (undecidedAtEnd, isOver, outcome, answer) => {
		const policy = policyOf([errorMetric], { undecidedAtEnd });
		expect(outcomeOf(policy, ended(true, isOver))).toStrictEqual([outcome, answer]);
	});
});

describe('the chance of a false alarm', () => {
	const linesOf = (policy: HealthPolicy, inputs: readonly JudgeInput[]) =>
		judgeAll(policy, inputs).verdicts.map((verdict) => evidenceFor(verdict, 'errors').harm?.line ?? null);
	const long = repeat(same, suddenBlocks + 2);

	it('is shared by the metrics that can roll back, and by no others', () => {
		const other = { ...errorMetric, name: 'other' } as const;
		const lineOf = (...metrics: Parameters<typeof policyOf>[0]) =>
			linesOf(policyOf([errorMetric, ...metrics]), early(long)).at(-1);
		const alone = lineOf() ?? Number.NaN;
		expect(lineOf(other)).toBeCloseTo(2 * alone, 9);
		expect(lineOf(other, latencyMetric)).toBeCloseTo(3 * alone, 9);
		expect(lineOf({ ...other, criticality: 'inform' }, { ...latencyMetric, criticality: 'hold' })).toBe(alone);
	});

	it('kept for the deadline is spent at one look', () => {
		const inputs = looksOf([...long, ...repeat(same, 3)], long.length + 1);
		const lines = linesOf(policyOf([errorMetric]), inputs).slice(-3);
		const lineAt = (fraction: number) => steadyLine(0.05, fraction, eventSpending);
		expect(lines).toStrictEqual([lineAt(1), lineAt(2), lineAt(2)]);
	});

	it('is not spent by a clock that is at the end before the step is', () => {
		const inputs = looksOf(long).map((input) => ({
			...input,
			progress: progressAt(9, 9, { stepElapsed: false }),
		}));
		const lines = linesOf(policyOf([errorMetric]), inputs);
		expect(lines.at(-1)).toBeGreaterThan(steadyLine(0.05, 1, eventSpending));
	});

	it('of calling it no worse is spent at one look too', () => {
		const shown = repeat(
			[
				{ requests: 1_500, errors: 15 },
				{ requests: 1_500, errors: 15 },
			],
			6,
		);
		const inputs = looksOf([...shown, ...shown.slice(0, 1)], 6);
		const answers = judgeAll(policyOf([errorMetric]), inputs).verdicts.map(({ answer }) => answer);
		expect(answers.slice(-3)).toStrictEqual(['keep-looking', 'promote', 'keep-looking']);
	});
});

describe('a wrong split of the traffic', () => {
	const quarter: Pair = [{ ...failing[0], requests: 60, errors: 40 }, well];
	it('makes everything unknown, and nothing is decided', () => {
		const { last } = judgeAll(both, early(repeat([{ ...well, requests: 200, errors: 2 }, well], 8)));
		expect(last).toMatchObject({ outcome: 'inconclusive', answer: 'keep-looking' });
		expect(['errors', 'p95'].map((name) => evidenceFor(last, name).answer)).toStrictEqual(['unknown', 'unknown']);
		expect(evidenceFor(last, 'traffic-split').answer).toBe('roll-back');
	});
	it('hides no answer where the policy only wants to know of it', () => {
		const policy = policyOf([errorMetric], { trafficSplit: 'inform' });
		expect(judgeAll(policy, early(repeat(quarter, 4))).last.answer).toBe('roll-back');
		const off = judgeAll(policyOf([errorMetric], { trafficSplit: 'off' }), early(repeat(quarter, 4))).last;
		expect(off.evidence?.map(({ metric }) => metric)).toStrictEqual(['errors']);
	});
});

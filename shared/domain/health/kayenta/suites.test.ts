/**
 * What Kayenta's own test suites expect: ClassifierSuite, ScorerSuite, MannWhitneySuite and StatisticSuite of
 * github.com/spinnaker/kayenta (Apache-2.0). Inputs and expected labels and scores are theirs. Where we differ on purpose
 * it is said in the name of the case.
 */
import { describe, expect, it } from 'vitest';
import { mannWhitney } from '../../statistics/mann-whitney.ts';
import { classifyMetric, meanRatio } from './classify.ts';
import { defaultKayentaPolicy, kayentaMetric } from './defaults.ts';
import suites from './fixtures/suites.json' with { type: 'json' };
import type { KayentaLabel, KayentaMetric, KayentaMetricResult, KayentaPolicy } from './model.ts';
import { scoreMetrics } from './score.ts';

type SampleName = Exclude<keyof typeof suites, 'made'>;
const sample = (name: SampleName): readonly number[] => [
	...Array.from({ length: suites[name].zeros }, () => 0),
	...suites[name].others,
];

/** As the classifier of the suites is set up: any number of points, a tenth of the shift, 95 %. */
const suitePolicy: KayentaPolicy = {
	...defaultKayentaPolicy,
	metrics: [],
	tolerance: 0.1,
	confidence: 0.95,
	minimumPoints: 0,
};
const lenientPolicy = { ...suitePolicy, tolerance: 0.2, confidence: 0.98 };

type Measure = KayentaMetric['effectSize']['measure'];
type Limits = readonly [decrease: number, increase: number];
function effect(measure: Measure, allowed: Limits | null, critical: Limits | null = null): KayentaMetric['effectSize'] {
	return {
		measure,
		allowedDecrease: allowed?.[0] ?? null,
		allowedIncrease: allowed?.[1] ?? null,
		criticalDecrease: critical?.[0] ?? null,
		criticalIncrease: critical?.[1] ?? null,
	};
}

function classify(
	canary: readonly (number | null)[],
	baseline: readonly (number | null)[],
	changes: Partial<KayentaMetric> = {},
	policy = suitePolicy,
): KayentaMetricResult {
	return classifyMetric(kayentaMetric('m', changes), policy, { metric: 'm', canary, baseline }, 'asymptotic');
}

const repeat = (value: number, count = 5): readonly number[] => Array.from({ length: count }, () => value);
const twenties = [20, 22, 21, 25, 30];
const units = [1, 2.2, 1.1, 2.5, 3];
const fifties = [54.9, 54.5, 55.1, 55.6, 57.4];

type Case = readonly [
	what: string,
	canary: readonly number[],
	baseline: readonly number[],
	changes: Partial<KayentaMetric>,
	label: KayentaLabel,
	policy?: KayentaPolicy,
];

const ten = sample('aroundTen');
const tenToo = sample('aroundTenToo');
const twenty = sample('aroundTwenty');
const twentyToo = sample('aroundTwentyToo');

const cases: readonly Case[] = [
	['the same level', ten, tenToo, {}, 'Pass'],
	['twice the level', twenty, tenToo, {}, 'High'],
	['half the level', ten, twentyToo, {}, 'Low'],
	['half the level, only more counts', ten, twentyToo, { direction: 'increase' }, 'Pass'],
	['twice the level, only less counts', twenty, tenToo, { direction: 'decrease' }, 'Pass'],
	['twice the level, more counts', twenty, tenToo, { direction: 'increase' }, 'High'],
	['half the level, less counts', ten, twentyToo, { direction: 'decrease' }, 'Low'],
	['mostly zeros, more of the others', sample('sparseHigher'), sample('sparse'), {}, 'High'],
	[
		'mostly zeros, but five times is allowed',
		sample('sparseHigher'),
		sample('sparse'),
		{ effectSize: effect('mean-ratio', [1, 5]) },
		'Pass',
	],
	['ratio of means above its limit', twenties, units, { effectSize: effect('mean-ratio', [0.8, 1.2]) }, 'High'],
	[
		'ratio of means below its limit',
		ten,
		twentyToo,
		{ direction: 'decrease', effectSize: effect('mean-ratio', [0.8, 1.2]) },
		'Low',
	],
	[
		'ratio of means within its limits',
		[10, 12.2, 10.1, 12.5, 23],
		twenties,
		{ effectSize: effect('mean-ratio', [0.5, 1]) },
		'Pass',
	],
	[
		'common language effect within its limits, in units of 1e-5',
		sample('rareHigher'),
		sample('rare'),
		{ effectSize: effect('cles', [0.5, 0.8]) },
		'Pass',
		lenientPolicy,
	],
	[
		'common language effect above its limit',
		sample('rateHigh'),
		sample('rate'),
		{ effectSize: effect('cles', [0.2, 0.8]) },
		'High',
		lenientPolicy,
	],
	[
		'common language effect below its limit',
		sample('lower'),
		sample('higher'),
		{ effectSize: effect('cles', [0.2, 0.8]) },
		'Low',
		lenientPolicy,
	],
	['all points equal', repeat(1, 3), repeat(1, 2), { direction: 'decrease' }, 'Pass'],
	['the same points in another order', [1, 2, 3, 4, 5], [5, 4, 3, 2, 1], { direction: 'decrease' }, 'Pass'],
	['one zero among equal points', [0, 1, 1, 1, 1], repeat(1), { direction: 'decrease' }, 'Pass'],
	['one outlier among equal points', [1, 1, 1, 1, 10], repeat(1), {}, 'Pass'],
	['two constants (Kayenta adds noise)', repeat(10), repeat(1), {}, 'High'],
	['a constant above zeros (Kayenta adds noise)', repeat(10), repeat(0), {}, 'High'],
	['above a mean of zero', fifties, repeat(0), { effectSize: effect('mean-ratio', [0.8, 1.2]) }, 'High'],
	['down to a mean of zero', repeat(0), fifties, { effectSize: effect('mean-ratio', [0.8, 1.2]) }, 'Low'],
	['zeros on both sides', repeat(0), repeat(0), { effectSize: effect('mean-ratio', [0.8, 1.2]) }, 'Pass'],
	['no points in the canary', [], [1, 2, 3, 4, 5], { direction: 'decrease' }, 'Nodata'],
	['no points and a failure asked for', [], [1, 2, 3, 4, 5], { whenNoData: 'fail' }, 'NodataFailMetric'],
	[
		'no points with gaps read as 0 (Kayenta passes it)',
		[],
		[1, 2, 3, 4, 5],
		{ direction: 'decrease', nanStrategy: 'replace' },
		'Nodata',
	],
];

describe('labels of ClassifierSuite', () => {
	for (const [what, canary, baseline, changes, label, policy] of cases) {
		it(what, () => {
			expect(classify(canary, baseline, changes, policy)).toMatchObject({ label, critical: false });
		});
	}

	it('are the same where small samples without ties are tested exactly', () => {
		for (const [what, canary, baseline, changes, label, policy = suitePolicy] of cases) {
			const series = { metric: 'm', canary, baseline };
			expect([what, classifyMetric(kayentaMetric('m', changes), policy, series, 'auto').label]).toEqual([what, label]);
		}
	});

	it.each([1e-6, 1e-3, 60, 1000])('are the same in another unit (times %d)', (unit) => {
		const scaled = (points: readonly number[]): readonly number[] => points.map((point) => point * unit);
		for (const [what, canary, baseline, changes, label, policy] of cases) {
			expect([what, classify(scaled(canary), scaled(baseline), changes, policy).label]).toEqual([what, label]);
		}
	});

	it.each<readonly [string, readonly number[], readonly number[], KayentaMetric['effectSize'], KayentaLabel, boolean]>([
		['above the critical limit', twenties, units, effect('mean-ratio', null, [1, 1.2]), 'High', true],
		['below', [2, 2, 2, 2, 3], [10, 20.2, 10.1, 20.5, 30], effect('mean-ratio', null, [1.2, 1]), 'Low', true],
		['above the limit, not the critical one', twenties, units, effect('mean-ratio', [1, 5], [1, 13]), 'High', false],
		['above neither', twenties, units, effect('mean-ratio', [1, 13], [1, 15]), 'Pass', false],
		['without limits', twenties, units, effect('mean-ratio', null), 'High', true],
		['without data', [], [1, 2, 3, 4, 5], effect('mean-ratio', null), 'Nodata', true],
	])('critical: %s', (_, canary, baseline, effectSize, label, critical) => {
		const result = classify(canary, baseline, { critical: true, effectSize });
		expect(result).toMatchObject({ label, critical });
		expect(result.reason).not.toBe('');
	});

	it('critical: above a mean of zero the ratio does not count', () => {
		const canary = [0.05, 0.05, 0.0167, 0.0167, 0.0167, 0.05, 0.0333, 0.05, 0.05, 0.1333];
		const effectSize = effect('mean-ratio', null, [0.8, 1.2]);
		const result = classify(canary, repeat(0, 10), { critical: true, nanStrategy: 'replace', effectSize });
		expect(result).toMatchObject({ label: 'High', critical: true, meanRatio: null });
	});
});

describe('numbers of MannWhitneySuite', () => {
	// Their solver stops within 1e-4 of the root; ours is the root.
	it.each<readonly [SampleName, SampleName, number, readonly [number, number, number]]>([
		['halvesLower', 'halves', 0.95, [-0.500002521696696, -0.4999393907180323, -3.486287505871302e-5]],
		['sparseHigher', 'sparse', 0.95, [3.521755377702165e-5, 2.6279243045155653e-5, 2.02456461662334e-5]],
	])('%s over %s', (canary, baseline, confidence, [low, value, high]) => {
		const shift = mannWhitney(sample(canary), sample(baseline), { confidence, method: 'asymptotic' })?.shift;
		expect(Math.abs((shift?.low ?? Number.NaN) - low)).toBeLessThan(1e-4);
		expect(Math.abs((shift?.value ?? Number.NaN) - value)).toBeLessThan(1e-4);
		expect(Math.abs((shift?.high ?? Number.NaN) - high)).toBeLessThan(1e-4);
	});
});

describe('effect sizes of StatisticSuite', () => {
	it.each<readonly [readonly number[], readonly number[], number | null]>([
		[repeat(1), repeat(1), 1],
		[repeat(10), repeat(1), 10],
		[repeat(10), repeat(100), 0.1],
		[repeat(10), repeat(0), null],
	])('ratio of the means of %j and %j is %s', (canary, baseline, expected) => {
		expect(meanRatio({ canary, baseline })).toBe(expected);
	});
});

const judged = (label: KayentaLabel, group: string, critical = false): KayentaMetricResult => ({
	metric: `${label} in ${group}`,
	groups: [group],
	label,
	critical,
	muted: false,
	reason: 'because',
	points: { canary: 9, baseline: 9 },
	mean: { canary: 1, baseline: 1 },
	pValue: null,
	shift: null,
	margin: null,
	meanRatio: null,
	cles: null,
});

describe('scores of ScorerSuite', () => {
	it.each<readonly [string, KayentaPolicy['groupWeights'], readonly KayentaMetricResult[], number]>([
		['one pass', {}, [judged('Pass', 'a')], 100],
		['one failure', {}, [judged('High', 'a')], 0],
		['one without data', {}, [judged('Nodata', 'a')], 0],
		['a group without data', {}, [judged('Pass', 'a'), judged('Pass', 'a'), judged('Nodata', 'b')], 100],
		['half of a group', {}, [judged('Pass', 'a'), judged('High', 'a')], 50],
		['a third of a group', {}, [judged('Pass', 'a'), judged('High', 'a'), judged('Low', 'a')], 33.33],
		['weights', { a: 75, b: 25 }, [judged('Pass', 'a'), judged('Pass', 'a'), judged('High', 'b')], 75],
		['even weights', { a: 50, b: 50 }, [judged('Pass', 'a'), judged('High', 'a'), judged('High', 'b')], 25],
		[
			'missing data within a group',
			{ a: 50, b: 50 },
			[judged('Pass', 'a'), judged('Nodata', 'a'), judged('High', 'b')],
			50,
		],
		['a critical failure', {}, [judged('Pass', 'a'), judged('High', 'a', true)], 0],
		['a critical pass', {}, [judged('Low', 'a'), judged('Pass', 'a', true)], 50],
		['a critical metric without data', {}, [judged('Pass', 'a'), judged('Nodata', 'a', true)], 0],
		[
			'uneven weights',
			{ a: 15, b: 85 },
			[judged('High', 'a'), judged('Low', 'a'), judged('Pass', 'a'), judged('High', 'b')],
			5,
		],
	])('%s', (_, groupWeights, results, expected) => {
		expect(scoreMetrics({ ...suitePolicy, groupWeights }, results).score).toBe(expected);
	});
});

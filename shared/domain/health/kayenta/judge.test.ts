/** What must hold of every Kayenta judgement, and what ours does otherwise than Kayenta on purpose. */
import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { defaultKayentaPolicy, kayentaMetric } from './defaults.ts';
import { judgeKayenta } from './judge.ts';
import type { KayentaMetric, KayentaPolicy, KayentaResult, KayentaSeries } from './model.ts';

function policyOf(metrics: readonly KayentaMetric[], changes: Partial<KayentaPolicy> = {}): KayentaPolicy {
	return { ...defaultKayentaPolicy, ...changes, metrics };
}
const one = (changes: Partial<KayentaMetric> = {}): KayentaMetric => kayentaMetric('m', changes);
const series = (
	canary: readonly (number | null)[],
	baseline: readonly (number | null)[],
	metric = 'm',
): readonly KayentaSeries[] => [{ metric, canary, baseline }];
const count = (length: number, from = 0): readonly number[] => Array.from({ length }, (_, index) => from + index);

describe('no data is never a pass', () => {
	it.each<readonly [string, readonly (number | null)[], readonly (number | null)[]]>([
		['nothing', [], []],
		['an empty canary', [], count(9)],
		['an empty baseline', count(9), []],
		['gaps only', [null, Number.NaN, null, null, null, null], count(9)],
		['four equal points', [1, 1, 1, 1], [1, 1, 1, 1]],
		['four points apart', [10, 20, 30, 40], [1, 2, 3, 4]],
		['one point', [1], [1]],
	])('%s', (_, canary, baseline) => {
		for (const nanStrategy of ['remove', 'replace'] as const) {
			const result = judgeKayenta(policyOf([one({ nanStrategy })]), series(canary, baseline));
			expect(result).toMatchObject({ classification: 'Nodata', score: 0, metrics: [{ label: 'Nodata' }] });
		}
	});

	it('unless the policy writes it out', () => {
		const result = judgeKayenta(policyOf([one({ whenNoData: 'pass' })]), []);
		expect(result).toMatchObject({ classification: 'Pass', score: 100 });
		expect(result.metrics[0]?.reason).toContain('the policy calls that a pass');
	});
	it('and is a failure where the policy says so', () => {
		const result = judgeKayenta(policyOf([one({ whenNoData: 'fail' })]), []);
		expect(result).toMatchObject({ classification: 'Fail', score: 0, metrics: [{ label: 'NodataFailMetric' }] });
	});
	it('nor is a policy without metrics, or with muted ones only', () => {
		expect(judgeKayenta(policyOf([]), []).classification).toBe('Nodata');
		const muted = judgeKayenta(policyOf([one({ muted: true })]), series(count(9), count(9)));
		expect(muted).toMatchObject({ classification: 'Nodata', metrics: [{ label: 'Pass', muted: true }] });
	});
	it('fails, as Kayenta, when half of the metrics have none', () => {
		const result = judgeKayenta(policyOf([one(), kayentaMetric('other')]), series(count(9), count(9)));
		expect(result).toMatchObject({ classification: 'Fail', score: 0 });
		expect(result.reason).toBe('1 of 2 metrics have no data; half of them is too many');
	});
	it('is an error where points are so large that their difference is infinite', () => {
		const [canary, baseline] = [count(9, 1), count(9, 1)].map((points, side) =>
			points.map((point) => (side === 0 ? point : -point) * 1e307),
		);
		const result = judgeKayenta(policyOf([one()]), series(canary ?? [], baseline ?? []));
		expect(result).toMatchObject({ classification: 'Nodata', metrics: [{ label: 'Error' }] });
	});
	it('is an error where a point is infinite', () => {
		const result = judgeKayenta(policyOf([one()]), series([...count(9), Number.POSITIVE_INFINITY], count(9)));
		expect(result).toMatchObject({ classification: 'Nodata', metrics: [{ label: 'Error' }] });
	});
});

describe('judgement', () => {
	it('reads gaps as 0 where asked', () => {
		const canary = [null, null, 5, 5, 5, 5, 5, null];
		const read = (nanStrategy: 'remove' | 'replace') =>
			judgeKayenta(policyOf([one({ nanStrategy })]), series(canary, count(8, 3))).metrics[0];
		expect(read('remove')).toMatchObject({ points: { canary: 5 }, mean: { canary: 5 } });
		expect(read('replace')).toMatchObject({ points: { canary: 8 }, mean: { canary: 25 / 8 } });
	});
	it.each([
		['below zero', -5, -10],
		['from below zero to above', 5, -10],
	])('finds a rise %s, where a ratio of means says nothing', (_, above, below) => {
		const around = (middle: number) => count(12).map((index) => middle + index / 20);
		const result = judgeKayenta(policyOf([one({ direction: 'increase' })]), series(around(above), around(below)));
		expect(result.metrics[0]).toMatchObject({ label: 'High', meanRatio: null });
	});
	it('removes outliers where asked', () => {
		const canary = [...count(200), 100_000];
		const metric = one({ outliers: { strategy: 'remove', factor: 3 } });
		const result = judgeKayenta(policyOf([metric]), series(canary, count(200)));
		expect(result.metrics[0]).toMatchObject({ label: 'Pass', points: { canary: 200, baseline: 200 } });
	});
	it('takes the tolerance of the baseline where asked, so that a tiny sure shift is no harm', () => {
		const baseline = count(60).map((index) => 100 + (index % 10) / 100);
		const canary = baseline.map((point) => point + 0.1);
		const label = (toleranceOf: KayentaPolicy['toleranceOf']) =>
			judgeKayenta(policyOf([one()], { toleranceOf }), series(canary, baseline)).metrics[0]?.label;
		expect(label('shift')).toBe('High');
		expect(label('baseline')).toBe('Pass');
	});
	it.each([
		[95, 'Pass'],
		[94.99, 'Marginal'],
		[75, 'Marginal'],
		[74.99, 'Fail'],
	] as const)('a score of %d is a %s; both thresholds are inclusive', (weight, expected) => {
		const policy = policyOf([one({ groups: ['good'] }), kayentaMetric('bad', { groups: ['bad'] })], {
			groupWeights: { good: weight, bad: 100 - weight },
		});
		const result = judgeKayenta(policy, [...series(count(9), count(9)), ...series(count(9, 50), count(9), 'bad')]);
		expect(result).toMatchObject({ score: weight, classification: expected });
	});
	it('splits what weights leave over the other groups', () => {
		const metrics = ['a', 'b', 'c'].map((name) => kayentaMetric(name, { groups: name === 'a' ? ['a'] : [name] }));
		const all = metrics.flatMap(({ name }) => series(count(9), count(9), name));
		const result = judgeKayenta(policyOf(metrics, { groupWeights: { a: 40 } }), all);
		expect(result.groups.map(({ name, weight }) => [name, weight])).toEqual([
			['a', 40],
			['b', 30],
			['c', 30],
		]);
	});
	it('puts a metric without groups into one of its own', () => {
		expect(judgeKayenta(policyOf([one()]), series(count(9), count(9))).groups).toEqual([
			{ name: 'ungrouped', score: 100, weight: 100 },
		]);
	});
});

describe('properties', () => {
	const whole = fc.integer({ min: 0, max: 30 });
	const points = fc.array(whole, { maxLength: 14 });
	const anyPoint = fc.oneof(fc.constant(null), fc.constant(Number.NaN), fc.double(), whole);
	const anyPoints = fc.array(anyPoint, { maxLength: 14 });
	const anyMetric = fc.record({
		direction: fc.constantFrom('increase', 'decrease', 'either'),
		nanStrategy: fc.constantFrom('remove', 'replace'),
		outliers: fc.record({ strategy: fc.constantFrom('keep', 'remove'), factor: fc.constant(1.5) }),
		critical: fc.boolean(),
	} as const);
	const anyPolicy = fc.record({
		toleranceOf: fc.constantFrom('shift', 'baseline'),
		confidence: fc.constantFrom(0.8, 0.95, 0.98),
		minimumPoints: fc.constantFrom(0, 2, 5),
	} as const);
	const labels = (result: KayentaResult) => result.metrics.map(({ label, critical }) => ({ label, critical }));

	test.prop([anyPoints, anyPoints, anyMetric, anyPolicy])(
		'never throws, never passes without data, and says the same again',
		(canary, baseline, metric, policy) => {
			const made = policyOf([one(metric)], policy);
			const result = judgeKayenta(made, series(canary, baseline));
			expect(judgeKayenta(made, series(canary, baseline))).toEqual(result);
			const isSilent = [canary, baseline].some((side) => side.every((p) => p === null || Number.isNaN(p)));
			if (isSilent) expect(result.classification).not.toBe('Pass');
			expect(result.score).toBeGreaterThanOrEqual(0);
			expect(result.score).toBeLessThanOrEqual(100);
		},
	);
	test.prop([points, points, anyMetric, anyPolicy])(
		'the order of points is irrelevant',
		(canary, baseline, metric, policy) => {
			const made = policyOf([one(metric)], policy);
			expect(judgeKayenta(made, series(canary.toReversed(), baseline.toReversed()))).toEqual(
				judgeKayenta(made, series(canary, baseline)),
			);
		},
	);
	test.prop([points, points, anyMetric, anyPolicy, fc.integer({ min: -60, max: 60 })])(
		'a change of unit changes no label and no score',
		(canary, baseline, metric, policy, exponent) => {
			const made = policyOf([one(metric)], policy);
			const scaled = (side: readonly number[]): readonly number[] => side.map((point) => point * 2 ** exponent);
			const [before, after] = [
				judgeKayenta(made, series(canary, baseline)),
				judgeKayenta(made, series(scaled(canary), scaled(baseline))),
			];
			expect(labels(after)).toEqual(labels(before));
			expect(after.score).toBe(before.score);
			expect(after.metrics[0]?.pValue).toBe(before.metrics[0]?.pValue);
		},
	);
	test.prop([points, points, anyPolicy])(
		'swapping canary and baseline mirrors High and Low',
		(canary, baseline, policy) => {
			const made = policyOf([one()], { ...policy, toleranceOf: 'shift' });
			const mirrored = { High: 'Low', Low: 'High' } as const;
			const [there] = judgeKayenta(made, series(canary, baseline)).metrics;
			const [back] = judgeKayenta(made, series(baseline, canary)).metrics;
			const label = there?.label;
			expect(back?.label).toBe(label === 'High' || label === 'Low' ? mirrored[label] : label);
		},
	);
	test.prop([fc.array(whole, { minLength: 5, maxLength: 14 }), fc.array(whole, { minLength: 5, maxLength: 14 })])(
		'a canary that is far above is never a pass when more is worse',
		(canary, baseline) => {
			const made = policyOf([one({ direction: 'increase' })]);
			const result = judgeKayenta(
				made,
				series(
					canary.map((point) => point + 1000),
					baseline,
				),
			);
			expect(result.metrics[0]?.label).toBe('High');
		},
	);
});

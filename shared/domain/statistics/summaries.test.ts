/** The inputs of the percentile and detector tables are those of Kayenta's StatisticSuite and DetectorSuite (Apache-2.0). */
import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { mean, median, outlierFences, quantile } from './summaries.ts';

const nist = [95.1772, 95.1567, 95.1937, 95.1959, 95.1442, 95.061, 95.1591, 95.1195, 95.1772, 95.0925, 95.199, 95.1682];

describe('quantiles', () => {
	it.each([
		[[0, 0.5, 1, 1.5, 2, 2.5, 3, 3.5], 0.05, 0.175],
		[[0, 0.5, 1, 1.5, 2, 2.5, 3, 3.5], 0.5, 1.75],
		[[0, 0.5, 1, 1.5, 2, 2.5, 3, 3.5], 1, 3.5],
		[[9, 8, 7, 6, 5, 4, 3, 2, 1, 0], 0.5, 4.5],
		[nist, 0.9, 95.19568],
		[[1], 1, 1],
	])('of %j at %d is %d', (values, share, expected) => {
		expect(quantile(values, share)).toBeCloseTo(expected, 10);
	});
	it('of nothing is nothing', () => {
		expect(quantile([], 0.5)).toBeNull();
		expect(median([])).toBeNull();
		expect(mean([])).toBeNull();
		expect(quantile([1, 2], 1.5)).toBeNull();
	});
});

describe('outliers', () => {
	const outside = (values: readonly number[], factor: number, widen: boolean): readonly boolean[] => {
		const fences = outlierFences(values, factor, widen);
		return values.map((value) => fences !== null && (value < fences.low || value > fences.high));
	};
	it.each([
		['one high value', [21, 23, 24, 25, 50, 29, 23, 21], 1.5, false, [4]],
		['one on each side', [1, 1, 1, 5, -1, -1, -1, -5], 1.5, false, [3, 7]],
		['a lone value among constants', [1, 1, 1, 1, 1, 20, 1, 1, 1, 1, 1], 3, false, [5]],
		['wide fences of type 7 cut a lone value off, too', [1, 1, 1, 1, 1, 20, 1, 1, 1, 1, 1], 3, true, [5]],
		['a factor of 1 without widening', [0, 1, 2, 3, 4, 100], 1, false, [5]],
		['nothing', [], 1.5, false, []],
	])('%s', (_, values, factor, widen, expected) => {
		expect(outside(values, factor, widen).flatMap((isOut, index) => (isOut ? [index] : []))).toEqual(expected);
	});
});

describe('mean', () => {
	test.prop([fc.array(fc.double({ min: -1e9, max: 1e9, noNaN: true }), { minLength: 1 })])(
		'lies within its values and does not depend on their order beyond rounding',
		(values) => {
			const found = mean(values) ?? Number.NaN;
			const size = Math.max(...values.map(Math.abs));
			expect(found).toBeGreaterThanOrEqual(Math.min(...values) - 1e-9 * size);
			expect(found).toBeLessThanOrEqual(Math.max(...values) + 1e-9 * size);
			expect(Math.abs((mean(values.toReversed()) ?? Number.NaN) - found)).toBeLessThanOrEqual(1e-15 * size);
		},
	);
});

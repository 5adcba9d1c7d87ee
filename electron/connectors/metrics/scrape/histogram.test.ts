import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { histogramQuantile, mergeHistograms } from './histogram.ts';

const of = (...pairs: readonly (readonly [number, number])[]) => pairs.map(([bound, count]) => ({ bound, count }));

describe('quantiles of a histogram', () => {
	it.each([
		['interpolates within the bucket', of([0.1, 0], [0.2, 100], [Infinity, 100]), { value: 0.195, atLeast: false }],
		['starts the first bucket at zero', of([0.1, 100], [Infinity, 100]), { value: 0.095, atLeast: false }],
		['is a lower bound beyond the largest', of([0.1, 50], [0.5, 90], [Infinity, 100]), { value: 0.5, atLeast: true }],
		['knows buckets below zero', of([-1, 100], [Infinity, 100]), { value: -1, atLeast: false }],
		['repairs counts that fall', of([0.1, 96], [0.2, 90], [Infinity, 100]), { value: 0.0989583, atLeast: false }],
		['sorts', of([Infinity, 100], [0.2, 100], [0.1, 0]), { value: 0.195, atLeast: false }],
		['is nothing without observations', of([0.1, 0], [Infinity, 0]), null],
		['is nothing without +Inf', of([0.1, 5], [0.2, 9]), null],
		['is nothing with one bucket', of([Infinity, 9]), null],
	])('%s', (_name, buckets, expected) => {
		const found = histogramQuantile(0.95, buckets);
		if (expected === null || found === null) expect(found).toBe(expected);
		else {
			expect(found.atLeast).toBe(expected.atLeast);
			expect(found.value).toBeCloseTo(expected.value, 6);
		}
	});

	it('keeps only the bounds that all instances have', () => {
		const merged = mergeHistograms([of([0.1, 1], [0.2, 2], [Infinity, 3]), of([0.2, 5], [Infinity, 6])]);
		expect(merged).toEqual(of([0.2, 7], [Infinity, 9]));
	});

	const bounds = [0.01, 0.05, 0.1, 0.5, 1, 5];
	test.prop([fc.array(fc.double({ min: 0, max: 4.9, noNaN: true }), { minLength: 1, maxLength: 200 })])(
		'lies in the bucket in which the true quantile lies',
		(values) => {
			const buckets = [...bounds, Infinity].map((bound) => ({
				bound,
				count: values.filter((value) => value <= bound).length,
			}));
			const truth = values.toSorted((left, right) => left - right)[Math.ceil(0.95 * values.length) - 1] ?? 0;
			const upper = bounds.find((bound) => truth <= bound) ?? 5;
			const lower = bounds.filter((bound) => bound < upper).at(-1) ?? 0;
			const found = histogramQuantile(0.95, buckets);
			expect(found?.value).toBeGreaterThanOrEqual(lower);
			expect(found?.value).toBeLessThanOrEqual(upper);
		},
	);
});

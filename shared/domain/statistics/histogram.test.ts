import { describe, expect, it } from 'vitest';
import { histogramQuantile } from './histogram.ts';

describe('quantile of buckets', () => {
	it.each([
		['in the middle of a bucket', [100, 200, 400], [0, 10, 0, 0], 0.5, 150, false],
		['from zero in the first bucket', [100, 200], [10, 0, 0], 0.95, 95, false],
		['at a bound', [100, 200], [5, 5, 0], 0.5, 100, false],
		['over an empty bucket', [100, 200, 400], [5, 0, 5, 0], 0.75, 300, false],
		['beyond the last bound', [100, 200], [5, 0, 5], 0.95, 200, true],
	] as const)('%s', (_, bounds, counts, share, value, isAtLeast) => {
		expect(histogramQuantile(bounds, counts, share)).toEqual({ value, isAtLeast });
	});
	it('is not known without observations or bounds', () => {
		expect(histogramQuantile([100], [0, 0], 0.5)).toBeNull();
		expect(histogramQuantile([], [7], 0.5)).toBeNull();
	});
});

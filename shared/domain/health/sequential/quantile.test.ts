import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import type { LatencyTotals } from '../totals.ts';
import { leastQuantileOf, neededFor, quantileOf } from './quantile.ts';

const boundsMs = [50, 100, 200, 400];
const of = (...counts: readonly number[]): LatencyTotals => ({ boundsMs, counts });

describe('a quantile of a histogram', () => {
	it.each([
		['in the middle of a bucket', of(0, 100, 0, 0, 0), 0.5, 75],
		['in the first bucket, which begins at 0', of(100, 0, 0, 0, 0), 0.5, 25],
		['on a bound', of(50, 50, 0, 0, 0), 0.5, 50],
		['behind an empty bucket', of(40, 0, 60, 0, 0), 0.7, 150],
	])('%s', (_, latency, quantile, value) => {
		expect(quantileOf(latency, quantile)?.value).toBeCloseTo(value, 9);
	});
	it.each([
		['no data', of(0, 0, 0, 0, 0), 0.95],
		['beyond the last bucket', of(90, 0, 0, 0, 10), 0.95],
		['so near to the end that the rank above it lies beyond', of(0, 0, 0, 951, 49), 0.95],
		['no buckets', { boundsMs: [], counts: [100] }, 0.95],
		['a quantile of nothing at all', of(100, 0, 0, 0, 0), 0],
	])('is not known: %s', (_, latency, quantile) => {
		expect(quantileOf(latency, quantile)).toBeNull();
	});
	it('has the error of ranks one standard deviation away', () => {
		// 400 of 0..100 ms, evenly: median 50, ranks 190 and 210, so 47.5 and 52.5 ms.
		const even = { boundsMs: [100], counts: [400, 0] };
		expect(quantileOf(even, 0.5)?.error).toBeCloseTo(Math.log(52.5 / 47.5) / 2, 12);
	});
	it('is never known better than one per cent', () => {
		expect(quantileOf(of(0, 1e9, 0, 0, 0), 0.5)?.error).toBe(0.01);
	});
	const anyCounts = fc.array(fc.nat(2_000), { minLength: 5, maxLength: 5 });
	test.prop([anyCounts, fc.constantFrom(0.5, 0.9, 0.95, 0.99), fc.constantFrom(0.001, 0.25, 1_000)])(
		'moves with the unit, and its error does not',
		(counts, quantile, unit) => {
			const own = quantileOf(of(...counts), quantile);
			const other = quantileOf({ boundsMs: boundsMs.map((bound) => bound * unit), counts }, quantile);
			expect(other === null).toBe(own === null);
			if (own === null || other === null) return;
			expect(other.value / own.value).toBeCloseTo(unit, 9);
			expect(other.error).toBeCloseTo(own.error, 9);
		},
	);
	test.prop([anyCounts, fc.constantFrom(0.5, 0.9, 0.99)])(
		'at least is at least, and the same where it is known',
		(counts, quantile) => {
			const known = quantileOf(of(...counts), quantile);
			const least = leastQuantileOf(of(...counts), quantile);
			if (least !== null) expect(least.value).toBeLessThanOrEqual(400);
			if (known !== null && known.value <= 200) expect(least?.value).toBeCloseTo(known.value, 9);
			expect(least === null).toBe(counts.every((count) => count === 0));
		},
	);
	it('needs five observations beyond it', () => {
		expect([0.5, 0.95, 0.99, 1].map(neededFor)).toStrictEqual([10, 100, 500, 50_000]);
	});
});

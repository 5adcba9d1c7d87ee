import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { hodgesLehmann } from './hodges-lehmann.ts';

const atRank = (sorted: readonly number[], rank: number): number => sorted[rank - 1] ?? Number.NaN;

describe('many pairs', () => {
	const whole = fc.integer({ min: -9, max: 9 });
	const any = fc.double({ min: -1e6, max: 1e6, noNaN: true });
	const samples = fc.constantFrom<fc.Arbitrary<number>>(whole, any).chain((value) => {
		const sample = fc.array(value, { minLength: 45, maxLength: 70 });
		return fc.tuple(sample, sample);
	});

	// Beyond 2 000 pairs the differences are searched, not sorted; sorting them all is what it must agree with to the bit.
	test.prop([samples, fc.constantFrom(0.5, 0.9, 0.98)], { numRuns: 60 })(
		'the shift and its ends are those of all differences in order',
		([first, second], confidence) => {
			const sorted = first
				.flatMap((left) => second.map((right) => left - right + 0))
				.toSorted((left, right) => left - right);
			const found = hodgesLehmann(first, second, confidence, 'asymptotic');
			const count = sorted.length;
			const middle = (atRank(sorted, Math.ceil(count / 2)) + atRank(sorted, Math.floor(count / 2) + 1)) / 2;
			expect(found?.value).toBe(middle);
			const low = sorted.findIndex((difference) => difference === found?.low);
			expect(low).toBeGreaterThanOrEqual(0);
			// Both ends are of the same rank, from either end.
			const ranks = sorted.flatMap((difference, index) => (difference === found?.low ? [index + 1] : []));
			expect(ranks.map((rank) => atRank(sorted, count + 1 - rank))).toContain(found?.high);
		},
	);
});

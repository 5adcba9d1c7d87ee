import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sortedTimes } from '../../../shared/domain/delivery/quantiles.ts';
import { timeBounds } from '../../../shared/domain/delivery/distribution.ts';
import { piledTimes } from './binned-times.ts';

const hour = 3_600_000;
const year = 365 * 24 * hour;

/** As many as asked for, in an order of chance; whole seconds, or whatever `step` is. */
function made(count: number, seed: number, most: number, step: number): Float64Array {
	return Float64Array.from({ length: count }, (_, index) => {
		const part = (Math.imul(index + seed + 7, 0x9e_37_79_b1) >>> 0) / 2 ** 32;
		return Math.floor((part * part * most) / step) * step;
	});
}

/** The plain way: all in order. */
function plain(lists: readonly Float64Array[]) {
	return sortedTimes(Float64Array.from(lists.flatMap((list) => [...list])).sort());
}

describe('times in no order', () => {
	const shape = fc.record({
		// Around the count from which on times are counted by bins.
		counts: fc.array(fc.oneof(fc.nat(30), fc.integer({ min: 600, max: 2_500 })), { maxLength: 4 }),
		seed: fc.nat(1_000_000),
		// Up to what is beyond the last bin.
		most: fc.constantFrom(0, 1, 900, hour, 90 * 24 * hour, 300 * year),
		step: fc.constantFrom(1 / 8, 1, 1_000, 3 * hour),
	});
	const shares = [0, 0.1, 0.5, 0.9, 0.999, 1];
	test('have the quantiles and counts of the same ones in order', () => {
		fc.assert(
			fc.property(shape, fc.double({ min: 0, max: 1, noNaN: true }), ({ counts, seed, most, step }, share) => {
				const lists = counts.map((count, index) => made(count, seed + index, most, step));
				const [found, expected] = [piledTimes(lists), plain(lists)];
				expect(found.count).toBe(expected.count);
				expect(found.quantiles([share, ...shares])).toEqual(expected.quantiles([share, ...shares]));
				expect(piledTimes(lists).quantiles([share])).toEqual(expected.quantiles([share]));
				const bounds = [...timeBounds, -1, 1, hour + 0.5, hour + 1, most, ...(lists[0]?.subarray(0, 3) ?? [])];
				expect(found.below(bounds)).toEqual(expected.below(bounds));
				expect(found.below([hour])).toEqual(expected.below([hour]));
			}),
			{ numRuns: 30 },
		);
	});

	test('many that are all the same', () => {
		const same = piledTimes([new Float64Array(5_000).fill(hour)]);
		expect(same.quantiles([0.5, 0.9])).toEqual([hour, hour]);
		expect(same.below([hour, hour + 1])).toEqual([0, 5_000]);
	});

	test('parts of a longer list', () => {
		const list = made(9_000, 3, hour, 1).subarray(11, 7_003);
		expect(piledTimes([list]).quantiles([0.9])).toEqual(plain([list]).quantiles([0.9]));
	});

	test('times that are 0, -0 or, by clocks that differ, negative', () => {
		const odd = [0, -0, -0.5, -7, -(2 ** 40), 0.25, 1, 2 ** 32, 2 ** 42, 2 ** 53];
		const list = Float64Array.from({ length: 4_000 }, (_, index) => odd[(index * 7) % 10] ?? 0);
		const [found, expected] = [piledTimes([list]), plain([list])];
		// Each by itself: what is read for one may hide what is missing for another. 0 and -0 are the same time.
		for (let share = 0; share <= 1; share += 1 / 32) {
			const told = [found, expected].map((times) => (times.quantiles([share])[0] ?? Number.NaN) + 0);
			expect(told[0]).toBe(told[1]);
		}
		const bounds = [Number.NEGATIVE_INFINITY, -8, -0.5, -0, 0, 0.3, 1, 2 ** 41, 2 ** 60, Number.POSITIVE_INFINITY];
		expect(found.below(bounds)).toEqual(expected.below(bounds));
		expect(found.below([Number.NaN])).toEqual([0]);
	});

	test('a share that is none, and no times', () => {
		const many = piledTimes([made(3_000, 1, hour, 1)]);
		expect(many.quantiles([1.5, Number.NaN, -0.1])).toEqual([null, null, null]);
		expect(piledTimes([]).quantiles([0.5])).toEqual([null]);
		expect(piledTimes([new Float64Array(0)]).below([0, 5])).toEqual([0, 0]);
	});
});

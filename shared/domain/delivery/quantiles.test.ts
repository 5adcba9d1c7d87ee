import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { quantileOfSorted } from '../statistics/summaries.ts';
import { distributionOfTimes, timeBounds } from './distribution.ts';
import { countUpTo, countValues, pooledQuantile, sortedTimes } from './quantiles.ts';

describe('quantiles', () => {
	it.each([
		[[], 0.5, null],
		[[7], 0.9, 7],
		[[1, 2], 0.5, 1.5],
		[[1, 2, 3, 4], 0.5, 2.5],
		[[0, 1, 2, 3, 14], 0.75, 3],
		[[0, 0, 0, 8], 0.75, 2],
	])('of %j at %d is %d', (values, at, expected) => {
		expect(quantileOfSorted(values, at)).toBe(expected);
		expect(quantileOfSorted(Float64Array.from(values), at)).toBe(expected);
		expect(pooledQuantile([values], at)).toBe(expected);
	});

	const ascending = (values: readonly number[]) => values.toSorted((left, right) => left - right);
	const value = fc.oneof(fc.integer({ min: 0, max: 5 }), fc.double({ min: -1e9, max: 1e12, noNaN: true }));
	const list = fc.array(value, { maxLength: 12 }).map(ascending);
	const share = fc.oneof(fc.constantFrom(0, 0.5, 0.9, 1), fc.double({ min: 0, max: 1, noNaN: true }));
	test.prop([fc.array(list, { maxLength: 8 }), share, fc.boolean()], { numRuns: 400 })(
		'of several lists are those of one',
		(lists, at, isTyped) => {
			const given = isTyped ? lists.map((one) => Float64Array.from(one)) : lists;
			expect(pooledQuantile(given, at)).toEqual(quantileOfSorted(ascending(lists.flat()), at));
			expect(countValues(given)).toBe(lists.flat().length);
		},
	);
	test.prop([list, value, fc.boolean()], { numRuns: 100 })('counts up to a bound', (values, bound, isInclusive) => {
		const expected = values.filter((one) => one < bound || (isInclusive && one === bound)).length;
		expect(countUpTo(values, bound, isInclusive)).toBe(expected);
	});
	it('a share that is none has no quantile', () => {
		expect(pooledQuantile([[1], [2]], 1.5)).toBeNull();
		expect(pooledQuantile([[1], [2]], Number.NaN)).toBeNull();
	});
});

describe('the distribution of times', () => {
	const hour = 3_600_000;
	it('begins and ends with what there is; what is as long as a bound is above it', () => {
		expect(distributionOfTimes(sortedTimes([hour - 1, hour], [3 * hour]))).toEqual([
			{ from: hour / 2, to: hour, count: 1 },
			{ from: hour, to: 2 * hour, count: 1 },
			{ from: 2 * hour, to: 4 * hour, count: 1 },
		]);
		expect(distributionOfTimes(sortedTimes([400 * 24 * hour]))).toEqual([{ from: 91 * 24 * hour, to: null, count: 1 }]);
		expect(distributionOfTimes(sortedTimes())).toEqual([]);
	});
	it('its bounds ascend', () => {
		expect(timeBounds).toEqual(timeBounds.toSorted((left, right) => left - right));
	});
});

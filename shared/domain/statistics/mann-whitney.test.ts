/** Values of record: fixtures/mann-whitney.json says how they were made. */
import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import fixture from './fixtures/mann-whitney.json' with { type: 'json' };
import { canReject, mannWhitney } from './mann-whitney.ts';
import type { TestMethod } from './mann-whitney.ts';

function run(first: readonly number[], second: readonly number[], method: TestMethod, confidence = 0.98) {
	const result = mannWhitney(first, second, { confidence, method });
	if (result === null) throw new Error('neither sample was empty');
	return result;
}

const near = (found: number, expected: number, scale = Math.abs(expected)): void => {
	expect(Math.abs(found - expected)).toBeLessThanOrEqual(1e-9 * scale + 1e-300);
};

describe('agreement with scipy and R', () => {
	it.each(fixture.cases)('$name: normal approximation', ({ first, second, confidence, ...expected }) => {
		const found = run(first, second, 'asymptotic', confidence);
		const spread = Math.max(...first, ...second) - Math.min(...first, ...second);
		near(found.u, expected.u);
		near(found.pValue, expected.asymptoticP);
		near(found.shift.value, expected.median, spread);
		near(found.shift.low, expected.asymptoticLow, spread);
		near(found.shift.high, expected.asymptoticHigh, spread);
	});

	it.each(fixture.cases.filter((one) => one.exactP !== undefined))('$name: exact', (one) => {
		const found = run(one.first, one.second, 'exact', one.confidence);
		const spread = Math.max(...one.first, ...one.second) - Math.min(...one.first, ...one.second);
		expect(run(one.first, one.second, 'auto', one.confidence)).toEqual(found);
		near(found.pValue, one.exactP ?? Number.NaN);
		near(found.shift.low, one.exactLow ?? Number.NaN, spread);
		near(found.shift.high, one.exactHigh ?? Number.NaN, spread);
	});

	it.each(fixture.cases.filter((one) => one.enumeratedP !== undefined))('$name: every split counted', (one) => {
		near(run(one.first, one.second, 'exact', one.confidence).pValue, one.enumeratedP ?? Number.NaN);
	});
});

describe('edges', () => {
	it('has nothing to say about an empty sample', () => {
		expect(mannWhitney([], [1], { confidence: 0.95, method: 'auto' })).toBeNull();
		expect(mannWhitney([1], [], { confidence: 0.95, method: 'auto' })).toBeNull();
	});
	it('finds no difference where all points are equal', () => {
		const found = run([3, 3, 3], [3, 3, 3, 3], 'auto');
		expect(found).toMatchObject({ pValue: 1, z: 0, cles: 0.5, shift: { value: 0, low: 0, high: 0 } });
	});
	it('needs no noise for two constants', () => {
		const found = run([10, 10, 10, 10, 10], [1, 1, 1, 1, 1], 'asymptotic', 0.95);
		expect(found.shift).toEqual({ value: 9, low: 9, high: 9 });
		expect(found.pValue).toBeLessThan(0.01);
		expect(found.cles).toBe(1);
	});
	it.each([
		[4, 4, 0.98, false],
		[5, 5, 0.98, true],
		[4, 6, 0.98, true],
		[3, 3, 0.95, false],
		[4, 4, 0.95, true],
		[1, 1, 0.95, false],
		[0, 9, 0.5, false],
	])('%d and %d points can be told apart at %d: %s', (first, second, confidence, expected) => {
		expect(canReject(first, second, confidence)).toBe(expected);
	});
	it('approximates what is too large to be counted', () => {
		const points = Array.from({ length: 50 }, (_, index) => index);
		expect(run(points, [1.5, 2.5], 'exact').method).toBe('asymptotic');
		expect(run(points.slice(1), [1.5, 2.5], 'exact').method).toBe('exact');
	});
});

describe('properties', () => {
	const sample = fc.array(fc.integer({ min: -20, max: 20 }), { minLength: 1, maxLength: 12 });
	const method = fc.constantFrom<TestMethod>('auto', 'exact', 'asymptotic');

	test.prop([sample, sample, method])('swapping the samples mirrors everything', (first, second, by) => {
		const one = run(first, second, by);
		const other = run(second, first, by);
		near(other.pValue, one.pValue);
		near(other.z, -one.z);
		near(other.cles, 1 - one.cles, 1);
		near(other.shift.low, -one.shift.high);
		near(other.shift.high, -one.shift.low);
		near(other.shift.value, -one.shift.value);
	});
	test.prop([sample, sample, method])('the order of points is irrelevant', (first, second, by) => {
		expect(run(first.toReversed(), second.toReversed(), by)).toEqual(run(first, second, by));
	});
	test.prop([sample, sample, method, fc.constantFrom(1e-9, 1e-3, 0.1, 1000, 1e9)])(
		'a change of unit changes the shift alone, and in proportion',
		(first, second, by, unit) => {
			const before = run(first, second, by);
			const after = run(
				first.map((value) => value * unit),
				second.map((value) => value * unit),
				by,
			);
			expect(after.pValue).toBe(before.pValue);
			near(after.shift.low, before.shift.low * unit, 40 * unit);
			near(after.shift.high, before.shift.high * unit, 40 * unit);
			near(after.shift.value, before.shift.value * unit, 40 * unit);
		},
	);
	test.prop([sample, sample, method])('chances are chances and the interval holds the shift', (first, second, by) => {
		const { pValue, cles, shift } = run(first, second, by);
		expect(pValue).toBeGreaterThan(0);
		expect(pValue).toBeLessThanOrEqual(1);
		expect(cles).toBeGreaterThanOrEqual(0);
		expect(cles).toBeLessThanOrEqual(1);
		expect(shift.low).toBeLessThanOrEqual(shift.value);
		expect(shift.value).toBeLessThanOrEqual(shift.high);
	});
});

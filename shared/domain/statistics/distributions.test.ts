/** Values of record: fixtures/distributions.json says how they were made. */
import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { betaCdf, betaQuantile, betaUpperTail } from './beta.ts';
import vectors from './fixtures/distributions.json' with { type: 'json' };
import { logBeta, logChoose, logGamma } from './gamma.ts';
import { erfc, logNormalCdf, normalCdf, normalQuantile, normalUpperTail } from './normal.ts';

type Row = readonly number[];
const at = (row: Row, index: number): number => row[index] ?? Number.NaN;

function expectRelative(found: number, expected: number, tolerance: number, floor = 0): void {
	expect(Math.abs(found - expected)).toBeLessThanOrEqual(tolerance * Math.max(Math.abs(expected), floor));
}

describe('distributions agree with values of 60 digits', () => {
	it.each(vectors.upperTail)('upper tail of the normal at %d is %d', (x, expected) => {
		expectRelative(normalUpperTail(x ?? Number.NaN), expected ?? Number.NaN, 1e-15);
		expectRelative(normalCdf(-(x ?? Number.NaN)), expected ?? Number.NaN, 1e-15);
	});
	// scipy 1.17.1, log_ndtr.
	it.each([
		[-400, -80006.91040933022],
		[-40, -804.6084420137539],
		[-5, -15.064998393988727],
		[-1.2, -2.1622175060437394],
		[-0.5, -1.1759117615936188],
		[0, -0.6931471805599453],
		[0.5, -0.36894641528865635],
		[3, -0.0013508099647481925],
		[9, -1.1285884059538324e-19],
	])('log of the chance below %d is %d', (x, expected) => {
		expectRelative(logNormalCdf(x), expected, 1e-14);
	});
	it.each(vectors.erfc)('erfc(%d) is %d', (x, expected) => {
		expectRelative(erfc(x ?? Number.NaN), expected ?? Number.NaN, 3e-15);
	});
	it.each(vectors.quantile)('normal quantile of %d is %d', (p, expected) => {
		expectRelative(normalQuantile(p ?? Number.NaN), expected ?? Number.NaN, 1e-15);
	});
	it.each(vectors.logGamma)('logGamma(%d) is %d', (x, expected) => {
		expectRelative(logGamma(x ?? Number.NaN), expected ?? Number.NaN, 1e-14, 1);
	});
	it.each(vectors.logBeta)('logBeta(%d, %d) is %d', (a, b, expected) => {
		expectRelative(logBeta(a ?? Number.NaN, b ?? Number.NaN), expected ?? Number.NaN, 1e-14, 1);
	});
	it.each(vectors.logChoose)('logChoose(%d, %d) is %d', (n, k, expected) => {
		expectRelative(logChoose(n ?? Number.NaN, k ?? Number.NaN), expected ?? Number.NaN, 1e-14, 1);
	});
	it.each(vectors.beta)('beta(%d; %d, %d): below %d, above %d', (...row) => {
		const [x, a, b] = [at(row, 0), at(row, 1), at(row, 2)];
		expectRelative(betaCdf(x, a, b), at(row, 3), 1e-10);
		expectRelative(betaUpperTail(x, a, b), at(row, 4), 1e-10);
	});
	it.each(vectors.betaQuantile)('beta quantile(%d; %d, %d) is %d', (...row) => {
		expectRelative(betaQuantile(at(row, 0), at(row, 1), at(row, 2)), at(row, 3), 1e-10);
	});
});

describe('edges', () => {
	it('normal distribution at its ends', () => {
		expect(normalCdf(Number.POSITIVE_INFINITY)).toBe(1);
		expect(normalCdf(Number.NEGATIVE_INFINITY)).toBe(0);
		expect(normalCdf(0)).toBe(0.5);
		expect(normalQuantile(0)).toBe(Number.NEGATIVE_INFINITY);
		expect(normalQuantile(1)).toBe(Number.POSITIVE_INFINITY);
		expect(normalQuantile(1.1)).toBeNaN();
		expect(normalCdf(Number.NaN)).toBeNaN();
	});
	it('no choice outside 0..n and one choice at its ends', () => {
		expect(logChoose(5, 6)).toBe(Number.NEGATIVE_INFINITY);
		expect(logChoose(5, -1)).toBe(Number.NEGATIVE_INFINITY);
		expect(logChoose(5, 0)).toBe(0);
		expect(logChoose(5, 5)).toBe(0);
	});
	it('beta outside its domain is no number', () => {
		expect(betaCdf(1.1, 1, 1)).toBeNaN();
		expect(betaCdf(0.5, 0, 1)).toBeNaN();
		expect(betaQuantile(-0.1, 1, 1)).toBeNaN();
		expect(betaQuantile(0, 2, 3)).toBe(0);
		expect(betaQuantile(1, 2, 3)).toBe(1);
		expect(logGamma(0)).toBeNaN();
	});
});

describe('properties', () => {
	const shape = fc.double({ min: 0.05, max: 1e5, noNaN: true });
	const chance = fc.double({ min: 1e-9, max: 1 - 1e-9, noNaN: true });

	test.prop([chance])('the normal quantile is the inverse of the distribution', (p) => {
		expectRelative(normalCdf(normalQuantile(p)), p, 1e-12);
	});
	test.prop([chance, shape, shape])('the beta quantile is the inverse of the distribution', (p, a, b) => {
		const x = betaQuantile(p, a, b);
		// Where the quantile lies closer to an end than doubles can tell, its neighbours enclose p.
		if (x < 1e-300 || x > 1 - 1e-9) return;
		expectRelative(betaCdf(x, a, b), p, 1e-7);
	});
	test.prop([chance, shape, shape])('beta has a mirror image', (x, a, b) => {
		const y = 1 - x;
		expectRelative(betaCdf(1 - y, a, b), betaUpperTail(y, b, a), 1e-6, 1e-12);
	});
});

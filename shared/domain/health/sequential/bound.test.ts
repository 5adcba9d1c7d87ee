import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { shownBeyond, sided } from './bound.ts';

/** A fifth, halved seven times. */
const precision = 0.2 / 2 ** 7;

describe('the largest margin beyond which harm is shown', () => {
	test.prop([fc.double({ min: -2, max: 2, noNaN: true }), fc.double({ min: -2, max: 2, noNaN: true })])(
		'is where the test ends to show it, sought from any margin, and never on the wrong side of it',
		(truth, margin) => {
			const found = shownBeyond((asked) => asked <= truth, margin);
			expect(found).not.toBeNull();
			expect(found ?? 9).toBeLessThanOrEqual(truth);
			expect(found ?? 9).toBeGreaterThanOrEqual(truth - precision);
			expect((found ?? 9) >= margin).toBe(truth >= margin);
		},
	);
	it('is unknown where nothing is shown, and ends with the scale where all is', () => {
		expect(shownBeyond(() => false, 0.02)).toBeNull();
		expect(shownBeyond(() => true, 0.02)).toBeCloseTo(2.2, 0);
	});
});

describe('a bound of the worsening as one of the difference', () => {
	it.each([
		[1, 0.1, 0.4, { low: 0.1, high: 0.4 }],
		[-1, 0.1, 0.4, { low: -0.4, high: -0.1 }],
		[1, null, 0.4, { low: null, high: 0.4 }],
		[-1, null, 0.4, { low: -0.4, high: null }],
	] as const)('sign %d: at least %s, at most %s', (sign, least, most, bounds) => {
		expect(sided(sign, least, most)).toStrictEqual(bounds);
	});
});

import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { logAddExp, logSumExp } from '../../statistics/log-space.ts';
import { firstShift, gridStep, interpolate, shiftCount } from './grid.ts';

const kept = (curve: (shift: number) => number, stride: number): Float64Array =>
	Float64Array.from({ length: Math.ceil(shiftCount / stride) }, (_, point) =>
		curve(firstShift + point * stride * gridStep),
	);
const parabola = (shift: number): number => 3 + 2 * shift - 17 * shift * shift;
const lastShift = firstShift + (shiftCount - 1) * gridStep;

describe('values between the points of the grid', () => {
	test.prop([fc.double({ min: firstShift, max: lastShift, noNaN: true }), fc.constantFrom(1, 3)])(
		'are exact for a parabola away from the ends',
		(shift, stride) => {
			fc.pre(shift > firstShift + stride * gridStep && shift < lastShift - stride * gridStep);
			expect(interpolate(kept(parabola, stride), shift, stride)).toBeCloseTo(parabola(shift), 9);
		},
	);
	it.each([1, 3])('are the points themselves, where they are kept %d apart', (stride) => {
		const values = kept(parabola, stride);
		values.forEach((value, point) => {
			expect(interpolate(values, firstShift + point * stride * gridStep, stride)).toBeCloseTo(value, 9);
		});
	});
	it('are held beyond the ends', () => {
		const values = kept(parabola, 1);
		expect(interpolate(values, -9)).toBe(values[0]);
		expect(interpolate(values, 9)).toBeCloseTo(values.at(-1) ?? Number.NaN, 12);
	});
});

describe('sums of exponentials', () => {
	test.prop([fc.array(fc.double({ min: -20, max: 20, noNaN: true }), { minLength: 1, maxLength: 9 })])(
		'agree with the plain sum, also pairwise and far out',
		(logs) => {
			const plain = Math.log(logs.reduce((sum, log) => sum + Math.exp(log), 0));
			expect(logSumExp(logs)).toBeCloseTo(plain, 9);
			expect(logs.reduce(logAddExp, Number.NEGATIVE_INFINITY)).toBeCloseTo(plain, 9);
			expect(logSumExp(logs.map((log) => log - 5_000))).toBeCloseTo(plain - 5_000, 8);
		},
	);
	it('of nothing are nothing', () => {
		expect(logSumExp([])).toBe(Number.NEGATIVE_INFINITY);
		expect(logAddExp(Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY)).toBe(Number.NEGATIVE_INFINITY);
	});
});

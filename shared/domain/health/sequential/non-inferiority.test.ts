import { describe, expect, it } from 'vitest';
import { normalQuantile, normalUpperTail } from '../../statistics/normal.ts';
import { nonInferiority, requiredZ } from './non-inferiority.ts';

const after = Number.POSITIVE_INFINITY;

describe('what "no worse" takes', () => {
	it('is nine tenths of beta at the deadline', () => {
		expect(requiredZ(0.1, 1)).toBe(normalQuantile(0.91));
	});
	it.each([0.01, 0.1, 0.3])(
		'asks at each look on the way for more than a tenth of beta alone would (beta %d)',
		(beta) => {
			for (const fraction of [0.05, 0.1, 0.5, 0.9, 0.999]) {
				expect(normalUpperTail(requiredZ(beta, fraction))).toBeLessThan(0.1 * beta);
			}
		},
	);
	it('spends what was kept for the deadline once: afterwards it takes as much as on the way', () => {
		for (const beta of [0.01, 0.1, 0.3]) {
			expect(requiredZ(beta, after)).toBeGreaterThan(requiredZ(beta, 1));
			expect(requiredZ(beta, after)).toBeGreaterThan(requiredZ(beta, 0.999));
		}
	});
	it('holds its boundary under a seeded random walk', () => {
		let state = 7;
		const uniform = () => {
			state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
			return (state + 0.5) / 2 ** 32;
		};
		const [runs, looks, beta] = [4_000, 30, 0.3];
		let [early, crossed] = [0, 0];
		for (let run = 0; run < runs; run += 1) {
			let sum = 0;
			let [isEarly, isCrossed] = [false, false];
			for (let look = 1; look <= looks; look += 1) {
				sum += normalQuantile(uniform());
				const isShown = sum / Math.sqrt(look) >= requiredZ(beta, look / looks);
				if (look < looks) isEarly ||= isShown;
				isCrossed ||= isShown;
			}
			early += isEarly ? 1 : 0;
			crossed += isCrossed ? 1 : 0;
		}
		expect(early / runs).toBeLessThan(0.1 * beta);
		// Standard error 0.7 %.
		expect(crossed / runs).toBeLessThan(beta + 0.015);
		expect(crossed / runs).toBeGreaterThan(0.8 * beta);
	});
	it.each([
		['well inside', 0.2, 0.02, true],
		['outside', -0.2, 0.02, false],
		['no error, inside', 0.1, 0, true],
		['no error, on the edge', 0, 0, false],
	])('%s', (_, gap, error, isShown) => {
		const found = nonInferiority(gap, error, 0.1, 1);
		expect(found.isShown).toBe(isShown);
		expect(found.pValue <= found.line).toBe(isShown);
		expect(Number.isFinite(found.pValue)).toBe(true);
	});
});

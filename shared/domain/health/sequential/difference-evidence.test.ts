/** Values of record: fixtures/differences.json says how they were made. */
import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { normalQuantile } from '../../statistics/normal.ts';
import {
	differenceLogE,
	type DifferenceModel,
	differenceModels,
	type DifferenceState,
	observeDifference,
	startDifferences,
} from './difference-evidence.ts';
import vectors from './fixtures/differences.json' with { type: 'json' };

interface Block {
	readonly difference: number;
	readonly error: number;
	readonly rho: number;
}

const observeAll = (models: readonly DifferenceModel[], blocks: readonly Block[]): readonly DifferenceState[] =>
	blocks.reduce(
		(states, { difference, error, rho }) => observeDifference(states, difference, error, rho),
		startDifferences(models),
	);

describe('the likelihood of a model', () => {
	it.each(vectors.cases)('is that of a normal vector (tau $tau, sd $sd, shift $shift)', (row) => {
		const blocks = row.differences.map((difference, index) => ({
			difference,
			error: row.errors[index] ?? Number.NaN,
			rho: row.rhos[index] ?? Number.NaN,
		}));
		const [state] = observeAll([{ tau: row.tau, sd: row.sd, underHarm: 1 }], blocks);
		if (state === undefined) throw new Error('no state');
		const { constant, slope, curve } = state;
		const found = constant + slope * row.shift - 0.5 * curve * row.shift ** 2;
		expect(Math.abs(found - row.logDensity)).toBeLessThan(1e-9 * Math.max(1, Math.abs(row.logDensity)));
	});
});

const models = differenceModels(0.3);
const rho = Math.exp(-1 / 4.5);
const margin = Math.log(1.02);

/** Nodes that cut a standard normal value into parts of the same chance. */
const nodes = Array.from({ length: 4_000 }, (_, index) => normalQuantile((index + 0.5) / 4_000));

/** Standard normal values from a seed. */
function normals(seed: number): () => number {
	let state = seed;
	return () => {
		state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
		return normalQuantile((state + 0.5) / 2 ** 32);
	};
}

describe('the e-value against "no harm"', () => {
	it.each(models)('is 1 at most on average after one block (tau $tau, sd $sd)', ({ tau, sd }) => {
		for (const error of [0.015, 0.06, 0.2]) {
			for (const shift of [margin, margin - 0.1, margin - 1]) {
				const scale = Math.hypot(error, tau, sd);
				const sum = nodes.reduce((total, node) => {
					const states = observeAll(models, [{ difference: shift + scale * node, error, rho }]);
					return total + Math.exp(differenceLogE(states, margin));
				}, 0);
				expect(sum / nodes.length).toBeLessThan(1.001);
			}
		}
	});
	it.each(models)(
		'and above 1/alpha in alpha of all runs at most, over twenty looks (tau $tau, sd $sd)',
		({ tau, sd }) => {
			const draw = normals(11);
			const [runs, alpha] = [300, 0.05];
			let crossed = 0;
			for (let run = 0; run < runs; run += 1) {
				let states = startDifferences(models);
				let drift = sd * draw();
				let isCrossed = false;
				for (let look = 0; look < 20; look += 1) {
					states = observeDifference(states, margin + drift + Math.hypot(0.05, tau) * draw(), 0.05, rho);
					isCrossed ||= differenceLogE(states, margin) >= Math.log(1 / alpha);
					drift = rho * drift + Math.sqrt(1 - rho * rho) * sd * draw();
				}
				crossed += isCrossed ? 1 : 0;
			}
			// The standard error is 1.3 % where alpha is used up.
			expect(crossed / runs).toBeLessThan(alpha + 0.02);
		},
	);
	it('is 1 before the first block', () => {
		expect(differenceLogE(startDifferences(models), margin)).toBeCloseTo(0, 12);
	});
	it('shows 20 % more at a usual error within ten blocks', () => {
		const blocks = Array.from({ length: 10 }, () => ({ difference: Math.log(1.2), error: 0.05, rho }));
		expect(differenceLogE(observeAll(models, blocks), margin)).toBeGreaterThan(Math.log(20));
	});
	it.each([2, 5, 10, 30, 100])('does not take for noise what is %d times as much, block after block', (times) => {
		const blocks = Array.from({ length: 5 }, () => ({ difference: Math.log(times), error: 0.05, rho }));
		expect(differenceLogE(observeAll(models, blocks), margin)).toBeGreaterThan(Math.log(100));
	});
	it('is ready for no drift where the policy knows of none', () => {
		expect(differenceModels(0).every(({ sd }) => sd === 0)).toBe(true);
	});
});

const anyBlock = fc.record({
	difference: fc.double({ min: -1.5, max: 1.5, noNaN: true }),
	error: fc.double({ min: 0.01, max: 0.4, noNaN: true }),
	rho: fc.constantFrom(0.01, 0.8, 0.99),
});
const anyBlocks = fc.array(anyBlock, { minLength: 1, maxLength: 12 });

describe('whatever the blocks say', () => {
	test.prop([anyBlocks, fc.constantFrom(0.02, 0.2)])('it mirrors when less is worse', (blocks, harm) => {
		const turned = blocks.map((block) => ({ ...block, difference: -block.difference }));
		const [own, other] = [observeAll(models, blocks), observeAll(models, turned)];
		expect(differenceLogE(own, harm, 1)).toBeCloseTo(differenceLogE(other, harm, -1), 6);
	});
	test.prop([anyBlocks])('it is a number', (blocks) => {
		expect(Number.isFinite(differenceLogE(observeAll(models, blocks), margin))).toBe(true);
	});
});

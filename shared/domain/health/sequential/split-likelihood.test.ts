import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { logBeta, logChoose } from '../../statistics/gamma.ts';
import { blockOf, logAt, logSplit, observeAll, splitLaw } from './split-fixtures.ts';
import {
	type SplitBlock,
	type SplitModel,
	informationCap,
	observeBlock,
	splitTables,
	startSplit,
} from './split-likelihood.ts';

const tablesOf = (model: SplitModel) => splitTables([model]);
const plain = tablesOf({ kind: 'plain' });
const drift = { kind: 'drift', sd: 0.42, rho: 0.8 } as const;
const all: readonly SplitModel[] = [{ kind: 'plain' }, { kind: 'swing', shape: 4 }, drift];

describe('without swings', () => {
	test.prop([fc.nat(40), fc.nat(40), fc.constantFrom(0.05, 0.5, 0.9), fc.double({ min: -2, max: 2.6, noNaN: true })])(
		'the likelihood is binomial, between the points as well',
		(canary, stable, share, shift) => {
			fc.pre(canary + stable > 0);
			const block = blockOf(canary, stable, share);
			expect(Math.abs(logAt(observeAll(plain, [block]), shift) - logSplit(block, shift))).toBeLessThan(1e-3);
		},
	);
	it('blocks add up', () => {
		const blocks = [blockOf(3, 2), blockOf(1, 6, 0.2), blockOf(9, 1)];
		const sum = blocks.reduce((total, block) => total + logSplit(block, 0.4), 0);
		expect(logAt(observeAll(plain, blocks), 0.4)).toBeCloseTo(sum, 3);
	});
});

describe('with gamma swings', () => {
	it.each([10, 4, 2])(
		'of equal slots the likelihood is beta-binomial, but for swings beyond twentyfold (shape %d)',
		(shape) => {
			const tables = tablesOf({ kind: 'swing', shape });
			for (const events of [2, 5, 12, 40, 120]) {
				for (let canary = Math.ceil(events / 5); canary <= (events * 4) / 5; canary += 1) {
					const expected = logBeta(canary + shape, events - canary + shape) - logBeta(shape, shape);
					const found = logAt(observeAll(tables, [blockOf(canary, events - canary)]), 0);
					// The grid's error; for the heaviest swings 1.3 % of them are beyond its end.
					expect(Math.abs(found - expected)).toBeLessThan(0.03);
				}
			}
		},
	);
	it.each([10, 4, 2])('it agrees with a sum over swings up to twentyfold (shape %d)', (shape) => {
		const model = { kind: 'swing', shape } as const;
		for (const share of [0.05, 0.5]) {
			for (const shift of [-0.5, 0.02, 1.1]) {
				splitLaw(model, 40, share, shift).forEach((chance, canary) => {
					if (chance < 1e-3) return;
					const found = logAt(observeAll(tablesOf(model), [blockOf(canary, 40 - canary, share)]), shift);
					expect(Math.abs(found + logChoose(40, canary) - Math.log(chance))).toBeLessThan(0.1);
				});
			}
		}
	});
});

/** Three blocks by summing over all paths of the drift, ten times finer than a block can tell. */
function bruteForce(blocks: readonly SplitBlock[], shift: number, gaps: readonly number[]): number {
	const { sd, rho } = drift;
	const step = 0.06;
	const states = Array.from({ length: 61 }, (_, index) => (index - 30) * step);
	const normal = (x: number, scale: number) =>
		(step * Math.exp(-0.5 * (x / scale) ** 2)) / (scale * Math.sqrt(2 * Math.PI));
	const told = blocks.map((block) => states.map((u) => Math.exp(logSplit(block, shift + u))));
	const walk = (block: number, from: number): number => {
		if (block === blocks.length) return 1;
		const kept = rho ** (gaps[block] ?? 1);
		const spread = sd * Math.sqrt(1 - kept * kept);
		return states.reduce((sum, u, index) => {
			const chance = block === 0 ? normal(u, sd) : normal(u - kept * from, spread);
			return chance < 1e-9 ? sum : sum + chance * (told[block]?.[index] ?? 0) * walk(block + 1, u);
		}, 0);
	};
	return Math.log(walk(0, 0));
}

describe('with drift', () => {
	const tables = tablesOf(drift);
	const telling = [blockOf(9, 4), blockOf(12, 6), blockOf(3, 8)];
	it.each([
		['one block', telling.slice(0, 1), [1]],
		['two blocks', telling.slice(0, 2), [1, 1]],
		['three blocks', telling, [1, 1, 1]],
		['a gap of three blocks', telling.slice(0, 2), [1, 3]],
		['slots of unequal size', [blockOf(2, 30, 0.05), blockOf(5, 28, 0.05)], [1, 1]],
	] as const)('the filter agrees with the sum over all paths: %s', (_, blocks, gaps) => {
		const states = observeAll(
			tables,
			blocks.map((block, index) => ({ ...block, blocks: gaps[index] ?? 1 })),
		);
		for (const shift of [-0.7, 0, 0.5]) {
			expect(Math.abs(logAt(states, shift) - bruteForce(blocks, shift, gaps))).toBeLessThan(0.02);
		}
	});
	it('after a long gap the drift is forgotten', () => {
		const [one, other] = [blockOf(12, 3), blockOf(2, 9)];
		const apart = logAt(observeAll(tables, [one]), 0.3) + logAt(observeAll(tables, [other]), 0.3);
		const near = logAt(observeAll(tables, [one, other]), 0.3);
		expect(logAt(observeAll(tables, [one, { ...other, blocks: 40 }]), 0.3)).toBeCloseTo(apart, 9);
		expect(Math.abs(near - apart)).toBeGreaterThan(0.5);
		expect(Math.abs(logAt(observeAll(tables, [one, { ...other, blocks: 8 }]), 0.3) - apart)).toBeLessThan(0.2);
	});
	it('one block that no drift explains does not end the filter', () => {
		const before = observeAll(tables, [blockOf(1_200, 0, 0.05)]);
		const after = observeBlock(tables, before, blockOf(1, 20, 0.05));
		expect(logAt(after, 0) - logAt(before, 0)).toBeGreaterThan(-20);
	});
});

describe('any model', () => {
	const tables = splitTables(all);
	it.each([
		['no events', blockOf(0, 0)],
		['an idle canary', { ...blockOf(0, 4), canaryRequests: 0 }],
		['an idle stable slot', { ...blockOf(4, 0), stableRequests: 0 }],
	])('learns nothing from %s', (_, block) => {
		const states = observeAll(tables, [blockOf(4, 2)]);
		expect(observeBlock(tables, states, block)).toBe(states);
	});
	it('leaves what it was given as it was', () => {
		const start = startSplit(tables);
		observeBlock(tables, start, blockOf(4, 2));
		expect(start).toStrictEqual(startSplit(tables));
	});
	it('takes no block to tell more than the cap', () => {
		const [capped, least] = [blockOf(600, 200), blockOf(180, 60)];
		expect((least.canaryEvents + least.stableEvents) / 4).toBe(informationCap);
		all.forEach((_, index) => {
			for (const shift of [-1, 0, 1]) {
				const [many, few] = [observeAll(tables, [capped]), observeAll(tables, [least])];
				expect(logAt(many, shift, index)).toBeCloseTo(logAt(few, shift, index), 9);
			}
		});
	});
	const count = fc.nat(30);
	test.prop([fc.array(fc.tuple(count, count), { minLength: 1, maxLength: 3 }), fc.constantFrom(0.1, 0.5)])(
		'mirrors when the slots are swapped',
		(counts, share) => {
			const own = observeAll(
				tables,
				counts.map(([canary, stable]) => blockOf(canary, stable, share)),
			);
			const swapped = observeAll(
				tables,
				counts.map(([canary, stable]) => blockOf(stable, canary, 1 - share)),
			);
			all.forEach((_, index) => {
				for (const shift of [-1.3, 0, 0.7]) {
					expect(Math.abs(logAt(own, shift, index) - logAt(swapped, -shift, index))).toBeLessThan(0.1);
				}
			});
		},
	);
});

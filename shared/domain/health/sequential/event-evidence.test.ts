/** What makes them e-values: their mean under each model of "no harm" is 1 at most, by enumeration of all that may happen. */
import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { eventModels, eventTables, steadyLogE, suddenLogE } from './event-evidence.ts';
import { blockOf, logSplit, observeAll, splitLaw, swingsOf } from './split-fixtures.ts';
import { logChoose } from '../../statistics/gamma.ts';
import {
	informationCap,
	observeBlock,
	type SplitBlock,
	type SplitModel,
	type SplitState,
	splitTables,
	startSplit,
} from './split-likelihood.ts';

const drift = { sd: 0.3, rho: Math.exp(-1 / 4.5) };
const tables = eventTables(drift);
const models = eventModels(drift)
	.filter(({ kind }) => kind !== 'sudden')
	.map((model) => ({ name: JSON.stringify(model), model }));
const margin = 0.02;
/** Of the grid, which is coarser than the sums over swings here and ends where a swing is twentyfold. */
const gridError = 2e-3;

type LogE = (states: readonly SplitState[]) => number;
const steady: LogE = (states) => steadyLogE(states, margin);
const sudden: LogE = (states) => suddenLogE(states, margin);

/** Mean of an e-value after one block of `events`. */
function meanOf(logE: LogE, model: SplitModel, events: number, share: number, shift: number, by = tables): number {
	return splitLaw(model, events, share, shift).reduce(
		(sum, chance, canary) => sum + chance * Math.exp(logE(observeAll(by, [blockOf(canary, events - canary, share)]))),
		0,
	);
}

/** The law of two blocks that follow each other; only a drift remembers. */
function pairLaw(model: SplitModel, events: number, share: number): readonly (readonly number[])[] {
	const single = splitLaw(model, events, share, margin);
	if (model.kind !== 'drift') return single.map((one) => single.map((other) => one * other));
	const swings = swingsOf(model).filter((_, index) => index % 6 === 0);
	const spread = model.sd * Math.sqrt(1 - model.rho ** 2);
	const told = swings.map(([u]) =>
		single.map((_, canary) =>
			Math.exp(logChoose(events, canary) + logSplit(blockOf(canary, events - canary, share), margin + u)),
		),
	);
	const law = single.map(() => single.map(() => 0));
	let total = 0;
	swings.forEach(([from, chance], first) => {
		swings.forEach(([to], second) => {
			const weight = chance * Math.exp(-0.5 * ((to - model.rho * from) / spread) ** 2);
			total += weight;
			law.forEach((row, one) => {
				row.forEach((value, other) => {
					row[other] = value + weight * (told[first]?.[one] ?? 0) * (told[second]?.[other] ?? 0);
				});
			});
		});
	});
	return law.map((row) => row.map((value) => value / total));
}

describe.each(models)('where the slots behave like $name', ({ model }) => {
	it.each([0.05, 0.5, 0.95])(
		'the steady e-value is 1 at most on average after one block (canary share %d)',
		(share) => {
			for (const events of [1, 4, 12, 60]) {
				for (const shift of [margin, margin - 0.5, margin - 2]) {
					expect(meanOf(steady, model, events, share, shift)).toBeLessThan(1 + gridError);
				}
			}
		},
	);
	it('and after two', () => {
		for (const share of [0.1, 0.5]) {
			const events = 8;
			const law = pairLaw(model, events, share);
			expect(law.flat().reduce((sum, chance) => sum + chance, 0)).toBeCloseTo(1, 6);
			let mean = 0;
			law.forEach((row, one) => {
				const before = observeAll(tables, [blockOf(one, events - one, share)]);
				row.forEach((chance, other) => {
					mean += chance * Math.exp(steady(observeBlock(tables, before, blockOf(other, events - other, share))));
				});
			});
			expect(mean).toBeLessThan(1 + gridError);
		}
	});
	it('and where the cap on what a block may tell is reached', () => {
		expect(meanOf(steady, model, 300, 0.5, margin)).toBeLessThan(1 + gridError);
	});
});

describe('swings that are large, seen in a small canary', () => {
	const large: SplitModel = { kind: 'drift', sd: 0.6 * Math.SQRT2, rho: 0.8 };
	it('are no evidence where the policy is ready for them', () => {
		expect(meanOf(steady, large, 150, 0.05, margin, eventTables({ ...drift, sd: 0.6 }))).toBeLessThan(1 + gridError);
	});
	it.each([2, 4])('are seldom beyond twentyfold, where they begin to count (shape %d)', (shape) => {
		const events = 150;
		const law = splitLaw({ kind: 'swing', shape }, events, 0.05, margin);
		const shown = law.filter(
			(_, canary) => steady(observeAll(tables, [blockOf(canary, events - canary, 0.05)])) > Math.log(60),
		);
		expect(shown.reduce((sum, chance) => sum + chance, 0)).toBeLessThan(0.004);
	});
});

describe('the sudden e-value', () => {
	it.each([0.05, 0.5])('is 1 on average for independent requests, and less where the canary is better', (share) => {
		for (const events of [1, 5, 12]) {
			expect(meanOf(sudden, { kind: 'plain' }, events, share, margin)).toBeCloseTo(1, 3);
			expect(meanOf(sudden, { kind: 'plain' }, events, share, margin - 0.5)).toBeLessThan(1);
		}
		// Where a block's say is capped.
		expect(meanOf(sudden, { kind: 'plain' }, 150, share, margin)).toBeLessThan(1);
	});
	it('says nothing where no model of independent requests was asked for', () => {
		const other = splitTables([{ kind: 'swing', shape: 4 }]);
		expect(suddenLogE(startSplit(other), margin)).toBe(Number.NEGATIVE_INFINITY);
	});
});

it('both say nothing before the first event', () => {
	expect(steady(startSplit(tables))).toBeCloseTo(0, 9);
	expect(sudden(startSplit(tables))).toBeCloseTo(0, 9);
});

const count = fc.nat(40);
const anyBlocks = fc.array(fc.tuple(count, count), { minLength: 1, maxLength: 6 });
const anyShare = fc.constantFrom(0.05, 0.3, 0.5, 0.8);
const isUncapped = ({ canaryEvents, stableEvents, canaryRequests }: SplitBlock): boolean =>
	((canaryEvents + stableEvents) * canaryRequests * (10_000 - canaryRequests)) / 1e8 <= informationCap;
const anyMargin = fc.constantFrom(0.02, 0.1, 0.3);

describe('evidence', () => {
	const more = fc.tuple(fc.nat(5), fc.integer({ min: 1, max: 20 }));
	test.prop([anyBlocks, more, anyShare, anyMargin])(
		'of sudden harm never falls when the canary has more errors, all else equal',
		(counts, [which, extra], share, harm) => {
			const blocks = counts.map(([canary, stable]) => blockOf(canary, stable, share));
			const worse = blocks.map((block, index) =>
				index === which % blocks.length ? { ...block, canaryEvents: block.canaryEvents + extra } : block,
			);
			fc.pre([...blocks, ...worse].every(isUncapped));
			const [own, other] = [observeAll(tables, blocks), observeAll(tables, worse)];
			expect(suddenLogE(other, harm)).toBeGreaterThan(suddenLogE(own, harm) - 0.05);
		},
	);
	it.each([0.1, 0.5])(
		'of steady harm grows with harm that is there in every block, up to eightfold (share %d)',
		(share) => {
			const logs = [1, 1.5, 2, 3, 5, 8].map((times) => {
				const stable = 20 * (1 - share);
				const blocks = Array.from({ length: 12 }, () => blockOf(20 * share * times, stable, share));
				return steady(observeAll(tables, blocks));
			});
			expect(logs).toStrictEqual(logs.toSorted((left, right) => left - right));
			expect(logs[0]).toBeLessThan(0);
			expect(logs[5]).toBeGreaterThan(Math.log(1_000));
		},
	);
	test.prop([anyBlocks, anyShare, anyMargin])('falls with the margin', (counts, share, harm) => {
		const states = observeAll(
			tables,
			counts.map(([canary, stable]) => blockOf(canary, stable, share)),
		);
		expect(suddenLogE(states, harm + 0.2)).toBeLessThan(suddenLogE(states, harm) + 0.05);
	});
	// Less than a ninth is not kept, so that eightfold beyond a larger margin has no mirror.
	test.prop([anyBlocks, anyShare, fc.constantFrom(0.02, 0.1)])(
		'mirrors when the slots are swapped and less is worse',
		(counts, share, harm) => {
			const own = observeAll(
				tables,
				counts.map(([canary, stable]) => blockOf(canary, stable, share)),
			);
			const swapped = observeAll(
				tables,
				counts.map(([canary, stable]) => blockOf(stable, canary, 1 - share)),
			);
			expect(Math.abs(steadyLogE(own, harm, 1) - steadyLogE(swapped, harm, -1))).toBeLessThan(0.2);
			expect(Math.abs(suddenLogE(own, harm, 1) - suddenLogE(swapped, harm, -1))).toBeLessThan(0.2);
		},
	);
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { LeadItem } from '../../../shared/domain/delivery/judged.ts';
import { sortedTimes } from '../../../shared/domain/delivery/quantiles.ts';
import { fewestToCount } from './binned-times.ts';
import { readColumns, writeColumns } from './columns.ts';
import { binLeads, leadChunk, leadTimesOf } from './lead-pile.ts';

/** What a lead time may be, ms: whole seconds, whole, parts of one, and around what fits into four bytes of either unit. */
const scales: readonly ((seed: number) => number)[] = [
	(seed) => (seed % 900_000) * 1_000,
	(seed) => seed % 5_000_000,
	(seed) => (seed % 4_000) / 16,
	(seed) => 2 ** 32 - 2 + (seed % 5),
	(seed) => (2 ** 32 - 2 + (seed % 5)) * 1_000,
	(seed) => 2 ** 42 - 3 + (seed % 7),
	() => 0,
];

function leadOf(seed: number, scale: number, isBot: boolean, isExcluded: boolean): LeadItem {
	const leadMs = isExcluded ? -1 - seed : (scales[scale]?.(seed) ?? 0);
	const excluded = isExcluded ? 'negative' : null;
	return { deployment: 0, sha: '', squash: null, authoredAt: 0, leadMs, isBot, excluded };
}

/** As many of chance, told by their index. */
function made(count: number, seed: number, scale: number): readonly LeadItem[] {
	return Array.from({ length: count }, (_, index) => {
		const chance = Math.imul(index + seed + 3, 0x9e_37_79_b1) >>> 0;
		return leadOf(chance, scale, chance % 5 === 0, chance % 97 === 0);
	});
}

function chunkOf(leads: readonly LeadItem[], from: number, to: number) {
	// Judged columns are read back from the file, so that nothing of them is more exact than what is kept.
	const month = readColumns(writeColumns({ deployments: [], leads: [...leads], gaps: [] }));
	return leadChunk(binLeads(month), from, to);
}

const shares = [0, 0.05, 0.5, 0.9, 0.999, 1];
const bounds = [-1, 0, 0.5, 1, 60_000, 3_600_000, 2 ** 32 - 1, 2 ** 32, 2 ** 42, Number.POSITIVE_INFINITY];

describe('lead times of months of several units', () => {
	const month = fc.record({
		count: fc.oneof(fc.nat(12), fc.integer({ min: 400, max: 1_300 })),
		seed: fc.nat(1_000_000),
		scale: fc.nat(scales.length - 1),
		cut: fc.tuple(fc.nat(5), fc.nat(5)),
	});
	test('have the quantiles and counts of the same ones in order, for people, for bots and for both', () => {
		fc.assert(
			fc.property(fc.array(month, { maxLength: 5 }), (months) => {
				const parts = months.map(({ count, seed, scale, cut: [head, tail] }) => {
					const leads = made(count, seed, scale);
					const from = Math.min(head, count);
					return {
						leads: leads.slice(from, Math.max(from, count - tail)),
						chunk: chunkOf(leads, from, Math.max(from, count - tail)),
					};
				});
				const [found, again] = [0, 1].map(() => leadTimesOf(parts.map(({ chunk }) => chunk)));
				if (found === undefined || again === undefined) return;
				const all = parts.flatMap(({ leads }) => leads);
				for (const [kind, isWanted] of [
					['people', (one: LeadItem) => !one.isBot],
					['bots', (one: LeadItem) => one.isBot],
					['all', () => true],
				] as const) {
					const times = all.filter((one) => isWanted(one) && one.excluded === null).map(({ leadMs }) => leadMs);
					const expected = sortedTimes(Float64Array.from(times).sort());
					expect(found.leads[kind].count).toBe(expected.count);
					expect(found.leads[kind].quantiles(shares)).toEqual(expected.quantiles(shares));
					for (const share of shares) expect(again.leads[kind].quantiles([share])).toEqual(expected.quantiles([share]));
					expect(found.leads[kind].below(bounds)).toEqual(expected.below(bounds));
				}
				const left = (isBot: boolean) => all.filter((one) => one.isBot === isBot && one.excluded !== null).length;
				expect(found.negativeLeads).toEqual({ people: left(false), bots: left(true) });
			}),
			{ numRuns: 12 },
		);
	});

	test.each([-1, 0, 1])('are as exact at the count from which on they are binned (%i)', (more) => {
		const leads = Array.from({ length: fewestToCount + more }, (_, index) => leadOf(index, 1, false, false));
		const { people, bots, all } = leadTimesOf([chunkOf(leads, 0, 1_000), chunkOf(leads, 1_000, leads.length)]).leads;
		const expected = [0, (leads.length - 1) / 2, leads.length - 1];
		for (const times of [people, all]) expect(times.quantiles([0, 0.5, 1])).toEqual(expected);
		expect(people.below([0, 1, leads.length])).toEqual([0, 1, leads.length]);
		expect([bots.count, bots.quantiles([0.5]), bots.below([9])]).toEqual([0, [null], [0]]);
	});
});

/** Lead times that pile up for one stretch of time, and come out in order. */
import { leadFlags, type MonthColumns } from './columns.ts';
import { sortWhole } from './sort-whole.ts';

export interface LeadPile {
	/** Adds the lead times of one deployment: rows `from` to `to` (without) of the month. */
	add(month: MonthColumns, from: number, to: number): void;
	/** In ms, lists in ascending order. */
	finish(): {
		readonly leads: { readonly people: readonly Float64Array[]; readonly bots: readonly Float64Array[] };
		readonly negativeLeads: { readonly people: number; readonly bots: number };
	};
}

interface Growing<T extends Uint32Array | Float64Array> {
	values: T;
	length: number;
}

/** Whole seconds, whole milliseconds, and what is neither: the first two can be sorted by digits. */
interface Piles {
	readonly seconds: Growing<Uint32Array>;
	readonly whole: Growing<Uint32Array>;
	readonly other: Growing<Float64Array>;
}

export function createLeadPile(): LeadPile {
	const people = createPiles();
	const bots = createPiles();
	const negative = { people: 0, bots: 0 };
	return {
		add(month, from, to) {
			const { lead, leadFlag, leadScale } = month;
			const mine = room(people, lead, leadScale, to - from);
			let length = mine.length;
			const { values } = mine;
			for (let index = from; index < to; index += 1) {
				const flag = leadFlag[index] ?? 0;
				if (flag === 0) {
					values[length] = lead[index] ?? 0;
					length += 1;
				} else if ((flag & leadFlags.excluded) !== 0) {
					negative[(flag & leadFlags.bot) === 0 ? 'people' : 'bots'] += 1;
				} else {
					const theirs = room(bots, lead, leadScale, 1);
					theirs.values[theirs.length] = lead[index] ?? 0;
					theirs.length += 1;
				}
			}
			mine.length = length;
		},
		finish: () => ({ leads: { people: inOrder(people), bots: inOrder(bots) }, negativeLeads: negative }),
	};
}

function createPiles(): Piles {
	return {
		seconds: { values: new Uint32Array(0), length: 0 },
		whole: { values: new Uint32Array(0), length: 0 },
		other: { values: new Float64Array(0), length: 0 },
	};
}

/** The pile for values of this kind, with room for so many more. */
function room(
	piles: Piles,
	lead: MonthColumns['lead'],
	scale: number,
	more: number,
): Growing<Uint32Array> | Growing<Float64Array> {
	if (lead instanceof Float64Array) {
		const pile = piles.other;
		if (pile.length + more > pile.values.length) {
			const wider = new Float64Array(grown(pile.length + more));
			wider.set(pile.values);
			pile.values = wider;
		}
		return pile;
	}
	const pile = scale === 1 ? piles.whole : piles.seconds;
	if (pile.length + more > pile.values.length) {
		const wider = new Uint32Array(grown(pile.length + more));
		wider.set(pile.values);
		pile.values = wider;
	}
	return pile;
}

function grown(needed: number): number {
	return Math.max(64, Math.ceil(needed * 1.7));
}

function inOrder({ seconds, whole, other }: Piles): readonly Float64Array[] {
	return [
		asMilliseconds(sortWhole(seconds.values.subarray(0, seconds.length)), 1_000),
		asMilliseconds(sortWhole(whole.values.subarray(0, whole.length)), 1),
		other.values.subarray(0, other.length).sort(),
	].filter(({ length }) => length > 0);
}

function asMilliseconds(values: Uint32Array, scale: number): Float64Array {
	const all = new Float64Array(values.length);
	for (let index = 0; index < values.length; index += 1) all[index] = (values[index] ?? 0) * scale;
	return all;
}

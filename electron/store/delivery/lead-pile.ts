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

/** Rows of one month that follow one another: gathered at the end in one go, into room that fits. */
interface Chunk {
	readonly month: MonthColumns;
	readonly from: number;
	to: number;
}

interface Filling<T extends Uint32Array | Float64Array> {
	readonly values: T;
	length: number;
}

/** Whole seconds, whole milliseconds, and what is neither: the first two can be sorted by digits. */
interface Piles {
	readonly seconds: Filling<Uint32Array>;
	readonly whole: Filling<Uint32Array>;
	readonly other: Filling<Float64Array>;
}

export function createLeadPile(): LeadPile {
	const chunks: Chunk[] = [];
	let last: Chunk | null = null;
	return {
		add(month, from, to) {
			if (last?.month === month && last.to === from) {
				last.to = to;
				return;
			}
			last = { month, from, to };
			chunks.push(last);
		},
		finish() {
			const bots = createPiles(chunks, (chunk) => countBots(chunk));
			const people = createPiles(chunks, ({ from, to }) => to - from);
			const negative = { people: 0, bots: 0 };
			for (const chunk of chunks) fill(chunk, { people, bots, negative });
			return { leads: { people: inOrder(people), bots: inOrder(bots) }, negativeLeads: negative };
		},
	};
}

function countBots({ month: { leadFlag }, from, to }: Chunk): number {
	let count = 0;
	for (let index = from; index < to; index += 1) count += (leadFlag[index] ?? 0) & leadFlags.bot;
	return count;
}

function createPiles(chunks: readonly Chunk[], countOf: (chunk: Chunk) => number): Piles {
	const room = { seconds: 0, whole: 0, other: 0 };
	for (const chunk of chunks) room[pileOf(chunk.month)] += countOf(chunk);
	return {
		seconds: { values: new Uint32Array(room.seconds), length: 0 },
		whole: { values: new Uint32Array(room.whole), length: 0 },
		other: { values: new Float64Array(room.other), length: 0 },
	};
}

function pileOf({ lead, leadScale }: MonthColumns): keyof Piles {
	if (lead instanceof Float64Array) return 'other';
	return leadScale === 1 ? 'whole' : 'seconds';
}

function fill(
	{ month, from, to }: Chunk,
	{
		people,
		bots,
		negative,
	}: { readonly people: Piles; readonly bots: Piles; readonly negative: { people: number; bots: number } },
): void {
	const { lead, leadFlag } = month;
	const pile = pileOf(month);
	const [mine, theirs] = [people[pile], bots[pile]];
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
			theirs.values[theirs.length] = lead[index] ?? 0;
			theirs.length += 1;
		}
	}
	mine.length = length;
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

/** Lead times that pile up for one stretch of time. */
import { leadFlags, type MonthColumns } from './columns.ts';

export interface LeadPile {
	/** Adds the lead times of one deployment: rows `from` to `to` (without) of the month. */
	add(month: MonthColumns, from: number, to: number): void;
	/** In ms, in no order. */
	finish(): PiledLeads;
}

export interface PiledLeads {
	readonly people: Float64Array;
	readonly bots: Float64Array;
	/** Excluded ones. */
	readonly negative: { readonly people: number; readonly bots: number };
}

/** Rows of one month that follow one another: gathered at the end in one go, into room that fits. */
interface Chunk {
	readonly month: MonthColumns;
	readonly from: number;
	to: number;
}

interface Filling {
	readonly values: Float64Array;
	length: number;
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
			const ofBots = chunks.reduce((sum, chunk) => sum + countBots(chunk), 0);
			const all = chunks.reduce((sum, { from, to }) => sum + to - from, 0);
			const people: Filling = { values: new Float64Array(all - ofBots), length: 0 };
			const bots: Filling = { values: new Float64Array(ofBots), length: 0 };
			const negative = { people: 0, bots: 0 };
			for (const chunk of chunks) fill(chunk, people, bots, negative);
			return {
				people: people.values.subarray(0, people.length),
				bots: bots.values.subarray(0, bots.length),
				negative,
			};
		},
	};
}

function countBots({ month: { leadFlag }, from, to }: Chunk): number {
	let count = 0;
	for (let index = from; index < to; index += 1) count += (leadFlag[index] ?? 0) & leadFlags.bot;
	return count;
}

function fill(
	{ month: { lead, leadFlag, leadScale }, from, to }: Chunk,
	people: Filling,
	bots: Filling,
	negative: { people: number; bots: number },
): void {
	const { values } = people;
	let { length } = people;
	for (let index = from; index < to; index += 1) {
		const flag = leadFlag[index] ?? 0;
		if (flag === 0) {
			values[length] = (lead[index] ?? 0) * leadScale;
			length += 1;
		} else if ((flag & leadFlags.excluded) !== 0) {
			negative[(flag & leadFlags.bot) === 0 ? 'people' : 'bots'] += 1;
		} else {
			bots.values[bots.length] = (lead[index] ?? 0) * leadScale;
			bots.length += 1;
		}
	}
	people.length = length;
}

/** Lead times that pile up for one stretch of time. */
import type { Times } from '../../../shared/domain/delivery/quantiles.ts';
import { binCount, binnedTimes, binOf, type Chunk, countBins, fewestToCount, piledTimes } from './binned-times.ts';
import { leadFlags, type MonthColumns } from './columns.ts';

/** A month with the bin of each lead time, found once for all questions. */
export interface BinnedMonth extends MonthColumns {
	readonly leadBin: Uint16Array;
}

/** Kinds of lead times, by which their bins lie apart. */
const kinds = { people: 0, bots: 1 } as const;
/** Behind them: what is excluded, without its time. */
const excludedBins = { people: 2 * binCount, bots: 2 * binCount + 1 } as const;
const bins = 2 * binCount + 2;

export function binLeads(month: MonthColumns): BinnedMonth {
	const { lead, leadFlag, leadScale } = month;
	const leadBin = new Uint16Array(lead.length);
	for (let index = 0; index < lead.length; index += 1) {
		const flag = leadFlag[index] ?? 0;
		const isBot = (flag & leadFlags.bot) !== 0;
		leadBin[index] =
			(flag & leadFlags.excluded) === 0
				? binOf((lead[index] ?? 0) * leadScale) + binCount * (isBot ? kinds.bots : kinds.people)
				: excludedBins[isBot ? 'bots' : 'people'];
	}
	return { ...month, leadBin };
}

/** Lead times `from` to `to` (without) of the month. */
export function leadChunk({ lead, leadScale, leadBin }: BinnedMonth, from: number, to: number): Chunk {
	return { values: lead, scale: leadScale, bin: leadBin, from, to };
}

export interface PiledLeads {
	readonly leads: { readonly people: Times; readonly bots: Times; readonly all: Times };
	/** Excluded ones. */
	readonly negativeLeads: { readonly people: number; readonly bots: number };
}

/** What lies in chunks of one stretch or several. */
export function leadTimesOf(chunks: readonly Chunk[]): PiledLeads {
	const all = chunks.reduce((sum, { from, to }) => sum + to - from, 0);
	return all < fewestToCount ? fewLeads(chunks, all) : manyLeads(chunks);
}

function manyLeads(chunks: readonly Chunk[]): PiledLeads {
	const counts = countBins(chunks, bins);
	const times = (...wanted: readonly number[]) => binnedTimes(chunks, wanted, counts);
	return {
		leads: { people: times(kinds.people), bots: times(kinds.bots), all: times(kinds.people, kinds.bots) },
		negativeLeads: { people: counts[excludedBins.people] ?? 0, bots: counts[excludedBins.bots] ?? 0 },
	};
}

/** Without bins, of which there are more than times. */
function fewLeads(chunks: readonly Chunk[], count: number): PiledLeads {
	const values = { people: new Float64Array(count), bots: new Float64Array(count) };
	const length = { people: 0, bots: 0 };
	const negativeLeads = { people: 0, bots: 0 };
	for (const { values: lead, scale, bin, from, to } of chunks) {
		for (let index = from; index < to; index += 1) {
			const place = bin[index] ?? 0;
			if (place >= excludedBins.people) {
				negativeLeads[place === excludedBins.people ? 'people' : 'bots'] += 1;
				continue;
			}
			const kind = place < binCount ? 'people' : 'bots';
			values[kind][length[kind]] = (lead[index] ?? 0) * scale;
			length[kind] += 1;
		}
	}
	const [people, bots] = [values.people.subarray(0, length.people), values.bots.subarray(0, length.bots)];
	return {
		leads: { people: piledTimes([people]), bots: piledTimes([bots]), all: piledTimes([people, bots]) },
		negativeLeads,
	};
}

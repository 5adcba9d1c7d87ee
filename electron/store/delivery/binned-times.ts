/**
 * Times as they lie in columns, in no order. Putting millions of them in order would take longer than all else that a question
 * needs: they are counted by bins, and only those in whose bin a quantile falls are read and put in order.
 */
import { countUpTo, type Times } from '../../../shared/domain/delivery/quantiles.ts';
import { quantileOfSorted } from '../../../shared/domain/statistics/summaries.ts';

/** Times that lie side by side, each with its bin. */
export interface Chunk {
	/** In units of `scale` ms. */
	readonly values: Float64Array | Uint32Array;
	readonly scale: number;
	/** `binOf` each, plus that of a kind: a multiple of `binCount`. */
	readonly bin: Uint16Array;
	readonly from: number;
	/** Without. */
	readonly to: number;
}

/** Of the upper half of a double the exponent and seven bits behind it: a bin spans less than 1 % of its values. */
const shift = 13;
/** Of 1 ms; all below it is in the first bin. */
const firstPlace = (0x3ff00000 >>> shift) - 1;
/** The last bin holds all from 139 years on. */
export const binCount = 2 + 42 * 128;
/** Below this putting all in order is quicker. */
export const fewestToCount = 2_000;

const double = new Float64Array(1);
/** The upper half stands second: every machine that Node runs on puts the lower bytes first. */
const halves = new Uint32Array(double.buffer);

/** Of a time in ms. Longer times are in the same bin or a later one. */
export function binOf(ms: number): number {
	// Where it is negative, its sign (-0 has one) would stand before its exponent.
	if (!(ms >= 1)) return 0;
	double[0] = ms;
	return Math.min(((halves[1] ?? 0) >>> shift) - firstPlace, binCount - 1);
}

/** How many are in each of so many bins. */
export function countBins(chunks: readonly Chunk[], bins: number): Uint32Array {
	const counts = new Uint32Array(bins);
	for (const { bin, from, to } of chunks) {
		for (let index = from; index < to; index += 1) {
			const place = bin[index] ?? 0;
			counts[place] = (counts[place] ?? 0) + 1;
		}
	}
	return counts;
}

/** Of lists in no order: finite, not negative. They must not change any more. */
export function piledTimes(lists: readonly Float64Array[]): Times {
	const count = lists.reduce((sum, { length }) => sum + length, 0);
	if (count < fewestToCount) return orderedTimes(() => joined(lists, count), count);
	let known: Times | null = null;
	const binned = () => {
		known ??= binnedLists(lists);
		return known;
	};
	return { count, quantiles: (shares) => binned().quantiles(shares), below: (bounds) => binned().below(bounds) };
}

function binnedLists(lists: readonly Float64Array[]): Times {
	const chunks = lists.map((values): Chunk => {
		const bin = new Uint16Array(values.length);
		for (let index = 0; index < values.length; index += 1) bin[index] = binOf(values[index] ?? 0);
		return { values, scale: 1, bin, from: 0, to: values.length };
	});
	return binnedTimes(chunks, [0], countBins(chunks, binCount));
}

/** Of the kinds that are wanted; `counts` is what `countBins` says of the chunks. */
export function binnedTimes(chunks: readonly Chunk[], kinds: readonly number[], counts: Uint32Array): Times {
	const here = addKinds(counts, kinds);
	let count = 0;
	for (const one of here) count += one;
	const collect = (places: Iterable<number>) => {
		const wanted = new Set(places);
		let room = 0;
		for (const place of wanted) room += here[place] ?? 0;
		return collectBins(chunks, kinds, wanted, room).sort();
	};
	if (count < fewestToCount) return orderedTimes(() => collect(here.keys()), count);
	const known = new Map<number, number | null>();
	return {
		count,
		quantiles(shares) {
			const asked = shares.filter((share) => !known.has(share));
			if (asked.length > 0)
				for (const [share, value] of quantilesOf(asked, here, count, collect)) known.set(share, value);
			return shares.map((share) => known.get(share) ?? null);
		},
		below: (bounds) => countBelow(bounds, here, collect),
	};
}

function addKinds(counts: Uint32Array, [first = 0, ...others]: readonly number[]): Uint32Array {
	const of = (kind: number) => counts.subarray(kind * binCount, (kind + 1) * binCount);
	if (others.length === 0) return of(first);
	const all = of(first).slice();
	for (const kind of others) for (const [place, count] of of(kind).entries()) all[place] = (all[place] ?? 0) + count;
	return all;
}

/** Few enough: in order once they are asked for. */
function orderedTimes(order: () => Float64Array, count: number): Times {
	let known: Float64Array | null = null;
	const ordered = () => {
		known ??= order();
		return known;
	};
	return {
		count,
		quantiles: (shares) => shares.map((share) => quantileOfSorted(ordered(), share)),
		below: (bounds) => bounds.map((bound) => countUpTo(ordered(), bound, false)),
	};
}

function joined(lists: readonly Float64Array[], count: number): Float64Array {
	const all = new Float64Array(count);
	let length = 0;
	for (const list of lists) {
		all.set(list, length);
		length += list.length;
	}
	return all.sort();
}

type Collect = (places: Iterable<number>) => Float64Array;

/** All in one pass: what lies around the ranks, however many quantiles. */
function quantilesOf(
	shares: readonly number[],
	here: Uint32Array,
	count: number,
	collect: Collect,
): readonly (readonly [number, number | null])[] {
	const ranksOf = (share: number) => [Math.floor((count - 1) * share), Math.ceil((count - 1) * share)];
	const valid = shares.filter((share) => share >= 0 && share <= 1);
	const ranks = [...new Set(valid.flatMap(ranksOf))].sort((one, other) => one - other);
	const places = placesOf(ranks, here);
	const found = collect(places.map(({ place }) => place));
	const at = new Map(places.map(({ rank, skipped }) => [rank, found[rank - skipped] ?? Number.NaN]));
	return shares.map((share) => {
		const [lower = 0, upper = 0] = ranksOf(share);
		const [below, above] = [at.get(lower), at.get(upper)];
		if (below === undefined || above === undefined) return [share, null];
		return [share, below + ((count - 1) * share - lower) * (above - below)];
	});
}

interface Place {
	readonly rank: number;
	readonly place: number;
	/** How many below the rank are in bins that are not wanted: they are missing among what is collected. */
	readonly skipped: number;
}

/** `ranks` in ascending order. */
function placesOf(ranks: readonly number[], here: Uint32Array): readonly Place[] {
	const places: Place[] = [];
	let [place, before, skipped] = [0, 0, 0];
	for (const rank of ranks) {
		while (place < here.length && rank >= before + (here[place] ?? 0)) {
			const isWanted = places.at(-1)?.place === place;
			if (!isWanted) skipped += here[place] ?? 0;
			before += here[place] ?? 0;
			place += 1;
		}
		places.push({ rank, place, skipped });
	}
	return places;
}

/** Only what lies in the bin of a bound is compared with it. */
function countBelow(bounds: readonly number[], here: Uint32Array, collect: Collect): readonly number[] {
	const places = bounds.map(binOf);
	const edges = collect(places);
	const before = new Float64Array(binCount + 1);
	for (const [place, count] of here.entries()) before[place + 1] = (before[place] ?? 0) + count;
	const wanted = [...new Set(places)].sort((one, other) => one - other);
	return bounds.map((bound, index) => {
		const place = places[index] ?? 0;
		const lower = wanted.filter((one) => one < place).reduce((sum, one) => sum + (here[one] ?? 0), 0);
		return (before[place] ?? 0) + countUpTo(edges, bound, false) - lower;
	});
}

function collectBins(
	chunks: readonly Chunk[],
	kinds: readonly number[],
	places: ReadonlySet<number>,
	room: number,
): Float64Array {
	const found = new Float64Array(room);
	const isWanted = new Uint8Array(2 ** 16);
	for (const place of places) for (const kind of kinds) isWanted[kind * binCount + place] = 1;
	let length = 0;
	for (const { values, scale, bin, from, to } of chunks) {
		for (let index = from; index < to; index += 1) {
			if (isWanted[bin[index] ?? 0] === 0) continue;
			found[length] = (values[index] ?? 0) * scale;
			length += 1;
		}
	}
	return found;
}

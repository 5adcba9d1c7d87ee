/**
 * Times as they were piled up, in no order. Sorting millions of them would take longer than everything else that a question
 * needs, so they are counted by the leading bits first, and only those that lie where a quantile falls are put in order.
 */
import { countUpTo, type Times } from '../../../shared/domain/delivery/quantiles.ts';
import { quantileOfSorted } from '../../../shared/domain/statistics/summaries.ts';

/** Below this putting all in order is quicker. */
const fewestToCount = 2_000;
/** Of the upper half of a double the exponent and seven bits behind it: a bin spans less than 1 % of its values. */
const shift = 13;
/** Of 1 ms; all below it is in the first bin. */
const firstPlace = (0x3ff00000 >>> shift) - 1;
/** The last one holds all from 139 years on. */
const bins = 2 + 42 * 128;

/** Finite, not negative. The lists must not change any more. */
export function piledTimes(lists: readonly Float64Array[]): Times {
	const count = lists.reduce((sum, { length }) => sum + length, 0);
	return count < fewestToCount ? orderedTimes(lists, count) : countedTimes(lists, count);
}

function orderedTimes(lists: readonly Float64Array[], count: number): Times {
	let known: Float64Array | null = null;
	const ordered = () => {
		if (known !== null) return known;
		known = new Float64Array(count);
		let length = 0;
		for (const list of lists) {
			known.set(list, length);
			length += list.length;
		}
		return known.sort();
	};
	return {
		count,
		quantile: (share) => quantileOfSorted(ordered(), share),
		below: (bounds) => bounds.map((bound) => countUpTo(ordered(), bound, false)),
	};
}

/** How many lie in each bin and, where they were needed, which. */
interface Counted {
	readonly counts: Uint32Array;
	inOrder(bin: number): Float64Array;
}

function countedTimes(lists: readonly Float64Array[], count: number): Times {
	let known: Counted | null = null;
	const counted = () => {
		known ??= countBins(lists);
		return known;
	};
	return {
		count,
		quantile(share) {
			if (!(share >= 0 && share <= 1)) return null;
			const position = (count - 1) * share;
			const lower = Math.floor(position);
			const below = atRank(counted(), lower);
			return position === lower ? below : below + (position - lower) * (atRank(counted(), lower + 1) - below);
		},
		below: (bounds) => countBelow(lists, counted().counts, bounds),
	};
}

function countBins(lists: readonly Float64Array[]): Counted {
	const counts = new Uint32Array(bins);
	for (const list of lists) {
		const upper = upperHalves(list);
		for (let index = 1; index < upper.length; index += 2) {
			const bin = binOf(upper[index] ?? 0);
			counts[bin] = (counts[bin] ?? 0) + 1;
		}
	}
	const known = new Map<number, Float64Array>();
	return {
		counts,
		inOrder(bin) {
			const found = known.get(bin) ?? collect(lists, bin, counts[bin] ?? 0).sort();
			known.set(bin, found);
			return found;
		},
	};
}

/** The upper half of each double stands second: every machine that Node runs on puts the lower bytes first. */
function upperHalves(list: Float64Array): Uint32Array {
	return new Uint32Array(list.buffer, list.byteOffset, list.length * 2);
}

function binOf(upperHalf: number): number {
	const place = (upperHalf >>> shift) - firstPlace;
	if (place < 0) return 0;
	return place < bins ? place : bins - 1;
}

function collect(lists: readonly Float64Array[], wanted: number, count: number): Float64Array {
	const found = new Float64Array(count);
	let length = 0;
	for (const list of lists) {
		const upper = upperHalves(list);
		for (let index = 0; index < list.length; index += 1) {
			if (binOf(upper[index * 2 + 1] ?? 0) !== wanted) continue;
			found[length] = list[index] ?? 0;
			length += 1;
		}
	}
	return found;
}

function atRank({ counts, inOrder }: Counted, rank: number): number {
	let before = 0;
	for (let bin = 0; bin < bins; bin += 1) {
		const here = counts[bin] ?? 0;
		if (rank < before + here) return inOrder(bin)[rank - before] ?? Number.NaN;
		before += here;
	}
	return Number.NaN;
}

/** Only what lies in the bin of a bound is compared with it. */
function countBelow(lists: readonly Float64Array[], counts: Uint32Array, bounds: readonly number[]): readonly number[] {
	const places = bounds.map((bound) => (bound > 0 ? binOf(upperHalves(Float64Array.of(bound))[1] ?? 0) : 0));
	const isEdge = new Uint8Array(bins);
	for (const place of places) isEdge[place] = 1;
	const below = places.map((place) => counts.subarray(0, place).reduce((sum, here) => sum + here, 0));
	for (const list of lists) {
		const upper = upperHalves(list);
		for (let index = 0; index < list.length; index += 1) {
			const bin = binOf(upper[index * 2 + 1] ?? 0);
			if (isEdge[bin] === 0) continue;
			const value = list[index] ?? 0;
			for (const [at, place] of places.entries()) {
				if (place === bin && value < (bounds[at] ?? 0)) below[at] = (below[at] ?? 0) + 1;
			}
		}
	}
	return below;
}

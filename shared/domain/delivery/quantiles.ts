/** Times of a scope: asked for quantiles and counts, however they lie in memory. */
import { quantileOfSorted } from '../statistics/summaries.ts';

/** Values in ascending order. */
export type SortedValues = readonly number[] | Float64Array;

/** Times in ms of one stretch. */
export interface Times {
	readonly count: number;
	/** One for each share (0 to 1), by linear interpolation (numpy's default); null where there is no time, or the share is none. */
	readonly quantiles: (shares: readonly number[]) => readonly (number | null)[];
	/** For each bound, how many are below it (without). */
	readonly below: (bounds: readonly number[]) => readonly number[];
}

/** The middle; null: there is no time. */
export function medianOf(times: Times): number | null {
	return times.quantiles([0.5])[0] ?? null;
}

/** Of lists that are each in order already, without merging them. */
export function sortedTimes(...lists: readonly SortedValues[]): Times {
	return {
		count: countValues(lists),
		quantiles: (shares) => shares.map((share) => pooledQuantile(lists, share)),
		below: (bounds) => bounds.map((bound) => lists.reduce((sum, list) => sum + countUpTo(list, bound, false), 0)),
	};
}

export function countValues(lists: readonly SortedValues[]): number {
	return lists.reduce((sum, { length }) => sum + length, 0);
}

/** The quantile of all values of all lists, exactly as if they were one list. */
export function pooledQuantile(lists: readonly SortedValues[], share: number): number | null {
	const filled = lists.filter(({ length }) => length > 0);
	const [only] = filled;
	if (only === undefined || !(share >= 0 && share <= 1)) return null;
	if (filled.length === 1) return quantileOfSorted(only, share);
	const position = (countValues(filled) - 1) * share;
	const lower = Math.floor(position);
	const below = pooledAtRank(filled, lower);
	if (position === lower) return below;
	return below + (position - lower) * (pooledAtRank(filled, lower + 1) - below);
}

interface Range {
	readonly list: SortedValues;
	readonly from: number;
	readonly to: number;
}

/** Value at a rank from 0. Narrows all lists at once around the middle of the longest rest. */
function pooledAtRank(lists: readonly SortedValues[], wanted: number): number {
	let rank = wanted;
	let ranges: readonly Range[] = lists.map((list) => ({ list, from: 0, to: list.length }));
	for (;;) {
		const pivot = middleOfLongest(ranges);
		const split = ranges.map(({ list, from, to }) => {
			const low = countWithin(list, pivot, from, to, false);
			return { low, high: countWithin(list, pivot, low, to, true) };
		});
		let below = 0;
		let upTo = 0;
		for (const [index, { from }] of ranges.entries()) {
			below += (split[index]?.low ?? from) - from;
			upTo += (split[index]?.high ?? from) - from;
		}
		if (rank >= below && rank < upTo) return pivot;
		const isBelow = rank < below;
		ranges = ranges
			.map((range, index) => {
				const at = split[index];
				if (at === undefined) return range;
				return isBelow ? { ...range, to: at.low } : { ...range, from: at.high };
			})
			.filter(({ from, to }) => to > from);
		if (!isBelow) rank -= upTo;
	}
}

function middleOfLongest(ranges: readonly Range[]): number {
	let longest: Range | undefined;
	for (const range of ranges) {
		if (longest === undefined || range.to - range.from > longest.to - longest.from) longest = range;
	}
	return longest?.list[(longest.from + longest.to) >>> 1] ?? Number.NaN;
}

function countWithin(list: SortedValues, pivot: number, from: number, to: number, isInclusive: boolean): number {
	let low = from;
	let high = to;
	while (low < high) {
		const middle = (low + high) >>> 1;
		const value = list[middle] ?? Number.POSITIVE_INFINITY;
		if (value < pivot || (isInclusive && value === pivot)) low = middle + 1;
		else high = middle;
	}
	return low;
}

/** How many values lie from `from` on and below `to`. */
export function countBetween(
	sorted: SortedValues,
	{ from, to }: { readonly from: number; readonly to: number },
): number {
	return Math.max(0, countUpTo(sorted, to, false) - countUpTo(sorted, from, false));
}

/** How many values are below the bound; with `isInclusive` also those that are equal to it. */
export function countUpTo(sorted: SortedValues, bound: number, isInclusive: boolean): number {
	return countWithin(sorted, bound, 0, sorted.length, isInclusive);
}

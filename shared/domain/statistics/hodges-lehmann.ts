/**
 * By how much one sample lies above another: the median of all pairwise differences, with the interval that belongs to
 * the Mann-Whitney test.
 *
 * The interval's ends are differences themselves: the statistic changes at no other shift. They are therefore picked by
 * rank, exactly, where Kayenta searches a root to an absolute 1e-4 and loses metrics in small units.
 */
import { normalQuantile } from './normal.ts';
import { mannWhitneyQuantile } from './rank-sum.ts';
import { tieTerm } from './ranks.ts';

export interface Shift {
	readonly value: number;
	readonly low: number;
	readonly high: number;
}

/** Finds the difference of a point of `first` minus one of `second` that has a rank, counted from 1, among all of them. */
type Ranked = (rank: number) => number;

/** Pairs up to which all differences are made and sorted; beyond, sorting them costs more than searching. */
const sortedPairs = 2_000;

function bySorting(first: Float64Array, second: Float64Array): Ranked {
	const differences = new Float64Array(first.length * second.length);
	first.forEach((left, row) => {
		second.forEach((right, column) => {
			differences[row * second.length + column] = left - right;
		});
	});
	differences.sort();
	return (rank) => differences[rank - 1] ?? Number.NaN;
}

/** Numbers in their order as whole numbers, next to each other: the bits of a double with those of negatives turned over. */
function createOrder() {
	const view = new DataView(new ArrayBuffer(8));
	return {
		placeOf(value: number): bigint {
			view.setFloat64(0, value);
			const bits = view.getBigInt64(0);
			return bits < 0n ? -(bits & 0x7fff_ffff_ffff_ffffn) : bits;
		},
		valueAt(place: bigint): number {
			view.setBigInt64(0, place < 0n ? -place : place);
			const size = view.getFloat64(0);
			return place < 0n ? -size : size;
		},
	};
}

/**
 * Searches the value among all doubles, at most 64 times halving; rounding keeps the order of differences, so counting
 * those up to a value takes one walk through both sorted samples. Exact, where sorting all pairs takes their number.
 */
function bySearching(first: Float64Array, second: Float64Array): Ranked {
	const { placeOf, valueAt } = createOrder();
	const upTo = (value: number): number => {
		let count = 0;
		let from = 0;
		for (const left of first) {
			while (from < second.length && left - (second[from] ?? Number.NaN) > value) from += 1;
			count += second.length - from;
		}
		return count;
	};
	const least = (first[0] ?? 0) - (second.at(-1) ?? 0);
	const most = (first.at(-1) ?? 0) - (second[0] ?? 0);
	return (rank) => {
		let [low, high] = [placeOf(least), placeOf(most)];
		while (low < high) {
			const middle = (low + high) >> 1n;
			if (upTo(valueAt(middle)) >= rank) high = middle;
			else low = middle + 1n;
		}
		return valueAt(low);
	};
}

/** Groups of equal values within one sample. */
function tiesWithin(values: readonly number[]): readonly number[] {
	const sizes = new Map<number, number>();
	for (const value of values) sizes.set(value, (sizes.get(value) ?? 0) + 1);
	return [...sizes.values()];
}

/**
 * Rank, counted from 1, of the difference at which the normal approximation (with continuity and tie correction) stops
 * to reject from below. Between two differences no point of one sample ties with one of the other, so only ties within
 * the samples count. At least 1: where the samples are too small for the confidence, the ends are the extremes, as in R.
 */
function asymptoticRank(first: readonly number[], second: readonly number[], confidence: number): number {
	const pairs = first.length * second.length;
	const all = first.length + second.length;
	const ties = tieTerm(tiesWithin(first)) + tieTerm(tiesWithin(second));
	const deviation = Math.sqrt((pairs / 12) * (all + 1 - ties / (all * (all - 1))));
	const reach = -normalQuantile((1 - confidence) / 2) * deviation;
	return Math.max(1, Math.ceil(pairs / 2 - 0.5 - reach));
}

function exactRank(first: readonly number[], second: readonly number[], confidence: number): number {
	return Math.max(1, mannWhitneyQuantile((1 - confidence) / 2, first.length, second.length));
}

/**
 * Hodges-Lehmann shift of `first` over `second` with a two-sided interval. Points must be finite; null when a sample is
 * empty. `exact` is meant for samples without ties; with ties its interval is on the careful side.
 */
export function hodgesLehmann(
	first: readonly number[],
	second: readonly number[],
	confidence: number,
	method: 'exact' | 'asymptotic',
): Shift | null {
	if (first.length === 0 || second.length === 0) return null;
	const [left, right] = [Float64Array.from(first).sort(), Float64Array.from(second).sort()];
	const count = left.length * right.length;
	const ranked = (count > sortedPairs ? bySearching : bySorting)(left, right);
	const at = (rank: number): number => ranked(Math.min(Math.max(rank, 1), count)) + 0;
	const rank = (method === 'exact' ? exactRank : asymptoticRank)(first, second, confidence);
	const value = (at(Math.ceil(count / 2)) + at(Math.floor(count / 2) + 1)) / 2;
	return { value, low: at(rank), high: at(count + 1 - rank) };
}

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

/** All differences of a point of `first` minus a point of `second`, ascending. */
function pairwiseDifferences(first: readonly number[], second: readonly number[]): Float64Array {
	const differences = new Float64Array(first.length * second.length);
	first.forEach((left, row) => {
		second.forEach((right, column) => {
			differences[row * second.length + column] = left - right;
		});
	});
	return differences.sort();
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
	const differences = pairwiseDifferences(first, second);
	const count = differences.length;
	const at = (rank: number): number => differences[Math.min(Math.max(rank, 1), count) - 1] ?? Number.NaN;
	const rank = (method === 'exact' ? exactRank : asymptoticRank)(first, second, confidence);
	const value = (at(Math.ceil(count / 2)) + at(Math.floor(count / 2) + 1)) / 2;
	return { value, low: at(rank), high: at(count + 1 - rank) };
}

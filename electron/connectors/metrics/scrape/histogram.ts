/** Quantiles of bucketed observations, as Prometheus computes them. */
import { histogramQuantile as quantileOfBuckets } from '../../../../shared/domain/statistics/histogram.ts';

export interface Bucket {
	/** Upper bound (`le`); the last is `Infinity`. */
	readonly bound: number;
	/** Observations at or below the bound. */
	readonly count: number;
}

export interface Quantile {
	readonly value: number;
	/** True when the quantile lies beyond the largest finite bound: the true value is at least this. */
	readonly atLeast: boolean;
}

/**
 * Linear interpolation within the bucket that holds the quantile; the first bucket starts at 0; beyond the largest
 * finite bound that bound is the answer. Null without observations or without a `+Inf` bucket.
 * Source: `bucketQuantile` of prometheus/promql/quantile.go, incl. its repair of counts that fall from bucket to bucket.
 */
export function histogramQuantile(quantile: number, given: readonly Bucket[]): Quantile | null {
	const sorted = given.toSorted((left, right) => left.bound - right.bound);
	let highest = 0;
	const buckets = sorted.map(({ bound, count }) => {
		highest = Math.max(highest, count);
		return { bound, count: highest };
	});
	const last = buckets.at(-1);
	if (last === undefined || last.bound !== Number.POSITIVE_INFINITY || last.count <= 0) {
		return null;
	}
	const finite = buckets.slice(0, -1).map(({ bound }) => bound);
	const counts = buckets.map(({ count }, index) => count - (buckets[index - 1]?.count ?? 0));
	const found = quantileOfBuckets(finite, counts, quantile);
	return found === null ? null : { value: found.value, atLeast: found.isAtLeast };
}

/**
 * Adds histograms of several instances. Only bounds that all of them have are kept: a cumulative count that one
 * instance lacks is not zero there. `+Inf` is common to all.
 */
export function mergeHistograms(histograms: readonly (readonly Bucket[])[]): readonly Bucket[] {
	const [first, ...others] = histograms;
	if (first === undefined) return [];
	const tables = others.map((buckets) => new Map(buckets.map((bucket) => [bucket.bound, bucket.count])));
	return first.flatMap(({ bound, count }) => {
		let sum = count;
		for (const table of tables) {
			const more = table.get(bound);
			if (more === undefined) return [];
			sum += more;
		}
		return [{ bound, count: sum }];
	});
}

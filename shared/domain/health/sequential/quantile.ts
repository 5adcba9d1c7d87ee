/** A quantile of latency from a histogram, with the error that its sample leaves. */
import { histogramQuantile } from '../../statistics/histogram.ts';
import type { LatencyTotals } from '../totals.ts';

export interface QuantileEstimate {
	/** Milliseconds. */
	readonly value: number;
	/** Standard error of its logarithm. */
	readonly error: number;
	readonly count: number;
}

/** What no histogram tells better: buckets are wide, and interpolation within them is a guess. */
const smallestError = 0.01;

/** Null beyond the last bound. */
function valueAt({ boundsMs, counts }: LatencyTotals, share: number): number | null {
	const found = histogramQuantile(boundsMs, counts, share);
	return found === null || found.isAtLeast ? null : found.value;
}

/**
 * The quantile (0..1) of a histogram. Its error comes from the ranks one standard deviation sqrt(n q (1-q)) away
 * (Serfling 1980, "Approximation theorems", 2.6). Null without data, or where the quantile or the rank above it lies
 * beyond the last bucket: then nobody knows how slow the slowest were.
 */
export function quantileOf(latency: LatencyTotals, quantile: number): QuantileEstimate | null {
	const count = latency.counts.reduce((sum, value) => sum + value, 0);
	if (!(count > 0)) return null;
	const spread = Math.sqrt((quantile * (1 - quantile)) / count);
	const value = valueAt(latency, quantile);
	const low = valueAt(latency, Math.max(quantile - spread, 1e-9 / count));
	const high = valueAt(latency, Math.min(quantile + spread, 1));
	if (value === null || low === null || high === null || !(low > 0) || !(value > 0)) return null;
	return { value, error: Math.max(Math.log(high / low) / 2, smallestError), count };
}

/**
 * The least that a quantile can be which lies beyond the last bucket, or whose rank above it does: what is beyond is taken
 * to lie at the last bound. Null without data or bounds.
 */
export function leastQuantileOf(latency: LatencyTotals, quantile: number): QuantileEstimate | null {
	const last = latency.boundsMs.length - 1;
	const within = (latency.counts[last] ?? 0) + (latency.counts[last + 1] ?? 0);
	const counts = [...latency.counts.slice(0, Math.max(last, 0)), within, 0];
	return last < 0 ? null : quantileOf({ boundsMs: latency.boundsMs, counts }, quantile);
}

/** Observations that a block needs so that a handful lies beyond the quantile. */
export function neededFor(quantile: number): number {
	return Math.ceil(5 / Math.max(1 - quantile, 1e-4));
}

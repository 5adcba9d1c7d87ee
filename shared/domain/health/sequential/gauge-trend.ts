/**
 * The trend of a gauge: does canary minus stable grow? Differences are in units of the margin, time in hours.
 *
 * Two well slots wander against each other: a random walk is the null, and a line fitted through its values finds slopes
 * everywhere (Durlauf & Phillips 1988, "Trends versus random walks in time series analysis"). Its increments are what is
 * independent, so the slope is their mean, with the confidence sequence of `statistics/confidence-sequence.ts`.
 */
import type { Moments } from '../../statistics/confidence-sequence.ts';
import {
	addValue,
	logEvidenceAbove,
	meanBounds,
	noMoments,
	spreadOf,
	tunedRho,
} from '../../statistics/confidence-sequence.ts';

/** Increments before a trend is spoken of: the sequence is asymptotic. */
export const trendIncrements = 10;
/** Number of blocks at which the bounds are narrowest. */
const tunedFor = 30;
/** Swing within an hour, in margins, below which no gauge is trusted to stay: a constant series proves nothing by itself. */
const leastSpread = 0.05;
/** Growth within the horizon, in margins, below which nothing is called a trend, however near the margin is. */
export const leastGrowth = 0.25;
/** Largest lasting of increments that is allowed for. */
const mostLasting = 0.8;
const hourMs = 3_600_000;

export interface TrendMemory {
	/** Of the increments per hour, weighted by their hours. */
	readonly slopes: Moments;
	/** Of neighbouring increments: sums of product, sum and count, weighted by the root of their hours. */
	readonly neighbours: { readonly products: number; readonly sums: number; readonly weights: number };
	readonly last: { readonly slope: number; readonly hours: number } | null;
	/** Smoothed difference: where the gauge is now. */
	readonly recent: number | null;
}

export const noTrend: TrendMemory = {
	slopes: noMoments,
	neighbours: { products: 0, sums: 0, weights: 0 },
	last: null,
	recent: null,
};

/**
 * One more block: its difference, and by how much that grew since the block before; null for the first. A canary that
 * starts on the good side catches up while it warms up, so growth counts from when its smoothed difference first is not
 * better than the stable slot's. `worse` is the sign of the worse direction, 0 where both are.
 */
export function observeTrend(
	memory: TrendMemory,
	block: { readonly difference: number; readonly growth: number | null; readonly elapsedMs: number },
	worse: 1 | 0 | -1,
): TrendMemory {
	const { difference, growth } = block;
	const recent = memory.recent === null ? difference : memory.recent + (difference - memory.recent) / 3;
	if (growth === null || (memory.last === null && worse * (memory.recent ?? 0) < 0)) return { ...memory, recent };
	const hours = block.elapsedMs / hourMs;
	const slope = growth / hours;
	const { last, neighbours } = memory;
	const weight = last === null ? 0 : Math.sqrt(hours * last.hours);
	const before = last?.slope ?? 0;
	return {
		slopes: addValue(memory.slopes, slope, hours),
		neighbours: {
			products: neighbours.products + weight * slope * before,
			sums: neighbours.sums + weight * (slope + before),
			weights: neighbours.weights + weight,
		},
		last: { slope, hours },
		recent,
	};
}

/**
 * Spread of the growth within an hour. Increments that take after the one before them wander further than independent
 * ones: by (1 + r) / (1 - r) in variance for a correlation r of neighbours (AR(1); Bartlett 1946). Those that take back
 * what the one before gave, as noise of measurement does, are counted as independent, which is on the careful side.
 */
function spreadOfGrowth({ slopes, neighbours }: TrendMemory): number {
	const spread = spreadOf(slopes) ?? 0;
	const { mean, squares } = slopes;
	const shared = neighbours.products - mean * neighbours.sums + mean * mean * neighbours.weights;
	const lasting = squares > 0 ? Math.min(mostLasting, Math.max(0, shared / squares)) : 0;
	return Math.sqrt(spread ** 2 * ((1 + lasting) / (1 - lasting)) + leastSpread ** 2);
}

/**
 * log evidence that the difference grows so fast that it passes `margin` within the horizon from where it is now, and by
 * at least a quarter of the margin. Not above 0 while the smoothed difference is on the good side. `sign` -1 asks the same of
 * a fall.
 */
export function logEvidenceOfGrowth(
	memory: TrendMemory,
	margin: number,
	horizonMs: number,
	alpha: number,
	sign: 1 | -1,
): number {
	if (memory.slopes.count < trendIncrements || memory.recent === null) return 0;
	const now = sign * memory.recent;
	const pace = Math.max(leastGrowth, margin - now) / (horizonMs / hourMs);
	const slopes = sign === 1 ? memory.slopes : { ...memory.slopes, mean: -memory.slopes.mean };
	const evidence = logEvidenceAbove(slopes, pace, tunedRho(Math.min(0.5, 2 * alpha), tunedFor), spreadOfGrowth(memory));
	return now < 0 ? Math.min(0, evidence) : evidence;
}

export interface TrendBounds {
	readonly perHour: number;
	readonly low: number;
	readonly high: number;
	readonly recent: number;
}

/** The slope with bounds that hold at all looks together; null while there are too few increments. */
export function trendBounds(memory: TrendMemory, alpha: number): TrendBounds | null {
	if (memory.slopes.count < trendIncrements || memory.recent === null) return null;
	const options = { alpha, rho: tunedRho(alpha, tunedFor), sides: 'two', spread: spreadOfGrowth(memory) } as const;
	return { perHour: memory.slopes.mean, recent: memory.recent, ...meanBounds(memory.slopes, options) };
}

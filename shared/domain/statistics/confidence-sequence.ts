/**
 * Confidence sequences of a mean: bounds that hold at all looks together, however often one looks and whenever one stops.
 *
 * Source: Waudby-Smith, Arbour, Sinha, Kennedy, Ramdas, "Time-uniform central limit theory and asymptotic confidence
 * sequences" (Annals of Statistics 2024, arXiv 2103.06476): two-sided Theorem 2.2, one-sided Proposition B.1 (appendix
 * B.1), tuning appendix B.2. They are asymptotic: what is bounded is the error of looks that begin late enough for the
 * spread to be known; the caller says from which look on (ten is a fair number) and may hand in a floor for the spread.
 */
import { normalCdf, normalDensity } from './normal.ts';

/** Count, weighted mean and weighted sum of squares about it. Plain data; a new one for each value. */
export interface Moments {
	readonly count: number;
	readonly weight: number;
	readonly mean: number;
	readonly squares: number;
}

export const noMoments: Moments = { count: 0, weight: 0, mean: 0, squares: 0 };

/**
 * One more value (Welford 1962; with weights West 1979). A weight is the inverse of the value's variance up to a factor:
 * a slope measured over three minutes weighs three times one of a minute. What is no number is left out.
 */
export function addValue(moments: Moments, value: number, weight = 1): Moments {
	if (!Number.isFinite(value) || !(weight > 0) || weight === Number.POSITIVE_INFINITY) return moments;
	const total = moments.weight + weight;
	const step = value - moments.mean;
	const mean = moments.mean + (step * weight) / total;
	const squares = moments.squares + weight * step * (value - mean);
	return { count: moments.count + 1, weight: total, mean, squares };
}

/** Standard deviation of a value of weight 1; null for fewer than two values. */
export function spreadOf({ count, squares }: Moments): number | null {
	return count < 2 ? null : Math.sqrt(Math.max(0, squares) / (count - 1));
}

/**
 * The tuning that makes the two-sided sequence narrowest at `count` values: rho^2 count = -W(-1, -alpha^2/e) - 1
 * (appendix B.2), solved as the fixed point x = log(1 + x) - 2 log(alpha). For one-sided use pass `2 * alpha`, as the
 * paper does. It must not be chosen by the data.
 */
export function tunedRho(alpha: number, count: number): number {
	let x = -2 * Math.log(alpha) + 1;
	const logs = -2 * Math.log(alpha);
	for (let round = 0; round < 60; round++) {
		const next = Math.log1p(x) + logs;
		if (Math.abs(next - x) < 1e-14 * x) break;
		x = next;
	}
	return Math.sqrt(x / count);
}

/** Half width in standard deviations after `count` values: Theorem 2.2 of the source. */
export function twoSidedMargin(count: number, rho: number, alpha: number): number {
	const scale = count * rho * rho + 1;
	return Math.sqrt(2 * scale * Math.log(Math.sqrt(scale) / alpha)) / (count * rho);
}

/** Closed form of the one-sided margin (Proposition B.1); a little wider than `oneSidedMargin`, which is exact. */
export function oneSidedMarginBound(count: number, rho: number, alpha: number): number {
	const scale = count * rho * rho + 1;
	return Math.sqrt(2 * scale * Math.log(1 + Math.sqrt(scale) / (2 * alpha))) / (count * rho);
}

/**
 * log of the half-normal mixture martingale at x = rho S / sqrt(scale): 2/sqrt(scale) exp(x^2/2) cdf(x). Far below zero
 * the distribution underflows, and the leading terms of its expansion (DLMF 7.12.1) take its place.
 */
function logMixture(x: number, scale: number): number {
	const lead = Math.log(2) - 0.5 * Math.log(scale);
	if (x < -30) return lead - Math.log(-x * Math.sqrt(2 * Math.PI)) - 1 / (x * x);
	return lead + (x * x) / 2 + Math.log(normalCdf(x));
}

/**
 * Margin of a one-sided bound in standard deviations: where the mixture of Proposition B.1 itself reaches 1/alpha, so that
 * a bound excludes a value exactly when `logEvidenceAbove` says so. Newton from the closed form: the mixture's logarithm is
 * convex and the closed form lies above the root, so no step overshoots.
 */
export function oneSidedMargin(count: number, rho: number, alpha: number): number {
	const scale = count * rho * rho + 1;
	let x = Math.sqrt(2 * Math.log(1 + Math.sqrt(scale) / (2 * alpha)));
	for (let round = 0; round < 8; round++) {
		const miss = logMixture(x, scale) + Math.log(alpha);
		const slope = x + normalDensity(x) / normalCdf(x);
		x -= miss / slope;
		if (Math.abs(miss) < 1e-11) break;
	}
	return (x * Math.sqrt(scale)) / (count * rho);
}

export interface SequenceOptions {
	readonly alpha: number;
	readonly rho: number;
	/** `one`: each bound holds alone with 1 - alpha. `two`: both together. */
	readonly sides: 'one' | 'two';
	/** Standard deviation of a value of weight 1, where something else than the sample's own is to be used. */
	readonly spread?: number;
}

/** Bounds of the mean; open (infinite) for fewer than two values. */
export function meanBounds(
	moments: Moments,
	options: SequenceOptions,
): { readonly low: number; readonly high: number } {
	const spread = options.spread ?? spreadOf(moments);
	const { count, weight, mean } = moments;
	if (spread === null || count < 2) return { low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY };
	const margin = (options.sides === 'one' ? oneSidedMargin : twoSidedMargin)(count, options.rho, options.alpha);
	const reach = margin * spread * Math.sqrt(count / weight);
	return { low: mean - reach, high: mean + reach };
}

/**
 * log of the evidence that the mean lies above `bound`: against every mean up to it this is an asymptotic e-process
 * (Proposition B.1: the mixture over a half-normal prior with scale rho). 0 for fewer than two values.
 */
export function logEvidenceAbove(moments: Moments, bound: number, rho: number, spread = spreadOf(moments)): number {
	const { count, weight, mean } = moments;
	if (spread === null || count < 2) return 0;
	const scale = count * rho * rho + 1;
	const excess = (mean - bound) * Math.sqrt(weight * count);
	if (excess === 0) return logMixture(0, scale);
	return logMixture((rho * excess) / (spread * Math.sqrt(scale)), scale);
}

/**
 * The normal distribution in full double accuracy, built on the ratio of tail to density (Mills' ratio): it is smooth, so
 * rounding of its argument costs nothing even far out in the tail.
 */

const rootTwoPi = Math.sqrt(2 * Math.PI);
/** Below this the power series is the accurate one, above it the continued fraction. */
const seriesLimit = 1;

/** exp(-x*x/scale) without the loss that squaring a large x would bring: x is split into a short part and a rest. */
function expOfMinusSquare(x: number, scale: 1 | 2): number {
	const short = Math.trunc(x * 16) / 16;
	return Math.exp((-short * short) / scale) * Math.exp((-(x - short) * (x + short)) / scale);
}

/** Integral of the density from 0 to z divided by the density at z, by its power series (all terms of one sign). */
function centralRatio(z: number): number {
	let term = z;
	let sum = z;
	for (let k = 3; term > sum * 1e-17; k += 2) {
		term *= (z * z) / k;
		sum += term;
	}
	return sum;
}

/** Upper tail divided by density at z > 0, by Laplace's continued fraction evaluated from its far end. */
function tailRatio(z: number): number {
	let fraction = z;
	for (let k = Math.ceil(500 / (z * z)) + 12; k > 0; k--) fraction = z + k / fraction;
	return 1 / fraction;
}

/** Density of the standard normal distribution. */
export function normalDensity(x: number): number {
	return expOfMinusSquare(Math.abs(x), 2) / rootTwoPi;
}

/** Chance that a standard normal value lies above x; keeps its relative accuracy until it underflows near x = 38. */
export function normalUpperTail(x: number): number {
	if (Number.isNaN(x)) return Number.NaN;
	if (x < 0) return 1 - normalUpperTail(-x);
	if (x > 40) return 0;
	if (x < seriesLimit) return 0.5 - normalDensity(x) * centralRatio(x);
	return normalDensity(x) * tailRatio(x);
}

/** Chance that a standard normal value lies below x. */
export function normalCdf(x: number): number {
	return normalUpperTail(-x);
}

/** log of `normalCdf`, where that itself has long underflowed too. */
export function logNormalCdf(x: number): number {
	if (x > 0) return Math.log1p(-normalUpperTail(x));
	if (x > -seriesLimit) return Math.log(normalUpperTail(-x));
	return -(x * x) / 2 - Math.log(rootTwoPi) + Math.log(tailRatio(-x));
}

/** Complementary error function: 2/sqrt(pi) times the integral of exp(-t*t) from x to infinity. */
export function erfc(x: number): number {
	if (Number.isNaN(x)) return Number.NaN;
	if (x < 0) return 2 - erfc(-x);
	if (x > 28) return 0;
	const z = x * Math.SQRT2;
	const scale = (expOfMinusSquare(x, 1) * 2) / rootTwoPi;
	return z < seriesLimit ? 1 - scale * centralRatio(z) : scale * tailRatio(z);
}

/** Rough quantile of a small upper tail (Abramowitz and Stegun 26.2.23, error below 5e-4): where the refinement starts. */
function roughUpperQuantile(tail: number): number {
	const t = Math.sqrt(-2 * Math.log(tail));
	const above = 2.515517 + t * (0.802853 + t * 0.010328);
	const below = 1 + t * (1.432788 + t * (0.189269 + t * 0.001308));
	return t - above / below;
}

/** The x below which a standard normal value lies with chance p; minus and plus infinity at 0 and 1, NaN outside. */
export function normalQuantile(p: number): number {
	if (!(p >= 0 && p <= 1)) return Number.NaN;
	if (p === 0) return Number.NEGATIVE_INFINITY;
	if (p === 1) return Number.POSITIVE_INFINITY;
	if (p === 0.5) return 0;
	// 1 - p is exact from one half on, so the smaller tail is always known to the last bit.
	const tail = p < 0.5 ? p : 1 - p;
	let x = roughUpperQuantile(tail);
	// Halley's method triples the correct digits each round: two make 5e-4 exact, the third removes rounding.
	for (let round = 0; round < 3; round++) {
		const density = normalDensity(x);
		if (density === 0) break;
		// Near the middle the distance from one half is what has the digits.
		const excess = tail > 0.25 ? 0.5 - tail - density * centralRatio(x) : normalUpperTail(x) - tail;
		const error = excess / density;
		x += error / (1 - (error * x) / 2);
	}
	return p < 0.5 ? -x : x;
}

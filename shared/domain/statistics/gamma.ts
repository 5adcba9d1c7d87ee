/** Logarithms of the gamma and beta functions and of binomial coefficients. Domain: positive arguments, NaN outside. */

const halfLogTwoPi = 0.5 * Math.log(2 * Math.PI);
/** From here on Stirling's series is exact in double precision. */
const stirlingFrom = 10;
/** Coefficients B(2k) / (2k (2k-1)) of Stirling's series, k from 1 on. */
const stirlingTerms = [
	1 / 12,
	-1 / 360,
	1 / 1260,
	-1 / 1680,
	1 / 1188,
	-691 / 360360,
	1 / 156,
	-3617 / 122400,
] as const;

/** What Stirling's formula lacks: logGamma(x) - ((x - 1/2) log x - x + log(2 pi)/2), for x of at least 10. */
export function stirlingError(x: number): number {
	const inverseSquare = 1 / (x * x);
	return stirlingTerms.reduceRight((sum, term) => sum * inverseSquare + term, 0) / x;
}

/** log of the gamma function for x > 0. */
export function logGamma(x: number): number {
	if (!(x > 0)) return Number.NaN;
	if (x === Number.POSITIVE_INFINITY) return x;
	if (x === 1 || x === 2) return 0;
	let product = 1;
	let shifted = x;
	while (shifted < stirlingFrom) {
		product *= shifted;
		shifted += 1;
	}
	return (shifted - 0.5) * Math.log(shifted) - shifted + halfLogTwoPi + stirlingError(shifted) - Math.log(product);
}

/** log of the beta function for a, b > 0, without the cancellation that three large logGamma would bring. */
export function logBeta(a: number, b: number): number {
	if (!(a > 0 && b > 0)) return Number.NaN;
	const small = Math.min(a, b);
	const large = Math.max(a, b);
	const sum = small + large;
	if (large < stirlingFrom) return logGamma(small) + (logGamma(large) - logGamma(sum));
	const rest = Math.log1p(-small / sum);
	if (small < stirlingFrom) {
		const error = stirlingError(large) - stirlingError(sum);
		return logGamma(small) + error + small - small * Math.log(sum) + (large - 0.5) * rest;
	}
	const error = stirlingError(small) + stirlingError(large) - stirlingError(sum);
	return -0.5 * Math.log(large) + halfLogTwoPi + error + (small - 0.5) * Math.log(small / sum) + large * rest;
}

/** log of "n choose k" for 0 <= k <= n; minus infinity outside (no such choice). */
export function logChoose(n: number, k: number): number {
	if (Number.isNaN(n) || Number.isNaN(k)) return Number.NaN;
	if (k < 0 || k > n) return Number.NEGATIVE_INFINITY;
	if (k === 0 || k === n) return 0;
	return -Math.log1p(n) - logBeta(n - k + 1, k + 1);
}

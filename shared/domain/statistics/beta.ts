/** The beta distribution: regularised incomplete beta function and its inverse. NaN outside the domain. */
import { logBeta, stirlingError } from './gamma.ts';
import { normalQuantile } from './normal.ts';

interface Tails {
	readonly lower: number;
	readonly upper: number;
}

/** k log(k/m) + m - k, accurate also where k and m are close. */
function deviance(k: number, m: number): number {
	const difference = k - m;
	if (Math.abs(difference) > 0.1 * (k + m)) return k * Math.log(k / m) - difference;
	// log(k/m) = 2 artanh(v) with v = (k-m)/(k+m); the leading terms cancel by hand.
	const v = difference / (k + m);
	let power = 2 * k * v;
	let sum = difference * v;
	for (let odd = 3; odd < 60; odd += 2) {
		power *= v * v;
		const next = sum + power / odd;
		if (next === sum) break;
		sum = next;
	}
	return sum;
}

/** log of x^a y^b / B(a, b) with y = 1 - x given exactly; by deviances where both are large (Loader 2000). */
function logMass(x: number, y: number, a: number, b: number): number {
	if (a < 10 || b < 10) return a * Math.log(x) + b * (x < 0.5 ? Math.log1p(-x) : Math.log(y)) - logBeta(a, b);
	const n = a + b;
	const error = stirlingError(n) - stirlingError(a) - stirlingError(b);
	return 0.5 * Math.log((a / n) * (b / (2 * Math.PI))) + error - deviance(a, n * x) - deviance(b, n * y);
}

/** Continued fraction of the incomplete beta function (DLMF 8.17.22) by the modified Lentz method. */
function continuedFraction(x: number, a: number, b: number): number {
	const tiny = 1e-300;
	let c = 1;
	let d = 1 / orTiny(1 - ((a + b) * x) / (a + 1), tiny);
	let value = d;
	for (let m = 1; m < 1_000_000; m++) {
		const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
		d = 1 / orTiny(1 + even * d, tiny);
		c = orTiny(1 + even / c, tiny);
		value *= d * c;
		const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
		d = 1 / orTiny(1 + odd * d, tiny);
		c = orTiny(1 + odd / c, tiny);
		const step = d * c;
		value *= step;
		if (Math.abs(step - 1) < 1e-16) break;
	}
	return value;
}

function orTiny(value: number, tiny: number): number {
	return Math.abs(value) < tiny ? tiny : value;
}

function tails(x: number, y: number, a: number, b: number): Tails {
	if (x <= 0) return { lower: 0, upper: 1 };
	if (y <= 0) return { lower: 1, upper: 0 };
	const mass = Math.exp(logMass(x, y, a, b));
	// The fraction converges fast on the lower side of the mean only; the other side is its mirror image.
	if (x <= (a + 1) / (a + b + 2)) {
		const lower = Math.min(1, (mass * continuedFraction(x, a, b)) / a);
		return { lower, upper: 1 - lower };
	}
	const upper = Math.min(1, (mass * continuedFraction(y, b, a)) / b);
	return { lower: 1 - upper, upper };
}

function isOutside(probability: number, a: number, b: number): boolean {
	return !(probability >= 0 && probability <= 1 && a > 0 && b > 0 && a + b < Number.POSITIVE_INFINITY);
}

/** Chance that a Beta(a, b) value lies below x in 0..1: the regularised incomplete beta function. */
export function betaCdf(x: number, a: number, b: number): number {
	return isOutside(x, a, b) ? Number.NaN : tails(x, 1 - x, a, b).lower;
}

/** Chance that a Beta(a, b) value lies above x; accurate where `1 - betaCdf` would be all rounding. */
export function betaUpperTail(x: number, a: number, b: number): number {
	return isOutside(x, a, b) ? Number.NaN : tails(x, 1 - x, a, b).upper;
}

/** The x below which a Beta(a, b) value lies with chance p. Solved in log odds, so tiny quantiles keep their digits. */
export function betaQuantile(p: number, a: number, b: number): number {
	if (isOutside(p, a, b)) return Number.NaN;
	if (p === 0 || p === 1) return p;
	const goal = Math.log(p < 0.5 ? p : 1 - p);
	let low = -745;
	let high = 745;
	let t = Math.log(a / b) + normalQuantile(p) * Math.sqrt(1 / a + 1 / b);
	for (let round = 0; round < 200; round++) {
		if (!(t > low && t < high)) t = (low + high) / 2;
		const x = 1 / (1 + Math.exp(-t));
		const y = 1 / (1 + Math.exp(t));
		const side = tails(x, y, a, b);
		const tail = p < 0.5 ? side.lower : side.upper;
		const miss = p < 0.5 ? Math.log(tail) - goal : goal - Math.log(tail);
		if (miss > 0) high = t;
		else low = t;
		// Newton on the log of the tail: its slope in log odds is mass over tail.
		const step = miss * Math.exp(Math.log(tail) - logMass(x, y, a, b));
		const next = t - step;
		if (Math.abs(next - t) <= 1e-15 * Math.max(1, Math.abs(t)) || high - low < 1e-15) break;
		t = next;
	}
	return 1 / (1 + Math.exp(-t));
}

/** Random numbers that are the same on every machine: a seeded generator and draws that are right for any mean. */
import { logGamma } from '../../../shared/domain/statistics/gamma.ts';

export interface Random {
	/** Strictly between 0 and 1. */
	uniform(): number;
	/** Mean 0, standard deviation 1. */
	normal(): number;
	/** Mean `shape` times `scale`. */
	gamma(shape: number, scale: number): number;
	poisson(mean: number): number;
	binomial(trials: number, chance: number): number;
}

/** Seeds of neighbouring numbers must not look alike: FNV-1a over the name and the number. */
export function seedOf(name: string, number: number): number {
	let hash = 0x811c9dc5;
	for (const character of `${name}#${number}`) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
	return hash >>> 0;
}

/** xoshiro128** 1.1 (Blackman and Vigna 2021, prng.di.unimi.it), its state filled by splitmix32 from one number. */
export function xoshiro(seed: number): () => number {
	let state = seed | 0;
	const fill = () => {
		state = (state + 0x9e3779b9) | 0;
		let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
		mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
		return mixed ^ (mixed >>> 15);
	};
	return xoshiroFrom([fill(), fill(), fill(), fill()]);
}

/** The generator from its four words of state, which must not all be 0; whole numbers below 2^32. */
export function xoshiroFrom([first, second, third, fourth]: readonly [number, number, number, number]): () => number {
	let [a, b, c, d] = [first, second, third, fourth];
	return () => {
		const product = Math.imul(b, 5);
		const result = Math.imul((product << 7) | (product >>> 25), 9);
		const shifted = b << 9;
		c ^= a;
		d ^= b;
		b ^= c;
		a ^= d;
		c ^= shifted;
		d = (d << 11) | (d >>> 21);
		return result >>> 0;
	};
}

export function createRandom(seed: number): Random {
	const next = xoshiro(seed);
	const uniform = () => (next() + 0.5) / 4_294_967_296;
	const normal = createNormal(uniform);
	return {
		uniform,
		normal,
		gamma: (shape, scale) => drawGamma(uniform, normal, shape) * scale,
		poisson: (mean) => (mean < 10 ? poissonByInversion(uniform, mean) : poissonByRejection(uniform, mean)),
		binomial(trials, chance) {
			if (chance > 0.5) return trials - drawBinomial(uniform, trials, 1 - chance);
			return drawBinomial(uniform, trials, chance);
		},
	};
}

/** Marsaglia and Bray's polar method (SIAM Review 6, 1964); the second value of each pair is kept for the next call. */
function createNormal(uniform: () => number): () => number {
	let kept: number | null = null;
	return () => {
		if (kept !== null) {
			const value = kept;
			kept = null;
			return value;
		}
		for (;;) {
			const x = 2 * uniform() - 1;
			const y = 2 * uniform() - 1;
			const square = x * x + y * y;
			if (square >= 1 || square === 0) continue;
			const factor = Math.sqrt((-2 * Math.log(square)) / square);
			kept = y * factor;
			return x * factor;
		}
	};
}

/** Marsaglia and Tsang, ACM TOMS 26 (2000); a shape below 1 is drawn one higher and taken down by a power of a uniform. */
function drawGamma(uniform: () => number, normal: () => number, shape: number): number {
	if (shape < 1) return drawGamma(uniform, normal, shape + 1) * uniform() ** (1 / shape);
	const d = shape - 1 / 3;
	const c = 1 / Math.sqrt(9 * d);
	for (;;) {
		const x = normal();
		const root = 1 + c * x;
		if (root <= 0) continue;
		const v = root * root * root;
		if (Math.log(uniform()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v;
	}
}

function poissonByInversion(uniform: () => number, mean: number): number {
	let left = uniform();
	let chance = Math.exp(-mean);
	let count = 0;
	// Far out the chances add up to a hair less than 1.
	while (left > chance && count < 1_000) {
		left -= chance;
		count += 1;
		chance *= mean / count;
	}
	return count;
}

/** PTRS: Hörmann, "The transformed rejection method for generating Poisson random variables" (1993), for means from 10 on. */
function poissonByRejection(uniform: () => number, mean: number): number {
	const b = 0.931 + 2.53 * Math.sqrt(mean);
	const a = -0.059 + 0.02483 * b;
	const inverseAlpha = 1.1239 + 1.1328 / (b - 3.4);
	const squeeze = 0.9277 - 3.6224 / (b - 2);
	for (;;) {
		const u = uniform() - 0.5;
		const v = uniform();
		const side = 0.5 - Math.abs(u);
		const count = Math.floor(((2 * a) / side + b) * u + mean + 0.43);
		if (side >= 0.07 && v <= squeeze) return count;
		if (count < 0 || (side < 0.013 && v > side)) continue;
		const density = count * Math.log(mean) - mean - logGamma(count + 1);
		if (Math.log((v * inverseAlpha) / (a / (side * side) + b)) <= density) return count;
	}
}

/** For chances up to one half. */
function drawBinomial(uniform: () => number, trials: number, chance: number): number {
	return trials * chance < 10
		? binomialByInversion(uniform, trials, chance)
		: binomialByRejection(uniform, trials, chance);
}

function binomialByInversion(uniform: () => number, trials: number, chance: number): number {
	const odds = chance / (1 - chance);
	let left = uniform();
	let mass = (1 - chance) ** trials;
	let count = 0;
	while (left > mass && count < trials) {
		left -= mass;
		mass *= (odds * (trials - count)) / (count + 1);
		count += 1;
	}
	return count;
}

/** BTRS: Hörmann, "The generation of binomial random variates" (1993), for 10 expected successes and more. */
function binomialByRejection(uniform: () => number, trials: number, chance: number): number {
	const spread = Math.sqrt(trials * chance * (1 - chance));
	const b = 1.15 + 2.53 * spread;
	const a = -0.0873 + 0.0248 * b + 0.01 * chance;
	const squeeze = 0.92 - 4.2 / b;
	const alpha = (2.83 + 5.1 / b) * spread;
	const logOdds = Math.log(chance / (1 - chance));
	const mode = Math.floor((trials + 1) * chance);
	const atMode = logGamma(mode + 1) + logGamma(trials - mode + 1);
	for (;;) {
		const u = uniform() - 0.5;
		const v = uniform();
		const side = 0.5 - Math.abs(u);
		const count = Math.floor(((2 * a) / side + b) * u + trials * chance + 0.5);
		if (side >= 0.07 && v <= squeeze) return count;
		if (count < 0 || count > trials) continue;
		const density = atMode - logGamma(count + 1) - logGamma(trials - count + 1) + (count - mode) * logOdds;
		if (Math.log((v * alpha) / (a / (side * side) + b)) <= density) return count;
	}
}

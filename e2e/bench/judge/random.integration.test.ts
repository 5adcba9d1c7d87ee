import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { logChoose, logGamma } from '../../../shared/domain/statistics/gamma.ts';
import { createRandom, seedOf, xoshiro, xoshiroFrom } from './random.ts';

/** Draws of every kind are checked by mean and variance at five standard errors; seeds are fixed, so nothing is flaky. */
const draws = 40_000;

function moments(draw: () => number) {
	const values = Array.from({ length: draws }, draw);
	const mean = values.reduce((sum, value) => sum + value, 0) / draws;
	const powers = (power: number) => values.reduce((sum, value) => sum + (value - mean) ** power, 0) / draws;
	return { mean, variance: powers(2), fourth: powers(4) };
}

function expectMoments(draw: () => number, mean: number, variance: number): void {
	const seen = moments(draw);
	expect(Math.abs(seen.mean - mean)).toBeLessThan(5 * Math.sqrt(variance / draws));
	const errorOfVariance = Math.sqrt((seen.fourth - seen.variance ** 2) / draws);
	expect(Math.abs(seen.variance - variance)).toBeLessThan(5 * errorOfVariance);
}

/** Pearson's statistic of counts against their chances, over all values that are expected five times and more. */
function chiSquare(draw: () => number, chanceOf: (value: number) => number) {
	const seen = new Map<number, number>();
	for (let index = 0; index < draws; index += 1) {
		const value = draw();
		seen.set(value, (seen.get(value) ?? 0) + 1);
	}
	let statistic = 0;
	let cells = 0;
	for (let value = 0; value < 2_000; value += 1) {
		const expected = draws * chanceOf(value);
		if (expected < 5) continue;
		statistic += ((seen.get(value) ?? 0) - expected) ** 2 / expected;
		cells += 1;
	}
	return { statistic, cells };
}

/** Five standard deviations above what chance gives. */
function expectLikely({ statistic, cells }: { readonly statistic: number; readonly cells: number }): void {
	expect(statistic).toBeLessThan(cells + 5 * Math.sqrt(2 * cells));
}

describe('the generator', () => {
	it('gives what the reference implementation of xoshiro128** gives', () => {
		const next = xoshiroFrom([1, 2, 3, 4]);
		expect(Array.from({ length: 10 }, next)).toEqual([
			11520, 0, 5927040, 70819200, 2031721883, 1637235492, 1287239034, 3734860849, 3729100597, 4258142804,
		]);
	});

	it('repeats itself for the same seed and not for another', () => {
		fc.assert(
			fc.property(fc.integer({ min: 0, max: 0xffff_ffff }), fc.integer({ min: 0, max: 0xffff_ffff }), (one, other) => {
				const take = (seed: number) => {
					const next = xoshiro(seed);
					return [next(), next(), next(), next()];
				};
				expect(take(one)).toEqual(take(one));
				if (one !== other) expect(take(one)).not.toEqual(take(other));
			}),
		);
	});

	it('gives neighbouring runs different seeds', () => {
		const seeds = Array.from({ length: 5_000 }, (_, number) => seedOf('errors-null', number));
		expect(new Set(seeds).size).toBe(seeds.length);
		expect(seedOf('errors-null', 1)).not.toBe(seedOf('errors-2', 1));
	});

	it('stays strictly between 0 and 1', () => {
		const random = createRandom(1);
		expectMoments(random.uniform, 0.5, 1 / 12);
		for (let index = 0; index < draws; index += 1) {
			const value = random.uniform();
			expect(value > 0 && value < 1).toBe(true);
		}
	});
});

describe('draws', () => {
	it('normal', () => expectMoments(createRandom(2).normal, 0, 1));

	it.each([0.3, 1, 2, 10])('gamma of shape %d', (shape) => {
		const random = createRandom(3);
		expectMoments(() => random.gamma(shape, 1 / shape), 1, 1 / shape);
	});

	it.each([0, 0.02, 3, 9.99, 10, 35, 400])('Poisson of mean %d', (mean) => {
		const random = createRandom(4);
		if (mean === 0) expect(random.poisson(0)).toBe(0);
		else expectMoments(() => random.poisson(mean), mean, mean);
	});

	it.each([3, 10, 35, 400])('Poisson of mean %d value by value', (mean) => {
		const random = createRandom(5);
		const chance = (value: number) => Math.exp(value * Math.log(mean) - mean - logGamma(value + 1));
		expectLikely(chiSquare(() => random.poisson(mean), chance));
	});

	it.each([
		[300, 0.01],
		[40, 0.25],
		[600, 0.5],
		[50, 0.9],
		[7, 0.5],
	])('binomial of %d by %d', (trials, share) => {
		const random = createRandom(6);
		const chance = (value: number) =>
			value > trials
				? 0
				: Math.exp(logChoose(trials, value) + value * Math.log(share) + (trials - value) * Math.log1p(-share));
		expectLikely(chiSquare(() => random.binomial(trials, share), chance));
		expectMoments(() => random.binomial(trials, share), trials * share, trials * share * (1 - share));
	});

	it('binomial stays within its trials, at the ends too', () => {
		const random = createRandom(7);
		fc.assert(
			fc.property(fc.integer({ min: 0, max: 500 }), fc.double({ min: 0, max: 1, noNaN: true }), (trials, share) => {
				const value = random.binomial(trials, share);
				expect(Number.isInteger(value) && value >= 0 && value <= trials).toBe(true);
				if (share === 0) expect(value).toBe(0);
				if (share === 1) expect(value).toBe(trials);
			}),
		);
	});
});

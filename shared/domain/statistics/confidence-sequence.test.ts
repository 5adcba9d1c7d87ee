/** Values of record: fixtures/confidence-sequence.json says how they were made. */
import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import type { Moments } from './confidence-sequence.ts';
import {
	addValue,
	logEvidenceAbove,
	meanBounds,
	noMoments,
	oneSidedMargin,
	oneSidedMarginBound,
	spreadOf,
	tunedRho,
	twoSidedMargin,
} from './confidence-sequence.ts';
import vectors from './fixtures/confidence-sequence.json' with { type: 'json' };
import { finiteExp, logMeanExp, logSumExp } from './log-space.ts';
import { normalQuantile } from './normal.ts';

const momentsOf = (values: readonly number[], weights: readonly number[] = []): Moments =>
	values.reduce((moments, value, index) => addValue(moments, value, weights[index] ?? 1), noMoments);

function expectNear(found: number, expected: number, tolerance: number): void {
	expect(Math.abs(found - expected)).toBeLessThanOrEqual(tolerance * Math.max(1e-3, Math.abs(expected)));
}

describe('agreement with scipy', () => {
	it.each(vectors.rho)('rho tuned for alpha %d and %d values is %d', (alpha = 0, count = 0, expected = 0) => {
		expectNear(tunedRho(alpha, count), expected, 1e-12);
	});
	it.each(vectors.two)(
		'two-sided margin at %d, rho %d, alpha %d is %d',
		(count = 0, rho = 0, alpha = 0, expected = 0) => {
			expectNear(twoSidedMargin(count, rho, alpha), expected, 1e-11);
		},
	);
	it.each(vectors.one)(
		'one-sided margin at %d, rho %d, alpha %d is %d',
		(count = 0, rho = 0, alpha = 0, expected = 0) => {
			expectNear(oneSidedMargin(count, rho, alpha), expected, 1e-8);
			const closed = oneSidedMarginBound(count, rho, alpha);
			expect(closed).toBeGreaterThan(expected);
			expect(closed).toBeLessThan(expected * 1.02);
		},
	);
	it.each(vectors.evidence)('evidence of $values above $bound', (row) => {
		const moments = momentsOf(row.values, row.weights);
		expectNear(moments.mean, row.mean, 1e-12);
		expectNear(spreadOf(moments) ?? Number.NaN, row.spread, 1e-12);
		expectNear(logEvidenceAbove(moments, row.bound, row.rho), row.logEvidence, 1e-8);
	});
});

describe('edges', () => {
	it('nothing is known from fewer than two values', () => {
		const open = { low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY };
		for (const moments of [noMoments, momentsOf([3])]) {
			expect(meanBounds(moments, { alpha: 0.05, rho: 0.5, sides: 'two' })).toEqual(open);
			expect(logEvidenceAbove(moments, -100, 0.5)).toBe(0);
			expect(spreadOf(moments)).toBeNull();
		}
	});
	it.each([
		[Number.NaN, 1],
		[Number.POSITIVE_INFINITY, 1],
		[1, 0],
		[1, -2],
		[1, Number.NaN],
		[1, Number.POSITIVE_INFINITY],
	])('the value %d of weight %d is left out', (value, weight) => {
		const before = momentsOf([1, 2]);
		expect(addValue(before, value, weight)).toBe(before);
	});
	it('far below the bound the evidence still falls, and is a number', () => {
		const moments = momentsOf([1, 1.1, 0.9, 1]);
		const evidence = [2, 10, 50, 1000].map((bound) => logEvidenceAbove(moments, bound, 0.5));
		expect(evidence.every(Number.isFinite)).toBe(true);
		expect(evidence).toEqual(evidence.toSorted((left, right) => right - left));
	});
	it('logs are added without overflow', () => {
		expect(logSumExp([1000, 1000])).toBeCloseTo(1000 + Math.log(2), 12);
		expect(logMeanExp([-1000, -1000])).toBeCloseTo(-1000, 12);
		expect(logSumExp([])).toBe(Number.NEGATIVE_INFINITY);
		expect(Number.isFinite(finiteExp(1e6))).toBe(true);
	});
});

describe('properties', () => {
	const values = fc.array(fc.double({ min: -100, max: 100, noNaN: true }), { minLength: 3, maxLength: 40 });
	const alpha = fc.double({ min: 1e-6, max: 0.5, noNaN: true });
	const rho = fc.double({ min: 0.01, max: 3, noNaN: true });

	test.prop([values, alpha, rho])(
		'a bound excludes a value exactly when the evidence reaches 1/alpha',
		(sample, level, tuning) => {
			const moments = momentsOf(sample);
			const spread = Math.max(1e-3, spreadOf(moments) ?? 0);
			const { low } = meanBounds(moments, { alpha: level, rho: tuning, sides: 'one', spread });
			const slack = 1e-6 * spread;
			expect(logEvidenceAbove(moments, low - slack, tuning, spread)).toBeGreaterThan(-Math.log(level));
			expect(logEvidenceAbove(moments, low + slack, tuning, spread)).toBeLessThan(-Math.log(level));
		},
	);
	test.prop([values, rho, fc.double({ min: 0.01, max: 1000, noNaN: true })])(
		'units do not matter',
		(sample, tuning, unit) => {
			const moments = momentsOf(sample);
			if ((spreadOf(moments) ?? 0) < 1e-3) return;
			const scaled = momentsOf(sample.map((value) => value * unit));
			const before = logEvidenceAbove(moments, 1, tuning);
			expect(Math.abs(logEvidenceAbove(scaled, unit, tuning) - before)).toBeLessThanOrEqual(
				1e-6 * (1 + Math.abs(before)),
			);
		},
	);
	test.prop([values, rho])('the order of values does not matter', (sample, tuning) => {
		const [one, other] = [momentsOf(sample), momentsOf(sample.toReversed())];
		if ((spreadOf(one) ?? 0) < 1e-3) return;
		const before = logEvidenceAbove(one, 0, tuning);
		expect(Math.abs(logEvidenceAbove(other, 0, tuning) - before)).toBeLessThanOrEqual(1e-6 * (1 + Math.abs(before)));
	});
	test.prop([values, rho, fc.double({ min: -50, max: 50, noNaN: true })])(
		'a higher bound has less evidence',
		(sample, tuning, bound) => {
			const moments = momentsOf(sample);
			const spread = Math.max(1e-3, spreadOf(moments) ?? 0);
			const above = logEvidenceAbove(moments, bound, tuning, spread);
			expect(logEvidenceAbove(moments, bound + spread, tuning, spread)).toBeLessThan(above);
		},
	);
	test.prop([values, alpha, rho])('the mirror image has mirrored bounds', (sample, level, tuning) => {
		const options = { alpha: level, rho: tuning, sides: 'one' } as const;
		const one = meanBounds(momentsOf(sample), options);
		const other = meanBounds(momentsOf(sample.map((value) => -value)), options);
		expect(other.low).toBeCloseTo(-one.high, 8);
		expect(other.high).toBeCloseTo(-one.low, 8);
	});
});

/** mulberry32 (public domain, T. Ettinger): a seed gives the same numbers everywhere. */
function seeded(seed: number): () => number {
	let state = seed;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return (((mixed ^ (mixed >>> 14)) >>> 0) + 0.5) / 4294967296;
	};
}

/** Share of 400 runs whose mean of 0 was outside at any of 200 looks, from look 10 on. */
function missShare(
	draw: (random: () => number) => number,
	sides: 'one' | 'two',
	isMissed: (b: { low: number; high: number }) => boolean,
) {
	const random = seeded(20261123);
	const options = { alpha: 0.1, rho: tunedRho(sides === 'one' ? 0.2 : 0.1, 30), sides };
	let missed = 0;
	for (let run = 0; run < 400; run++) {
		let moments = noMoments;
		let isOut = false;
		for (let look = 1; look <= 200; look++) {
			moments = addValue(moments, draw(random));
			if (look >= 10 && isMissed(meanBounds(moments, options))) isOut = true;
		}
		if (isOut) missed++;
	}
	return missed / 400;
}

describe('coverage over 200 looks at alpha 10 % (400 runs, fixed seed; four standard errors are 6 points)', () => {
	const normal = (random: () => number): number => normalQuantile(random());
	const uniform = (random: () => number): number => random() - 0.5;
	it.each([
		['normal values, lower bound', normal, 'one', ({ low }) => low > 0],
		['normal values, upper bound', normal, 'one', ({ high }) => high < 0],
		['normal values, both bounds', normal, 'two', ({ low, high }) => low > 0 || high < 0],
		['uniform values, both bounds', uniform, 'two', ({ low, high }) => low > 0 || high < 0],
	] satisfies readonly [string, typeof normal, 'one' | 'two', (b: { low: number; high: number }) => boolean][])(
		'%s',
		(_name, draw, sides, isMissed) => {
			const share = missShare(draw, sides, isMissed);
			// Far too few would mean bounds that say nothing.
			expect(share).toBeGreaterThan(0.005);
			expect(share).toBeLessThan(0.1 + 4 * Math.sqrt((0.1 * 0.9) / 400));
		},
	);
});

/** Values of record: fixtures/gauge.json says how they were made. */
import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import vectors from './fixtures/gauge.json' with { type: 'json' };
import { type GaugeMemory, gaugeFinding, observeGauge, startGauge } from './gauge.ts';
import type { SequentialMetric } from './model.ts';

const minute = 60_000;

const memoryMetric = (change: Partial<SequentialMetric> = {}): SequentialMetric => ({
	...{ name: 'memory', label: 'memory', unit: 'ratio', measured: { kind: 'gauge', from: 'memory' } },
	...{ direction: 'increase', criticality: 'hold', minimumSamples: 5 },
	...{ harmMargin: { in: 'units', value: 0.1 }, promoteMargin: { in: 'units', value: 0.15 } },
	...change,
});

type Value = number | null | undefined;
type Pair = readonly [canary: Value, stable: Value];

function see(pairs: readonly Pair[], metric = memoryMetric(), lengths: readonly number[] = []): GaugeMemory {
	return pairs.reduce<GaugeMemory>(
		(memory, [canary, stable], index) => observeGauge(memory, { canary, stable, blockMs: lengths[index] ?? minute }),
		startGauge(metric),
	);
}

const find = (pairs: readonly Pair[], metric = memoryMetric()) => gaugeFinding(see(pairs, metric), metric, 0.05, 20);
const repeat = (count: number, pair: Pair): readonly Pair[] => Array.from({ length: count }, () => pair);

describe('level: agreement with scipy, which knows no filter', () => {
	it.each(vectors.cases)('$name', (row) => {
		const metric = memoryMetric({
			harmMargin: { in: 'units', value: row.harmMargin },
			promoteMargin: { in: 'units', value: row.promoteMargin },
		});
		const memory = see(
			row.canary.map((value): Pair => [value, row.stable]),
			metric,
			row.blockMs,
		);
		const found = gaugeFinding(memory, metric, 0.05, 20);
		expect(Math.log(found.levelHarm)).toBeCloseTo(row.logLevelHarm, 5);
		expect(Math.log(found.nonInferior)).toBeCloseTo(row.logNonInferior, 5);
		expect(found.low ?? Number.NaN).toBeCloseTo(row.low, 7);
		expect(found.high ?? Number.NaN).toBeCloseTo(row.high, 7);
	});
});

describe('level', () => {
	it.each<[string, readonly Pair[], Partial<SequentialMetric>, { isHarm: boolean; isNoWorse: boolean }]>([
		['a constant series', repeat(10, [0.4, 0.4]), {}, { isHarm: false, isNoWorse: true }],
		['zero in both slots', repeat(10, [0, 0]), {}, { isHarm: false, isNoWorse: true }],
		['worse by three margins', repeat(5, [0.7, 0.4]), {}, { isHarm: true, isNoWorse: false }],
		['worse by four margins, in three blocks', repeat(3, [0.8, 0.4]), {}, { isHarm: true, isNoWorse: false }],
		['worse by a thousand margins', repeat(5, [100, 0.4]), {}, { isHarm: true, isNoWorse: false }],
		['better by three margins', repeat(10, [0.1, 0.4]), {}, { isHarm: false, isNoWorse: true }],
		[
			'lower where lower is worse',
			repeat(5, [0.1, 0.4]),
			{ direction: 'decrease' },
			{ isHarm: true, isNoWorse: false },
		],
		['lower where both are worse', repeat(5, [0.1, 0.4]), { direction: 'either' }, { isHarm: true, isNoWorse: false }],
		['a single wild value', [[5, 0.4]], {}, { isHarm: false, isNoWorse: false }],
		[
			'three times as much by a share',
			repeat(6, [300, 100]),
			{ harmMargin: { in: 'share', value: 0.3 }, promoteMargin: { in: 'share', value: 0.5 } },
			{ isHarm: true, isNoWorse: false },
		],
		[
			'any worsening, by the margin of promotion',
			repeat(8, [0.9, 0.4]),
			{ harmMargin: { in: 'units', value: 0 } },
			{ isHarm: true, isNoWorse: false },
		],
	])('%s', (_name, pairs, change, expected) => {
		const found = find(pairs, memoryMetric(change));
		expect({ isHarm: found.isHarm, isNoWorse: found.nonInferior >= 10 }).toEqual(expected);
	});

	it('tells means, estimate and margins in the kind of the margin', () => {
		const share = memoryMetric({ harmMargin: { in: 'share', value: 0.3 }, promoteMargin: { in: 'units', value: 50 } });
		const found = find(repeat(6, [110, 100]), share);
		expect(found).toMatchObject({ kind: 'ratio', canary: 110, stable: 100, samples: 6, notJudged: null });
		expect(found.estimate).toBeCloseTo(0.1, 10);
		expect(found.harmMargin).toBeCloseTo(0.3, 10);
		expect(found.promoteMargin).toBeCloseTo(0.5, 10);
	});
});

describe('what cannot be judged says why', () => {
	const share = memoryMetric({ harmMargin: { in: 'share', value: 0.1 }, promoteMargin: { in: 'share', value: 0.2 } });
	it.each<[string, readonly Pair[], SequentialMetric, string]>([
		['nothing yet', [], memoryMetric(), 'no values of both slots'],
		['no stable slot', repeat(10, [0.5, null]), memoryMetric(), 'no values of both slots'],
		['a metric that went away', repeat(10, [undefined, 0.5]), memoryMetric(), 'no values of both slots'],
		['values that are no numbers', repeat(10, [Number.NaN, 0.5]), memoryMetric(), 'no values of both slots'],
		['a share of zero', repeat(10, [3, 0]), share, 'the stable value is zero'],
		[
			'no margin',
			repeat(10, [1, 0]),
			memoryMetric({ harmMargin: { in: 'units', value: 0 }, promoteMargin: { in: 'units', value: 0 } }),
			'it has no margin',
		],
	])('%s', (_name, pairs, metric, words) => {
		const found = find(pairs, metric);
		expect(found.notJudged).toContain(words);
		expect(found).toMatchObject({ harm: 1, nonInferior: 1, isHarm: false, estimate: null, trend: null });
	});

	it('a stable value that touches zero for an instant is no zero baseline', () => {
		const found = find([...repeat(5, [10, 10]), [10, 0], ...repeat(5, [10, 10])], share);
		expect(found).toMatchObject({ notJudged: null, samples: 11, isHarm: false });
	});
	it.each([0, -minute, Number.NaN, Number.POSITIVE_INFINITY])(
		'a block of %d ms, as a duplicate is, changes nothing',
		(blockMs) => {
			const memory = see(repeat(3, [0.5, 0.4]));
			expect(observeGauge(memory, { canary: 9, stable: 0.4, blockMs })).toBe(memory);
		},
	);
	it('a block without a value is the same as a longer block', () => {
		const gap = see([
			[0.5, 0.4],
			[null, 0.4],
			[0.6, Number.NaN],
			[0.52, 0.4],
		]);
		expect(gap).toEqual(
			see(
				[
					[0.5, 0.4],
					[0.52, 0.4],
				],
				memoryMetric(),
				[minute, 3 * minute],
			),
		);
	});
});

describe('trend', () => {
	const leak = (perHour: number, count: number, start = 0): readonly Pair[] =>
		Array.from({ length: count }, (_, index) => [0.4 + start + (perHour * index) / 60, 0.4]);

	it('a leak is found before it passes the margin, and told', () => {
		const found = find(leak(0.3, 16));
		expect(found).toMatchObject({ isHarm: true });
		expect(found.levelHarm).toBeLessThan(1);
		expect(found.nonInferior).toBeLessThanOrEqual(1);
		expect(found.estimate).toBeLessThan(0.1);
		expect(found.trend?.perHour).toBeCloseTo(0.3, 8);
		expect(found.trend?.words).toBe(
			'grows 30 percentage points an hour faster; at this pace it passes the margin in 7 min',
		);
	});
	it.each<[string, readonly Pair[], Partial<SequentialMetric>]>([
		['growth too slow for the horizon', leak(0.02, 30), {}],
		[
			'a canary that warms up to the stable value',
			Array.from({ length: 30 }, (_, at) => [0.4 - 0.3 * Math.exp(-at / 8), 0.4]),
			{},
		],
		['growth in the good direction', leak(0.3, 30), { direction: 'decrease' }],
		['growth of both slots', Array.from({ length: 30 }, (_, at) => [0.4 + at / 100, 0.4 + at / 100]), {}],
		['one step up within the margin', Array.from({ length: 30 }, (_, at) => [at < 10 ? 0.4 : 0.45, 0.4]), {}],
	])('no alarm for %s', (_name, pairs, change) => {
		expect(find(pairs, memoryMetric(change)).isHarm).toBe(false);
	});
	it('says nothing of a trend from fewer than ten increments', () => {
		expect(find(leak(0.3, 10)).trend).toBeNull();
		expect(find(leak(0.3, 11)).trend).not.toBeNull();
	});
	it('knows when the margin is passed already, and when it never will be', () => {
		expect(find(leak(0.6, 30)).trend).toMatchObject({ passesInMs: 0 });
		expect(find(leak(-0.1, 30, 0.08)).trend).toMatchObject({
			passesInMs: null,
			words: 'falls 10 percentage points an hour faster',
		});
		expect(find(repeat(20, [0.4, 0.4])).trend).toMatchObject({ passesInMs: null, words: 'does not grow faster' });
	});
});

describe('properties', () => {
	// The smallest doubles vanish in another unit: a slot that moved by one of them did not move there.
	const value = fc.double({ min: -2, max: 2, noNaN: true }).map((one) => (Math.abs(one) < 1e-9 ? 0 : one));
	const pairs = fc.array(fc.tuple(value, value), { minLength: 1, maxLength: 25 });
	const sameLog = (found: number, expected: number): void =>
		expect(Math.abs(Math.log(found) - Math.log(expected))).toBeLessThanOrEqual(
			1e-6 * (1 + Math.abs(Math.log(expected))),
		);

	test.prop([pairs, fc.double({ min: 1e-3, max: 1e9, noNaN: true })])(
		'a change of unit changes no evidence',
		(given, unit) => {
			const margins = {
				harmMargin: { in: 'units', value: 0.1 * unit },
				promoteMargin: { in: 'units', value: 0.15 * unit },
			} as const;
			const one = find(given);
			const other = find(
				given.map(([canary, stable]): Pair => [canary * unit, stable * unit]),
				memoryMetric(margins),
			);
			for (const key of ['harm', 'levelHarm', 'nonInferior'] as const)
				if (one[key] > 1e-290) sameLog(other[key], one[key]);
			expect(other.isHarm).toBe(one.isHarm);
		},
	);
	test.prop([pairs])('swapping the slots mirrors the answer', (given) => {
		const one = find(given);
		const other = find(
			given.map(([canary, stable]): Pair => [stable, canary]),
			memoryMetric({ direction: 'decrease' }),
		);
		for (const key of ['harm', 'levelHarm', 'nonInferior'] as const)
			if (one[key] > 1e-290) sameLog(other[key], one[key]);
		expect(other.low ?? Number.NaN).toBeCloseTo(-(one.high ?? Number.NaN), 6);
		expect(other.high ?? Number.NaN).toBeCloseTo(-(one.low ?? Number.NaN), 6);
		expect(other.trend?.perHour ?? 0).toBeCloseTo(-(one.trend?.perHour ?? 0), 6);
	});
	test.prop([
		fc.array(fc.double({ min: -0.05, max: 0.05, noNaN: true }), { minLength: 3, maxLength: 20 }),
		fc.double({ min: 0, max: 0.4, noNaN: true }),
	])('a canary that is worse throughout has no less evidence of harm and no more of being no worse', (noise, more) => {
		const at = (shift: number) => find(noise.map((part): Pair => [0.4 + shift + part, 0.4]));
		const [less, worse] = [at(0.15), at(0.15 + more)];
		// Sizes of noise are a grid: where the likeliest changes from one point to the next, a tenth may be lost.
		expect(Math.log(worse.levelHarm)).toBeGreaterThanOrEqual(Math.log(less.levelHarm) - 0.1);
		expect(Math.log(worse.nonInferior)).toBeLessThanOrEqual(Math.log(less.nonInferior) + 0.1);
	});
	test.prop([pairs])('the estimate lies within its bounds, all is finite, and the memory survives JSON', (given) => {
		const metric = memoryMetric();
		const memory = see(given, metric);
		const found = gaugeFinding(memory, metric, 0.05, 20);
		expect(gaugeFinding(JSON.parse(JSON.stringify(memory)), metric, 0.05, 20)).toEqual(found);
		expect(JSON.parse(JSON.stringify(found))).toEqual(found);
		expect(found.low ?? Number.NaN).toBeLessThanOrEqual(found.estimate ?? Number.NaN);
		expect(found.high ?? Number.NaN).toBeGreaterThanOrEqual(found.estimate ?? Number.NaN);
	});
});

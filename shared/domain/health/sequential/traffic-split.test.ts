/** Values of record: fixtures/traffic-split.json says how they were made. */
import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { thinSpace } from '../../format.ts';
import vectors from './fixtures/traffic-split.json' with { type: 'json' };
import type { SplitMemory } from './traffic-split.ts';
import { observeSplit, splitBand, splitDispersion, splitEvidence, startSplitTest } from './traffic-split.ts';

type Block = readonly [canary: number, stable: number];

function see(blocks: readonly Block[], wantedCanaryShare: number, memory: SplitMemory = startSplitTest()): SplitMemory {
	return blocks.reduce<SplitMemory>(
		(before, [canaryRequests, stableRequests]) =>
			observeSplit(before, { canaryRequests, stableRequests, wantedCanaryShare }),
		memory,
	);
}

const near = (found: number, expected: number, tolerance: number): void =>
	expect(Math.abs(found - expected)).toBeLessThanOrEqual(tolerance * Math.max(1e-9, Math.abs(expected)));

describe('agreement with mpmath', () => {
	it.each(vectors.cases)('$canary to $stable where $wanted is wanted', (row) => {
		const found = splitEvidence(see([[row.canary, row.stable]], row.wanted), row.alpha);
		near(found.eValue, row.eValue, 1e-5);
		expect(found.low).toBeCloseTo(row.low, 9);
		expect(found.high).toBeCloseTo(row.high, 9);
	});
	it('dispersion is Pearson chi-square over its degrees of freedom', () => {
		const blocks = vectors.dispersion.blocks.map(([canary = 0, stable = 0]): Block => [canary, stable]);
		near(splitDispersion(see(blocks, 0.1)), vectors.dispersion.value, 1e-10);
	});
});

describe('what is called a mismatch', () => {
	it.each<[string, number, readonly Block[], boolean]>([
		['half and half as asked', 0.5, [[150, 150]], false],
		['a canary that gets nothing', 0.1, [[0, 300]], true],
		['a canary that gets everything', 0.1, [[300, 0]], true],
		[
			'twice the share',
			0.05,
			[
				[30, 270],
				[31, 269],
			],
			true,
		],
		['off by less than the margin, for very many requests', 0.5, [[520_000, 480_000]], false],
		['off by more than the margin, for very many requests', 0.5, [[560_000, 440_000]], true],
		['a handful of requests', 0.5, [[4, 0]], false],
		[
			'a share that only scatters',
			0.5,
			[
				[300, 0],
				[0, 300],
				[280, 20],
				[10, 290],
				[300, 0],
				[5, 295],
			],
			false,
		],
		['traffic where none is wanted', 0, [[60, 240]], true],
		['a stray request where none is wanted', 0, [[1, 299]], false],
	])('%s', (_name, wanted, blocks, isMismatch) => {
		expect(splitEvidence(see(blocks, wanted), 0.05).isMismatch).toBe(isMismatch);
	});

	it('before the first request nothing is known', () => {
		const none = { wantedShare: null, observedShare: null, low: 0, high: 1, samples: { canary: 0, stable: 0 } };
		expect(splitEvidence(startSplitTest(), 0.05)).toMatchObject({ eValue: 1, line: 20, isMismatch: false, ...none });
	});

	it('is found in a later step though all steps before went well', () => {
		let memory = startSplitTest();
		for (const wanted of [0.01, 0.05, 0.1, 0.25]) memory = see([[3000 * wanted, 3000 * (1 - wanted)]], wanted, memory);
		const found = splitEvidence(see([[700, 2300]], 0.5, memory), 0.05);
		expect(found).toMatchObject({ isMismatch: true, wantedShare: 0.5, observedShare: 700 / 3000 });
		expect(found.words.replaceAll(thinSpace, ' ')).toBe(
			'the canary got 23.3 % (20.5 % to 26.4 %) of 3 000 requests, 50 % wanted: the traffic is not split as asked, so no comparison can be trusted',
		);
	});

	it('tells the share that is wrong, not the last one', () => {
		const memory = see([[500, 500]], 0.5, see([[900, 2100]], 0.1));
		expect(splitEvidence(memory, 0.05)).toMatchObject({ isMismatch: true, wantedShare: 0.1, observedShare: 0.3 });
	});

	it('a share that is wanted again goes on where it was', () => {
		const memory = see([[40, 260]], 0.1, see([[150, 150]], 0.5, see([[30, 270]], 0.1)));
		expect(memory.splits).toHaveLength(2);
		expect(splitEvidence(memory, 0.05)).toMatchObject({ wantedShare: 0.1, samples: { canary: 70, stable: 530 } });
	});
});

describe('inputs that cannot be', () => {
	it.each([
		[Number.NaN, 1, 0.5],
		[1, Number.POSITIVE_INFINITY, 0.5],
		[-1, 5, 0.5],
		[1, 1, 1.5],
		[1, 1, -0.1],
		[1, 1, Number.NaN],
		[0, 0, 0.5],
	])('%d and %d at %d change nothing', (canaryRequests, stableRequests, wantedCanaryShare) => {
		const memory = see([[10, 20]], 0.5);
		expect(observeSplit(memory, { canaryRequests, stableRequests, wantedCanaryShare })).toBe(memory);
	});
	it('the band stays within 0 and 1 and is at least a percentage point', () => {
		const margin = { absolute: 0.01, relative: 0.1 };
		expect(splitBand(0, margin)).toEqual({ low: 0, high: 0.01 });
		expect(splitBand(1, margin)).toEqual({ low: 0.99, high: 1 });
		expect(splitBand(0.5, margin).high).toBeCloseTo(0.55, 12);
	});
});

describe('properties', () => {
	const block = fc.tuple(fc.nat({ max: 2000 }), fc.nat({ max: 2000 }));
	const blocks = fc.array(block, { minLength: 1, maxLength: 12 });
	const wanted = fc.integer({ min: 0, max: 100 }).map((percent) => percent / 100);

	test.prop([blocks, wanted])('the order of blocks within a step does not matter', (given, share) => {
		const one = splitEvidence(see(given, share), 0.05);
		const other = splitEvidence(see(given.toReversed(), share), 0.05);
		near(other.eValue, one.eValue, 1e-6);
		expect(other.isMismatch).toBe(one.isMismatch);
	});
	test.prop([blocks, wanted])('swapping the slots mirrors the answer', (given, share) => {
		const one = splitEvidence(see(given, share), 0.05);
		const swapped = splitEvidence(
			see(
				given.map(([canary, stable]): Block => [stable, canary]),
				1 - share,
			),
			0.05,
		);
		near(swapped.eValue, one.eValue, 1e-5);
		expect(swapped.low).toBeCloseTo(1 - one.high, 8);
		expect(swapped.high).toBeCloseTo(1 - one.low, 8);
	});
	test.prop([fc.integer({ min: 100, max: 3000 }), wanted, fc.nat({ max: 3000 })])(
		'one request more in the direction of the mismatch is more evidence',
		(all, share, offset) => {
			const margin = splitBand(share, { absolute: 0.01, relative: 0.1 });
			const canary = Math.ceil(all * margin.high) + 1 + offset;
			if (canary + 1 > all) return;
			const at = (count: number): number => splitEvidence(see([[count, all - count]], share), 0.05).eValue;
			expect(at(canary + 1)).toBeGreaterThanOrEqual(at(canary));
		},
	);
	test.prop([blocks, wanted])('the interval holds what was seen, and the memory survives JSON', (given, share) => {
		const memory = see(given, share);
		const found = splitEvidence(JSON.parse(JSON.stringify(memory)), 0.05);
		expect(found).toEqual(splitEvidence(memory, 0.05));
		if (found.observedShare === null) return;
		expect(found.low).toBeLessThanOrEqual(found.observedShare);
		expect(found.high).toBeGreaterThanOrEqual(found.observedShare);
		expect(found.dispersion).toBeGreaterThanOrEqual(1);
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

/** Of `runs` deployments of 30 blocks of 100 requests (steps of ten), how many are called wrong at any look. */
function calledWrong(
	runs: number,
	steps: readonly number[],
	seen: (wanted: number, random: () => number) => number,
): number {
	const random = seeded(11);
	let called = 0;
	for (let run = 0; run < runs; run++) {
		let memory = startSplitTest();
		let isWrong = false;
		for (let look = 0; look < 30; look++) {
			const wanted = steps[Math.floor((look * steps.length) / 30)] ?? 0.5;
			const share = seen(wanted, random);
			let canary = 0;
			for (let request = 0; request < 100; request++) if (random() < share) canary++;
			memory = see([[canary, 100 - canary]], wanted, memory);
			isWrong ||= splitEvidence(memory, 0.05).isMismatch;
		}
		if (isWrong) called++;
	}
	return called;
}

describe('300 simulated deployments of 30 looks at alpha 5 % (fixed seed)', () => {
	const most = 300 * 0.05 + 4 * Math.sqrt(300 * 0.05 * 0.95);
	it.each<[string, readonly number[], (wanted: number, random: () => number) => number]>([
		['exactly as asked', [0.5], (wanted) => wanted],
		['in three steps', [0.05, 0.25, 0.5], (wanted) => wanted],
		['at the edge of the band', [0.3], (wanted) => wanted * 1.1],
		['wandering within the band', [0.5], (wanted, random) => wanted * (0.9 + 0.2 * random())],
	])('false alarms %s', (_name, steps, seen) => {
		expect(calledWrong(300, steps, seen)).toBeLessThanOrEqual(most);
	});
	it('sessions of ten requests that stick to a slot raise no alarm once there are blocks to see it by', () => {
		const random = seeded(12);
		let called = 0;
		for (let run = 0; run < 200; run++) {
			let memory = startSplitTest();
			for (let look = 0; look < 20; look++) {
				const canary = 10 * Array.from({ length: 10 }, random).filter((at) => at < 0.5).length;
				memory = see([[canary, 100 - canary]], 0.5, memory);
				if (look < 4 || !splitEvidence(memory, 0.05).isMismatch) continue;
				called++;
				break;
			}
		}
		expect(called).toBeLessThanOrEqual(200 * 0.05 + 4 * Math.sqrt(200 * 0.05 * 0.95));
	});
	it('a share that is half of the wanted is found nearly always', () => {
		expect(calledWrong(100, [0.1, 0.5], (wanted) => wanted / 2)).toBeGreaterThanOrEqual(98);
	});
});

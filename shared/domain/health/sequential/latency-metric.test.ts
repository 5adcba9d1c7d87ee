import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import type { Interval } from '../intervals.ts';
import type { LatencyTotals } from '../totals.ts';
import { differenceModels } from './difference-evidence.ts';
import type { Finding, Stakes } from './finding.ts';
import { type LatencyMemory, lookAtLatency, startLatency } from './latency-metric.ts';
import type { SequentialMetric } from './model.ts';
import type { PairedBlock } from './paired-blocks.ts';

const metric: SequentialMetric = {
	name: 'p95',
	label: 'p95',
	unit: 'ms',
	measured: { kind: 'latency', quantile: 0.95 },
	direction: 'increase',
	harmMargin: { in: 'share', value: 0.02 },
	promoteMargin: { in: 'share', value: 0.2 },
	criticality: 'roll-back',
	minimumSamples: 100,
};
const stakes: Stakes = { alpha: 0.05, beta: 0.1, fraction: 1, rho: Math.exp(-1 / 4.5), plannedBlocks: 30 };
const boundsMs = Array.from({ length: 30 }, (_, index) => 10 * 1.25 ** index);
const lastBound = boundsMs.at(-1) ?? Number.NaN;

/** Latencies between `from` and three times that, evenly. */
function spread(count: number, from: number): LatencyTotals {
	const counts = new Array<number>(boundsMs.length + 1).fill(0);
	for (let index = 0; index < count; index += 1) {
		const value = from * (1 + (2 * (index + 0.5)) / count);
		const bucket = boundsMs.findIndex((bound) => value <= bound);
		const place = bucket < 0 ? boundsMs.length : bucket;
		counts[place] = (counts[place] ?? 0) + 1;
	}
	return { boundsMs, counts };
}

const scaled = (latency: LatencyTotals, unit: number): LatencyTotals => ({
	...latency,
	boundsMs: latency.boundsMs.map((bound) => bound * unit),
});

function interval(latency: LatencyTotals | null, minute: number): Interval {
	const rest = { requests: null, events: {}, gauges: {}, source: 'test', query: '', notes: [] };
	return { fromMs: minute * 60_000, toMs: (minute + 1) * 60_000, latency, ...rest };
}

type Pair = readonly [canary: LatencyTotals | null, stable: LatencyTotals | null];

function lookAll(pairs: readonly Pair[], asked = metric, isClosed = true) {
	let memory: LatencyMemory = startLatency(differenceModels(0.3));
	let finding: Finding | null = null;
	pairs.forEach(([canary, stable], minute) => {
		const block: PairedBlock = {
			canary: interval(canary, minute),
			stable: interval(stable, minute),
			blocks: 1,
			isClosed,
		};
		({ finding, memory } = lookAtLatency(memory, asked, 0.95, block, stakes));
	});
	if (finding === null) throw new Error('no look');
	return { finding: finding as Finding, memory };
}

const repeat = (pair: Pair, count: number): readonly Pair[] => Array.from({ length: count }, () => pair);
const same: Pair = [spread(300, 100), spread(300, 100)];
const slower: Pair = [spread(300, 140), spread(300, 100)];
const beyond: Pair = [spread(300, lastBound), spread(300, 100)];

describe('a quantile of latency', () => {
	it.each([
		['the same on both sides', repeat(same, 12), false, true],
		['much slower', repeat(slower, 8), true, false],
		['much faster', repeat([slower[1], slower[0]], 12), false, true],
	])('%s', (_, pairs, isHarmShown, isNoWorse) => {
		expect(lookAll(pairs).finding).toMatchObject({ isHarmShown, isNoWorse });
	});
	it('that is better when it grows is judged the other way about', () => {
		const { finding } = lookAll(repeat(slower, 12), { ...metric, direction: 'decrease' });
		expect(finding).toMatchObject({ isHarmShown: false, isNoWorse: true });
	});
	test.prop([fc.integer({ min: 60, max: 160 }), fc.constantFrom(0.001, 1_000)])(
		'is judged the same in any unit, with margins as shares',
		(from, unit) => {
			const pairs = repeat([spread(200, from), spread(200, 100)], 4);
			const own = lookAll(pairs).finding;
			const other = lookAll(
				pairs.map(([canary, stable]) => [canary && scaled(canary, unit), stable && scaled(stable, unit)] as const),
			).finding;
			expect(other.harm?.value).toBeCloseTo(own.harm?.value ?? Number.NaN, 6);
			expect(other.estimate?.value).toBeCloseTo(own.estimate?.value ?? Number.NaN, 9);
			expect((other.canary ?? 0) / (own.canary ?? 1) / unit).toBeCloseTo(1, 9);
			expect([other.isHarmShown, other.isNoWorse]).toStrictEqual([own.isHarmShown, own.isNoWorse]);
		},
	);
});

describe('blocks that tell little', () => {
	it('are put together until there are enough observations', () => {
		const few: Pair = [spread(40, 100), spread(40, 100)];
		expect(lookAll(repeat(few, 2)).finding).toMatchObject({
			isCompared: false,
			gap: 'no block of latency is full yet',
		});
		expect(lookAll(repeat(few, 3))).toMatchObject({ finding: { samples: { canary: 120 } }, memory: { blocks: 1 } });
	});
	it('are looked at while they are open, and remembered once they are closed', () => {
		const { finding, memory } = lookAll([same], metric, false);
		expect(finding.isCompared).toBe(true);
		expect(memory.blocks).toBe(0);
	});
	it.each<[string, Pair, string]>([
		['no histogram', [null, null], 'the source has no histogram of latency'],
		[
			'both slots beyond the largest bucket',
			[beyond[0], beyond[0]],
			'the quantile lies beyond the largest bucket of the histogram',
		],
	])('say why: %s', (_, pair, gap) => {
		expect(lookAll([pair]).finding).toMatchObject({ isCompared: false, gap });
	});
	it('let the drift go on', () => {
		const apart = lookAll([same, [null, null], [null, null], same]).memory;
		const near = lookAll([same, same]).memory;
		expect(apart.idle).toBe(0);
		expect(apart.states[5]?.variance).toBeGreaterThan(near.states[5]?.variance ?? Number.NaN);
	});
});

describe('a canary too slow for the histogram', () => {
	it('is harm, though nobody knows how slow it is', () => {
		const { finding } = lookAll(repeat(beyond, 5));
		expect(finding.isHarmShown).toBe(true);
		expect(finding.note).toMatch(/beyond the largest bucket/);
	});
	it('is never called no worse for the blocks in which it was fast', () => {
		expect(lookAll(repeat(same, 12)).finding.isNoWorse).toBe(true);
		expect(lookAll([...repeat(same, 12), beyond]).finding.isNoWorse).toBe(false);
	});
});

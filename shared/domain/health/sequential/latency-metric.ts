/** A quantile of latency, look by look. */
import { addIntervals, type Interval } from '../intervals.ts';
import {
	type DifferenceModel,
	type DifferenceState,
	differenceLogE,
	observeDifference,
	startDifferences,
} from './difference-evidence.ts';
import { type Finding, type Stakes, noFinding } from './finding.ts';
import { askForHarm, type HarmTest, ratioEstimate, worseOf } from './harm.ts';
import { differenceSpending, lateLine, steadyLine } from './lines.ts';
import type { SequentialMetric } from './model.ts';
import { nonInferiority } from './non-inferiority.ts';
import type { PairedBlock } from './paired-blocks.ts';
import { shiftOf, signsOf, type WorseSign } from './sides.ts';
import { leastQuantileOf, neededFor, type QuantileEstimate, quantileOf } from './quantile.ts';

export interface LatencyMemory {
	readonly states: readonly DifferenceState[];
	/** The same since the test last had nothing to show: harm that begins late is not drowned by the good time before. */
	readonly recent: { readonly states: readonly DifferenceState[]; readonly blocks: number };
	/** Blocks that were too small by themselves, put together. */
	readonly waiting: { readonly canary: Interval; readonly stable: Interval; readonly blocks: number } | null;
	readonly blocks: number;
	readonly samples: { readonly canary: number; readonly stable: number };
	/** Weighted sums over blocks: of differences, of squares, of weights (1 / error^2), for the mean and its dispersion. */
	readonly sums: { readonly difference: number; readonly square: number; readonly weight: number };
	/** Weighted sums of the logs of both quantiles, to tell their typical size. */
	readonly logs: { readonly canary: number; readonly stable: number };
	/** Why the last block told nothing; null when it did. */
	readonly gap: string | null;
	/** Time in blocks that told nothing since the last one that did: a drift goes on meanwhile. */
	readonly idle: number;
	/** Blocks in which only the least that the canary's quantile can be is known. */
	readonly beyond: number;
}

export function startLatency(models: readonly DifferenceModel[]): LatencyMemory {
	const states = startDifferences(models);
	return {
		states,
		recent: { states, blocks: 0 },
		waiting: null,
		blocks: 0,
		samples: { canary: 0, stable: 0 },
		sums: { difference: 0, square: 0, weight: 0 },
		logs: { canary: 0, stable: 0 },
		gap: null,
		idle: 0,
		beyond: 0,
	};
}

const sizeOf = ({ latency }: Interval): number => latency?.counts.reduce((sum, count) => sum + count, 0) ?? 0;

function together(memory: LatencyMemory, block: PairedBlock): NonNullable<LatencyMemory['waiting']> {
	const { waiting } = memory;
	const own = { canary: block.canary, stable: block.stable, blocks: block.blocks };
	if (waiting === null) return own;
	const canary = addIntervals(waiting.canary, block.canary);
	const stable = addIntervals(waiting.stable, block.stable);
	if (canary === null || stable === null) return own;
	return { canary, stable, blocks: waiting.blocks + block.blocks };
}

function add(
	memory: LatencyMemory,
	canary: QuantileEstimate,
	stable: QuantileEstimate,
	blocks: number,
	rho: number,
): LatencyMemory {
	const difference = Math.log(canary.value / stable.value);
	const error = Math.hypot(canary.error, stable.error);
	const weight = 1 / (error * error);
	const kept = rho ** Math.max(blocks + memory.idle, 0.05);
	return {
		...memory,
		states: observeDifference(memory.states, difference, error, kept),
		recent: {
			states: observeDifference(memory.recent.states, difference, error, kept),
			blocks: memory.recent.blocks + 1,
		},
		waiting: null,
		idle: 0,
		blocks: memory.blocks + 1,
		samples: { canary: memory.samples.canary + canary.count, stable: memory.samples.stable + stable.count },
		sums: {
			difference: memory.sums.difference + weight * difference,
			square: memory.sums.square + weight * difference * difference,
			weight: memory.sums.weight + weight,
		},
		logs: {
			canary: memory.logs.canary + weight * Math.log(canary.value),
			stable: memory.logs.stable + weight * Math.log(stable.value),
		},
		gap: null,
	};
}

/** A margin as a share of the stable slot's quantile. */
function shareIn(margin: SequentialMetric['harmMargin'], stable: number): number {
	return margin.in === 'share' ? margin.value : margin.value / stable;
}

/** What is asked of the blocks so far: of all of them, and of those since the test last had nothing to show. */
function testsOf({ states, recent, blocks }: LatencyMemory, sign: WorseSign, stakes: Stakes): readonly HarmTest[] {
	const over = (run: readonly DifferenceState[], line: number): HarmTest => ({
		logE: (margin) => differenceLogE(run, margin, sign),
		line,
	});
	const whole = over(states, steadyLine(stakes.alpha, stakes.fraction, differenceSpending));
	return recent.blocks < blocks ? [whole, over(recent.states, lateLine(stakes.alpha, stakes.plannedBlocks))] : [whole];
}

/** A run that speaks for the release is given up: what comes now is looked at afresh. */
function begunAnew(memory: LatencyMemory, metric: SequentialMetric): LatencyMemory {
	const stable = Math.exp(memory.logs.stable / memory.sums.weight);
	const margin = shareIn(metric.harmMargin, stable);
	const isTelling = signsOf(metric.direction).some(
		(sign) => differenceLogE(memory.recent.states, shiftOf(margin, sign), sign) >= 0,
	);
	if (isTelling) return memory;
	return { ...memory, recent: { states: startDifferences(memory.states.map(({ model }) => model)), blocks: 0 } };
}

function find(memory: LatencyMemory, metric: SequentialMetric, stakes: Stakes): Finding {
	const { sums, logs, samples } = memory;
	if (memory.blocks === 0) return { ...noFinding(memory.gap ?? 'no block of latency is full yet'), samples };
	const mean = sums.difference / sums.weight;
	const stable = Math.exp(logs.stable / sums.weight);
	const shareOf = (margin: SequentialMetric['harmMargin']) => shareIn(margin, stable);
	const signs = signsOf(metric.direction);
	const alpha = stakes.alpha / signs.length;
	const sides = signs.flatMap((sign) => {
		const tests = testsOf(memory, sign, { ...stakes, alpha });
		return askForHarm(tests, shiftOf(shareOf(metric.harmMargin), sign), sign) ?? [];
	});
	const harm = worseOf(sides);
	// Blocks scatter more than their own errors say; drawn to 1 while there are few.
	const scatter = Math.max(0, sums.square - sums.difference ** 2 / sums.weight);
	const dispersion = Math.max(1, (scatter + 5) / (memory.blocks - 1 + 5));
	const error = Math.sqrt(dispersion / sums.weight);
	const promotions = signs.map((sign) =>
		nonInferiority(shiftOf(shareOf(metric.promoteMargin), sign) - sign * mean, error, stakes.beta, stakes.fraction),
	);
	const weakest = promotions.reduce((least, one) => (one.z < least.z ? one : least));
	const [sign = 1] = signs;
	const most = sign * Math.expm1(mean + sign * weakest.required * error);
	return {
		isCompared: true,
		canary: Math.exp(logs.canary / sums.weight),
		stable,
		estimate: ratioEstimate(sides, Math.expm1(mean), most, 1 - alpha),
		harmMargin: shareOf(metric.harmMargin),
		promoteMargin: shareOf(metric.promoteMargin),
		samples,
		harm: harm?.strength ?? null,
		nonInferior: { kind: 'p-value', value: weakest.pValue, line: weakest.line },
		isHarmShown: harm?.isShown ?? false,
		// Who knows only the least that it can be cannot say that it is not more.
		isNoWorse: memory.beyond === 0 && promotions.every(({ isShown }) => isShown),
		gap: null,
		assumption: null,
		note: memory.beyond === 0 ? null : 'it lay beyond the largest bucket of the histogram and may be more',
	};
}

/** What the newest blocks say of the quantile, or why they do not. */
function estimates(held: NonNullable<LatencyMemory['waiting']>, quantile: number) {
	const { canary, stable } = held;
	if (canary.latency === null || stable.latency === null) return { gap: 'the source has no histogram of latency' };
	const needed = neededFor(quantile);
	if (sizeOf(canary) < needed || sizeOf(stable) < needed) return { gap: null };
	const [known, other] = [quantileOf(canary.latency, quantile), quantileOf(stable.latency, quantile)];
	// Blocks that are left out because the canary is too slow for the histogram would make it look fast.
	const own = known ?? leastQuantileOf(canary.latency, quantile);
	if (own === null || other === null) return { gap: 'the quantile lies beyond the largest bucket of the histogram' };
	return { canary: own, stable: other, isBeyond: known === null };
}

/** One look at a quantile of latency. `block` is the open or just closed block; null when there is nothing new. */
export function lookAtLatency(
	memory: LatencyMemory,
	metric: SequentialMetric,
	quantile: number,
	block: PairedBlock | null,
	stakes: Stakes,
): { readonly finding: Finding; readonly memory: LatencyMemory } {
	if (block === null) return { finding: find(memory, metric, stakes), memory };
	const held = together(memory, block);
	const found = estimates(held, quantile);
	if ('gap' in found) {
		const idle = memory.idle + held.blocks;
		const kept = found.gap === null ? { ...memory, waiting: held } : { ...memory, waiting: null, gap: found.gap, idle };
		const next = block.isClosed ? kept : memory;
		return { finding: find({ ...next, gap: found.gap ?? next.gap }, metric, stakes), memory: next };
	}
	const seen = found.isBeyond ? { ...memory, beyond: memory.beyond + 1 } : memory;
	const after = add(seen, found.canary, found.stable, held.blocks, stakes.rho);
	return { finding: find(after, metric, stakes), memory: block.isClosed ? begunAnew(after, metric) : memory };
}

/** A metric of events among requests, look by look. */
import type { Estimate } from '../evidence/model.ts';
import type { SequentialMetric } from './model.ts';
import { sided } from './bound.ts';
import { steadyLogE, suddenLogE } from './event-evidence.ts';
import { type Finding, type Stakes, noFinding } from './finding.ts';
import { askForHarm, type HarmFound, type HarmTest, ratioEstimate, worseOf } from './harm.ts';
import { eventSpending, lateLine, steadyLine, suddenBlocks, suddenLine } from './lines.ts';
import { nonInferiority } from './non-inferiority.ts';
import type { PairedBlock } from './paired-blocks.ts';
import { shiftOf, signsOf, type WorseSign } from './sides.ts';
import { type SplitBlock, type SplitState, type SplitTables, observeBlock, startSplit } from './split-likelihood.ts';

interface Totals {
	readonly canaryEvents: number;
	readonly stableEvents: number;
	readonly canaryRequests: number;
	readonly stableRequests: number;
}

export interface EventMemory {
	readonly states: readonly SplitState[];
	/** The same since the test last had nothing to show: harm that begins late is not drowned by the good time before. */
	readonly recent: { readonly states: readonly SplitState[]; readonly blocks: number };
	readonly totals: Totals;
	/** Closed blocks that had events or not. */
	readonly blocks: number;
	/** Time since the last block with events, in blocks: a drift goes on meanwhile. */
	readonly idle: number;
	/** Sum of squared standardised residuals of closed blocks, for the dispersion. */
	readonly residuals: number;
}

const nothing: Totals = { canaryEvents: 0, stableEvents: 0, canaryRequests: 0, stableRequests: 0 };

export function startEvents(tables: SplitTables): EventMemory {
	const states = startSplit(tables);
	return { states, recent: { states, blocks: 0 }, totals: nothing, blocks: 0, idle: 0, residuals: 0 };
}

function countsOf(metric: SequentialMetric, from: string, { canary, stable, blocks }: PairedBlock): SplitBlock | null {
	const countOf = ({ events }: PairedBlock['canary']) => (Object.hasOwn(events, from) ? events[from] : undefined);
	const [canaryEvents, stableEvents] = [countOf(canary), countOf(stable)];
	if (canaryEvents === undefined || stableEvents === undefined) return null;
	if (canary.requests === null || stable.requests === null) return null;
	return { canaryEvents, stableEvents, canaryRequests: canary.requests, stableRequests: stable.requests, blocks };
}

function add(memory: EventMemory, tables: SplitTables, block: SplitBlock): EventMemory {
	const totals = {
		canaryEvents: memory.totals.canaryEvents + block.canaryEvents,
		stableEvents: memory.totals.stableEvents + block.stableEvents,
		canaryRequests: memory.totals.canaryRequests + block.canaryRequests,
		stableRequests: memory.totals.stableRequests + block.stableRequests,
	};
	const events = block.canaryEvents + block.stableEvents;
	const isTelling = events > 0 && block.canaryRequests > 0 && block.stableRequests > 0;
	const idle = isTelling ? 0 : memory.idle + block.blocks;
	const aged = { ...block, blocks: memory.idle + block.blocks };
	const states = observeBlock(tables, memory.states, aged);
	const isWhole = memory.recent.blocks === memory.blocks;
	const recent = {
		states: isWhole ? states : observeBlock(tables, memory.recent.states, aged),
		blocks: memory.recent.blocks + 1,
	};
	const share = totals.canaryRequests / Math.max(1, totals.canaryRequests + totals.stableRequests);
	const expected = events * share;
	const variance = expected * (1 - share);
	const residual = variance > 0.5 ? (block.canaryEvents - expected) ** 2 / variance : 1;
	return { states, recent, totals, blocks: memory.blocks + 1, idle, residuals: memory.residuals + residual };
}

/** A rate below one in a thousand makes a share of it meaningless as a margin: then this much counts, in units. */
const smallestMargin = 0.001;

/** A margin as a size in units of the rate. */
function promoteUnits(metric: SequentialMetric, stableRate: number): number {
	const { promoteMargin } = metric;
	return promoteMargin.in === 'units'
		? promoteMargin.value
		: Math.max(promoteMargin.value * stableRate, smallestMargin);
}

/** The harm margin as the size of a log ratio. */
function harmShift(metric: SequentialMetric, stableRate: number, sign: WorseSign): number {
	const { harmMargin } = metric;
	const share = harmMargin.in === 'share' ? harmMargin.value : harmMargin.value / stableRate;
	return shiftOf(share, sign);
}

/** Half an event keeps ratios finite where the stable slot had none. */
function stableRateOf({ stableEvents, stableRequests }: Totals): number {
	return (stableEvents + 0.5) / (stableRequests + 1);
}

/** Dispersion of the blocks beyond chance, at least 1; drawn to 1 while there are few. */
function dispersion({ residuals, blocks }: EventMemory): number {
	const trusted = 5;
	return Math.max(1, (residuals + trusted) / (blocks + trusted));
}

function noWorse(memory: EventMemory, metric: SequentialMetric, sign: WorseSign, stakes: Stakes) {
	const { canaryEvents, stableEvents, canaryRequests, stableRequests } = memory.totals;
	const [canary, stable] = [canaryEvents / canaryRequests, stableEvents / stableRequests];
	const margin = promoteUnits(metric, stable);
	// With a margin as a share the edge of the margin moves with the stable rate, and so does its error.
	const moves =
		metric.promoteMargin.in === 'share' && margin > smallestMargin ? 1 + sign * metric.promoteMargin.value : 1;
	const variance =
		Math.max(canaryEvents, 1) / canaryRequests ** 2 + (moves ** 2 * Math.max(stableEvents, 1)) / stableRequests ** 2;
	const error = Math.sqrt(variance * dispersion(memory));
	const worse = sign * (canary - stable);
	const found = nonInferiority(margin - worse, error, stakes.beta, stakes.fraction);
	return { ...found, most: worse + found.required * error };
}

/** What is asked of the blocks so far. */
function testsOf(memory: EventMemory, sign: WorseSign, stakes: Stakes): readonly HarmTest[] {
	const { states, recent, blocks } = memory;
	const steady = steadyLine(stakes.alpha, stakes.fraction, eventSpending);
	const tests: HarmTest[] = [{ logE: (margin) => steadyLogE(states, margin, sign), line: steady }];
	if (blocks <= suddenBlocks) {
		tests.push({ logE: (margin) => suddenLogE(states, margin, sign), line: suddenLine(stakes.alpha, blocks) });
	}
	if (recent.blocks < blocks) {
		const line = lateLine(stakes.alpha, stakes.plannedBlocks);
		tests.push({ logE: (margin) => steadyLogE(recent.states, margin, sign), line });
	}
	return tests;
}

/** A run that speaks for the release is given up: what comes now is looked at afresh. */
function begunAnew(memory: EventMemory, tables: SplitTables, metric: SequentialMetric): EventMemory {
	const stableRate = stableRateOf(memory.totals);
	const isTelling = signsOf(metric.direction).some(
		(sign) => steadyLogE(memory.recent.states, harmShift(metric, stableRate, sign), sign) >= 0,
	);
	return isTelling ? memory : { ...memory, recent: { states: startSplit(tables), blocks: 0 } };
}

/** Where the stable slot had no event a ratio says nothing: then the difference is told, in units of the rate. */
function estimateOf(
	difference: number,
	stable: number,
	sides: readonly HarmFound[],
	most: number | null,
	confidence: number,
): Estimate {
	if (stable > 0) return ratioEstimate(sides, difference / stable, most === null ? null : most / stable, confidence);
	const [first, second] = sides;
	const bounds = sided(first?.sign ?? 1, null, second === undefined ? most : null);
	return { kind: 'difference', value: difference, ...bounds, confidence };
}

/** Margins in the kind of the estimate. */
function marginsOf(metric: SequentialMetric, totals: Totals): Pick<Finding, 'harmMargin' | 'promoteMargin'> {
	const { harmMargin } = metric;
	const stable = totals.stableEvents / totals.stableRequests;
	const promote = promoteUnits(metric, stable);
	if (stable === 0) return { harmMargin: harmMargin.in === 'units' ? harmMargin.value : 0, promoteMargin: promote };
	// The very size that the test is held against, or interval and answer could differ by a hair.
	const harm = harmMargin.in === 'share' ? harmMargin.value : harmMargin.value / stableRateOf(totals);
	return { harmMargin: harm, promoteMargin: promote / stable };
}

function find(memory: EventMemory, metric: SequentialMetric, stakes: Stakes): Finding {
	const { totals } = memory;
	if (totals.canaryRequests === 0 || totals.stableRequests === 0) return noFinding('a slot had no requests yet');
	const stable = totals.stableEvents / totals.stableRequests;
	const canary = totals.canaryEvents / totals.canaryRequests;
	const stableRate = stableRateOf(totals);
	const signs = signsOf(metric.direction);
	const alpha = stakes.alpha / signs.length;
	const sides = signs.flatMap((sign) => {
		const tests = testsOf(memory, sign, { ...stakes, alpha });
		return askForHarm(tests, harmShift(metric, stableRate, sign), sign) ?? [];
	});
	const harm = worseOf(sides);
	const promotions = signs.map((sign) => noWorse(memory, metric, sign, stakes));
	const weakest = promotions.reduce((least, one) => (one.z < least.z ? one : least));
	return {
		isCompared: true,
		canary,
		stable,
		estimate: estimateOf(canary - stable, stable, sides, promotions[0]?.most ?? null, 1 - alpha),
		...marginsOf(metric, totals),
		samples: { canary: totals.canaryRequests, stable: totals.stableRequests },
		harm: harm?.strength ?? null,
		nonInferior: { kind: 'p-value', value: weakest.pValue, line: weakest.line },
		isHarmShown: harm?.isShown ?? false,
		isNoWorse: promotions.every(({ isShown }) => isShown),
		gap: null,
		assumption: null,
		note: null,
	};
}

/** One look at a metric of events. `block` is the open or just closed block; null when there is nothing new. */
export function lookAtEvents(
	memory: EventMemory,
	tables: SplitTables,
	metric: SequentialMetric,
	from: string,
	block: PairedBlock | null,
	stakes: Stakes,
): { readonly finding: Finding; readonly memory: EventMemory } {
	const counts = block === null ? null : countsOf(metric, from, block);
	if (counts === null || block === null) {
		const isNew = memory.blocks === 0;
		const finding = isNew ? noFinding(`${metric.label} was not counted yet`) : find(memory, metric, stakes);
		const missed = block?.isClosed === true ? block.blocks : 0;
		return { finding, memory: { ...memory, idle: memory.idle + missed } };
	}
	const after = add(memory, tables, counts);
	return { finding: find(after, metric, stakes), memory: block.isClosed ? begunAnew(after, tables, metric) : memory };
}

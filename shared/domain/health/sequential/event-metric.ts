/** A metric of events among requests, look by look. */
import type { SequentialMetric } from './model.ts';
import { type WorseSign, shiftInterval, steadyLogE, suddenLogE } from './event-test.ts';
import { type Finding, type Stakes, eValueOf, noFinding } from './finding.ts';
import { eventSpending, steadyLine, suddenBlocks, suddenLine } from './lines.ts';
import { nonInferiority } from './non-inferiority.ts';
import type { PairedBlock } from './paired-blocks.ts';
import { type SplitBlock, type SplitState, type SplitTables, observeBlock, startSplit } from './split-likelihood.ts';

interface Totals {
	readonly canaryEvents: number;
	readonly stableEvents: number;
	readonly canaryRequests: number;
	readonly stableRequests: number;
}

export interface EventMemory {
	readonly states: readonly SplitState[];
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
	return { states: startSplit(tables), totals: nothing, blocks: 0, idle: 0, residuals: 0 };
}

function countsOf(metric: SequentialMetric, from: string, { canary, stable, blocks }: PairedBlock): SplitBlock | null {
	const [canaryEvents, stableEvents] = [canary.events[from], stable.events[from]];
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
	const idle = events > 0 ? 0 : memory.idle + block.blocks;
	const states = observeBlock(tables, memory.states, { ...block, blocks: memory.idle + block.blocks });
	const share = totals.canaryRequests / Math.max(1, totals.canaryRequests + totals.stableRequests);
	const expected = events * share;
	const variance = expected * (1 - share);
	const residual = variance > 0.5 ? (block.canaryEvents - expected) ** 2 / variance : 1;
	return { states, totals, blocks: memory.blocks + 1, idle, residuals: memory.residuals + residual };
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
	return sign > 0 ? Math.log1p(share) : -Math.log1p(-Math.min(share, 0.999));
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
	return nonInferiority(margin - sign * (canary - stable), error, stakes.beta, stakes.fraction);
}

interface Worst {
	readonly logE: number;
	readonly line: number;
	readonly isShown: boolean;
}

/** The test that is nearest to its line speaks. */
function worst(states: readonly SplitState[], margin: number, sign: WorseSign, blocks: number, stakes: Stakes): Worst {
	const steady = {
		logE: steadyLogE(states, margin, sign),
		line: steadyLine(stakes.alpha, stakes.fraction, eventSpending),
	};
	const sudden = { logE: suddenLogE(states, margin, sign), line: suddenLine(stakes.alpha) };
	const asked = blocks <= suddenBlocks ? [steady, sudden] : [steady];
	const nearest = asked.reduce((most, one) =>
		one.logE - Math.log(one.line) > most.logE - Math.log(most.line) ? one : most,
	);
	return { ...nearest, isShown: nearest.logE >= Math.log(nearest.line) };
}

function find(memory: EventMemory, metric: SequentialMetric, stakes: Stakes): Finding {
	const { totals, states } = memory;
	if (totals.canaryRequests === 0 || totals.stableRequests === 0) return noFinding('a slot had no requests yet');
	const stable = totals.stableEvents / totals.stableRequests;
	const canary = totals.canaryEvents / totals.canaryRequests;
	// Half an event keeps the ratio finite where the stable slot had none.
	const stableRate = (totals.stableEvents + 0.5) / (totals.stableRequests + 1);
	const signs: readonly WorseSign[] =
		metric.direction === 'either' ? [1, -1] : metric.direction === 'increase' ? [1] : [-1];
	const alpha = stakes.alpha / signs.length;
	const tests = signs.map((sign) =>
		worst(states, harmShift(metric, stableRate, sign), sign, memory.blocks, { ...stakes, alpha }),
	);
	const harm = tests.reduce((most, one) =>
		one.logE - Math.log(one.line) > most.logE - Math.log(most.line) ? one : most,
	);
	const isTold = totals.canaryEvents + totals.stableEvents > 0;
	const interval = isTold ? shiftInterval(states, alpha) : { low: null, high: null };
	const promotions = signs.map((sign) => noWorse(memory, metric, sign, stakes));
	const weakest = promotions.reduce((least, one) => (one.z < least.z ? one : least));
	const asRatio = (shift: number | null) => (shift === null ? null : Math.expm1(shift));
	return {
		isCompared: true,
		canary,
		stable,
		estimate: {
			kind: 'ratio',
			value: stable > 0 ? canary / stable - 1 : null,
			low: asRatio(interval.low),
			high: asRatio(interval.high),
			confidence: 1 - alpha,
		},
		harmMargin: metric.harmMargin.in === 'share' ? metric.harmMargin.value : metric.harmMargin.value / stableRate,
		promoteMargin: promoteUnits(metric, stable) / stableRate,
		samples: { canary: totals.canaryRequests, stable: totals.stableRequests },
		harm: { kind: 'e-value', value: eValueOf(harm.logE), line: harm.line },
		nonInferior: { kind: 'p-value', value: weakest.pValue, line: weakest.line },
		isHarmShown: harm.isShown,
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
		return { finding: isNew ? noFinding(`${metric.label} was not counted yet`) : find(memory, metric, stakes), memory };
	}
	const after = add(memory, tables, counts);
	return { finding: find(after, metric, stakes), memory: block.isClosed ? after : memory };
}

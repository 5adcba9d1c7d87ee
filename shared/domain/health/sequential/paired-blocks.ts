/**
 * From running totals to blocks: what both slots did since the block began, and whether the block is over.
 *
 * A block is always the difference of two totals, from its first to the newest, so a look that comes late, twice or not at all
 * neither loses nor repeats a request.
 */
import { type Interval, intervalBetween, intervalFromReadings } from '../intervals.ts';
import type { JudgeInput } from '../model.ts';
import type { SlotTotals } from '../totals.ts';

export interface PairedBlock {
	readonly canary: Interval;
	readonly stable: Interval;
	/** Its length in usual blocks; more than 1 after a gap. */
	readonly blocks: number;
	/** True when it is long enough to be closed. */
	readonly isClosed: boolean;
}

export interface PairMemory {
	/** Totals at which the open block began; null before the first look and after a restart of the counting. */
	readonly begun: { readonly canary: SlotTotals; readonly stable: SlotTotals } | null;
	/** Until when each slot was seen: a window of readings that begins before would count requests twice. */
	readonly usedUntil: { readonly canary: number; readonly stable: number } | null;
}

export const noPairs: PairMemory = { begun: null, usedUntil: null };

/** A block may close this much early: looks do not fall exactly on its end. */
const closing = 0.95;

export interface PairLook {
	readonly block: PairedBlock | null;
	readonly memory: PairMemory;
}

const canContinue = (before: SlotTotals, after: SlotTotals): boolean =>
	before.epoch === after.epoch && before.version === after.version && before.slot === after.slot;

function fromTotals(memory: PairMemory, canary: SlotTotals, stable: SlotTotals, blockMs: number): PairLook {
	const { begun, usedUntil } = memory;
	// Nothing could ever follow totals of no instant.
	if (!Number.isFinite(canary.at) || !Number.isFinite(stable.at)) return { block: null, memory };
	if (usedUntil !== null && (canary.at < usedUntil.canary || stable.at < usedUntil.stable))
		return { block: null, memory };
	const started: PairMemory = { begun: { canary, stable }, usedUntil: { canary: canary.at, stable: stable.at } };
	// A restart ends the open block; what it had seen since its beginning is lost, which is the price of not guessing.
	if (begun === null || !canContinue(begun.canary, canary) || !canContinue(begun.stable, stable)) {
		return { block: null, memory: started };
	}
	const between = { canary: intervalBetween(begun.canary, canary), stable: intervalBetween(begun.stable, stable) };
	if (between.canary === null || between.stable === null) return { block: null, memory };
	const lengthMs = Math.min(canary.at - begun.canary.at, stable.at - begun.stable.at);
	const isClosed = lengthMs >= closing * blockMs;
	return {
		block: { canary: between.canary, stable: between.stable, blocks: lengthMs / blockMs, isClosed },
		memory: isClosed ? started : memory,
	};
}

function fromReadings(memory: PairMemory, input: JudgeInput, blockMs: number): PairLook {
	if (input.stable === null) return { block: null, memory };
	const canary = intervalFromReadings(input.canary, memory.usedUntil?.canary ?? null);
	const stable = intervalFromReadings(input.stable, memory.usedUntil?.stable ?? null);
	if (canary === null || stable === null) return { block: null, memory };
	const lengthMs = Math.min(canary.toMs - canary.fromMs, stable.toMs - stable.fromMs);
	return {
		block: { canary, stable, blocks: lengthMs / blockMs, isClosed: true },
		memory: { begun: null, usedUntil: { canary: canary.toMs, stable: stable.toMs } },
	};
}

/** True when the slots ran side by side, so that they can be compared at all. */
export function isPaired(input: JudgeInput): boolean {
	return (
		input.stable !== null && input.isStableFromBefore !== true && input.weights.canary > 0 && input.weights.stable > 0
	);
}

/** The open block after this look; null when there is nothing new or nothing to compare. `blockMs` is wall time. */
export function takePair(memory: PairMemory, input: JudgeInput, blockMs: number): PairLook {
	if (!isPaired(input)) return { block: null, memory: { ...memory, begun: null } };
	const { canary, stable } = input.totals ?? { canary: null, stable: null };
	return canary === null || stable === null
		? fromReadings(memory, input, blockMs)
		: fromTotals(memory, canary, stable, blockMs);
}

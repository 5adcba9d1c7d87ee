/**
 * How the chance of a false alarm is spent: once for the whole deployment, over all looks.
 *
 * An e-value e against harm is ever >= x with a chance of at most 1/x when there is none (Ville 1939), so 1/alpha would do for
 * ever. Part of alpha is kept for sudden harm in the first blocks, when swings of the slots cannot be measured yet. For
 * the rest the line begins above 1/alpha and falls towards the deadline, because a bet that ends there need not keep its
 * stakes: an e-process that is cut off seldom spends more than a fraction of what it may. The fall is calibrated by
 * simulation (`npm run bench -- judge` holds every null scenario against alpha), not proved.
 */

/** Blocks in which the swings between slots are not yet known well enough to be a guard. */
export const suddenBlocks = 3;
/** Shares of alpha for sudden harm in events: in the first block, and in those after it, where it would be met again. */
const suddenShares = { first: 0.5, later: 0.28 } as const;

interface Spending {
	/** Line at the beginning in units of 1/alpha, and how many times lower it is at the deadline. */
	readonly start: number;
	readonly fall: number;
}

export const eventSpending: Spending = { start: 2, fall: 5.5 };
export const differenceSpending: Spending = { start: 0.7, fall: 4.5 };

/** How the line falls: with the square root of the planned time, steeply at first. */
const pace = 0.5;

/**
 * The line for an e-value at a fraction of the planned time, 0..1. After the deadline the full line holds again, so that
 * waiting for a person spends nothing more.
 */
export function steadyLine(alpha: number, fraction: number, spending: Spending): number {
	const highest = spending.start / alpha;
	if (!(fraction > 0) || fraction > 1) return highest;
	return Math.max(1, highest * spending.fall ** -(fraction ** pace));
}

/** The line for sudden harm in one of the first blocks, counted from 1. */
export function suddenLine(alpha: number, block: number): number {
	return 1 / (alpha * (block <= 1 ? suddenShares.first : suddenShares.later));
}

/** Share of alpha for harm that begins later, on top of the rest: two in a thousand deployments at 5 % and 2 metrics. */
const lateShare = 0.1;

/**
 * The line for a run of the test that began anew where the one before had nothing to show. Each block may begin one, so each
 * has its part of the share (union bound over the planned blocks; Shin, Ramdas & Rinaldo 2022, arXiv 2203.03532, "e-detectors").
 */
export function lateLine(alpha: number, plannedBlocks: number): number {
	return Math.max(1, plannedBlocks) / (alpha * lateShare);
}

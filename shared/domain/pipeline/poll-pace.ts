/** How often a host may be asked, so that what it grants lasts until it grants anew. */

/** What a host still grants; the engine's `RateBudget` is one. */
export interface HostBudget {
	/** Requests in the host's window; null where it does not say. */
	readonly limit: number | null;
	readonly remaining: number | null;
	/** Our clock, ms since the epoch: from then on there is a whole window again. */
	readonly resetsAt: number | null;
}

/** Between two questions about what is on a screen or runs, and about everything else, ms. */
export const fastMs = 5_000;
export const idleMs = 60_000;

/** Where a host does not say how long its window is. GitHub's is an hour, others have shorter ones. */
const usualWindowMs = 3_600_000;
/** This share of a window is left to people: their clicks must not fail because a screen was refreshed. */
const keptForClicks = 1 / 3;
/** Once only the kept part is left (others use the same token), this share of it goes in so much time. */
const trickle = { share: 1 / 20, ms: 600_000 };
/** Of what can be spent, idle services get at least this share, however many others are on screen. */
const leastForIdle = 1 / 4;

export interface Allowance {
	/** Requests that polling may still make, */
	readonly requests: number;
	/** and the time that they have to last, ms. */
	readonly lastMs: number;
	/** Until there is a whole window again, ms. */
	readonly refillMs: number;
}

/** Null where the host sets no limit that is known. */
export function allowanceOf(budget: HostBudget | null, now: number): Allowance | null {
	if (budget === null) return null;
	const { limit, remaining, resetsAt } = budget;
	const isReset = resetsAt !== null && resetsAt <= now;
	const left = isReset ? (limit ?? remaining) : (remaining ?? limit);
	if (left === null) return null;
	const refillMs = resetsAt === null || isReset ? usualWindowMs : resetsAt - now;
	const free = left - (limit ?? left) * keptForClicks;
	// A window that has just begun is of a length that only the next answer tells: until then nothing is stretched.
	const lastMs = isReset ? 0 : refillMs;
	return free > left * trickle.share
		? { requests: free, lastMs, refillMs }
		: { requests: left * trickle.share, lastMs: Math.max(refillMs, trickle.ms), refillMs };
}

/** Requests that one question costs in each group, added up over the group. */
export interface Demand {
	readonly fast: number;
	readonly idle: number;
}

export interface Pace {
	readonly fastMs: number;
	readonly idleMs: number;
}

/** Stretches both groups so that the allowance lasts. Idle services are never asked more often than those on screen. */
export function paceOf(allowance: Allowance | null, demand: Demand): Pace {
	if (allowance === null) return { fastMs, idleMs };
	const { requests, lastMs } = allowance;
	const wanted = { fast: (demand.fast * lastMs) / fastMs, idle: (demand.idle * lastMs) / idleMs };
	const forIdle = Math.min(wanted.idle, Math.max(requests * leastForIdle, requests - wanted.fast));
	const fast = fastMs * stretch(wanted.fast, requests - forIdle);
	return { fastMs: fast, idleMs: Math.max(fast, idleMs * stretch(wanted.idle, forIdle)) };
}

function stretch(wanted: number, granted: number): number {
	return wanted <= granted ? 1 : wanted / Math.max(granted, Number.MIN_VALUE);
}

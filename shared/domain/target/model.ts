/** What a target is, in the words that engine, connectors, wire and screens share. */

/** The two places of an environment that a release can run in. A rollback is a switch because there are two. */
export const slotNames = ['blue', 'green'] as const;
export type SlotName = (typeof slotNames)[number];

/** The other slot of an environment. */
export function otherSlot(slot: SlotName): SlotName {
	return slot === 'blue' ? 'green' : 'blue';
}

/** Share of traffic per slot in per cent, 0 to 100; the two add up to 100, or are both 0 when nothing is served. */
export type TrafficSplit = Readonly<Record<SlotName, number>>;

/** All traffic to one slot. */
export function allTrafficTo(slot: SlotName): TrafficSplit {
	return slot === 'blue' ? { blue: 100, green: 0 } : { blue: 0, green: 100 };
}

/** `percent` of the traffic to `slot`, the rest to the other. */
export function splitTraffic(slot: SlotName, percent: number): TrafficSplit {
	return slot === 'blue' ? { blue: percent, green: 100 - percent } : { blue: 100 - percent, green: percent };
}

/** Two splits that differ by no more than `tolerance` percentage points in either slot. */
export function sameSplit(left: TrafficSplit, right: TrafficSplit, tolerance = 1): boolean {
	return slotNames.every((slot) => Math.abs(left[slot] - right[slot]) <= tolerance);
}

/** Health of what runs in a slot, as the target itself sees it. */
export type SlotHealth = 'empty' | 'starting' | 'up' | 'down';

export interface SlotState {
	readonly slot: SlotName;
	/** The version that really runs there, as told by the target; null when empty or when it cannot be told. */
	readonly version: string | null;
	readonly health: SlotHealth;
	/** Weight that the target holds for this slot, as a share of all weights in per cent. */
	readonly weightPercent: number;
	/** Where the instances of this slot answer, e.g. `http://127.0.0.1:8081`; used for smoke tests and scraping. */
	readonly addresses: readonly string[];
	/** Totals that the target itself counted since it started; null where it does not count. */
	readonly counters: { readonly requests: number; readonly errors: number } | null;
	/** A sentence when there is something to say: "no health check configured", "2 of 3 servers are up". */
	readonly note: string | null;
}

/** What a target answers when asked what is really so. */
export interface TargetState {
	/** Instant of the observation, ms since the epoch. */
	readonly at: number;
	readonly slots: Readonly<Record<SlotName, SlotState>>;
	/** Where users send their requests, e.g. `http://127.0.0.1:8080`; null when the target does not know. */
	readonly publicUrl: string | null;
	/** What the target says it is, e.g. `HAProxy 2.6.12`; absent where it was not asked. */
	readonly product?: string;
}

/** The split that an observation shows. */
export function observedSplit(state: TargetState): TrafficSplit {
	return { blue: state.slots.blue.weightPercent, green: state.slots.green.weightPercent };
}

/** A slot that has at least this share has the users to itself; less than a point is how weights are rounded. */
const alonePercent = 99;

/** True when the slot stands alone: all users, but for rounding, are on it. */
export function hasAllTraffic(state: SlotState): boolean {
	return state.weightPercent >= alonePercent;
}

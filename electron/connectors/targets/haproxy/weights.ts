/** Shares of traffic to HAProxy's weights and back. */
import type { HaproxyTargetConfig } from '../../../../shared/config/model.ts';
import { type SlotName, slotNames, type TrafficSplit } from '../../../../shared/domain/target/model.ts';

/** HAProxy's largest weight of a server (management guide, `set server weight`). */
export const maximumWeight = 256;

/** Weight of a server that has all traffic together with its equals. */
const soleWeight = 100;

/** Equal weights within a slot are kept as long as they miss the share by no more than this, percentage points. */
const equalTolerance = 0.25;

export type SlotWeights = Readonly<Record<SlotName, readonly number[]>>;

/**
 * Weights of the servers of each slot for a split. Servers of a slot get equal weights where that is precise enough;
 * otherwise (one server against many, extreme shares) they differ by one. A share of 0 is always weight 0 everywhere,
 * any other share is never weight 0 everywhere. Within half a point for whole per cents and up to 100 servers a slot.
 */
export function spreadWeights(split: TrafficSplit, servers: Readonly<Record<SlotName, number>>): SlotWeights {
	const total = split.blue + split.green;
	const share = total === 0 ? 0 : split.blue / total;
	const even = (slot: SlotName, weight: number) => Array.from({ length: servers[slot] }, () => weight);
	if (total === 0) return { blue: even('blue', 0), green: even('green', 0) };
	if (share === 1) return { blue: even('blue', soleWeight), green: even('green', 0) };
	if (share === 0) return { blue: even('blue', 0), green: even('green', soleWeight) };

	const equal = nearest(share, servers.blue, servers.green, maximumWeight, maximumWeight);
	if (equal.error * 100 <= equalTolerance) return { blue: even('blue', equal.left), green: even('green', equal.right) };
	const sums = nearest(share, 1, 1, servers.blue * maximumWeight, servers.green * maximumWeight);
	return { blue: distribute(sums.left, servers.blue), green: distribute(sums.right, servers.green) };
}

/** Smallest `left` and `right` with `leftUnits*left : rightUnits*right` closest to `share : 1-share`. */
function nearest(share: number, leftUnits: number, rightUnits: number, leftMaximum: number, rightMaximum: number) {
	let best = { left: 1, right: 1, error: Number.POSITIVE_INFINITY };
	for (let left = 1; left <= leftMaximum; left++) {
		const ideal = (left * leftUnits * (1 - share)) / (share * rightUnits);
		for (const candidate of [Math.floor(ideal), Math.ceil(ideal)]) {
			const right = Math.min(Math.max(candidate, 1), rightMaximum);
			const real = (left * leftUnits) / (left * leftUnits + right * rightUnits);
			const error = Math.abs(real - share);
			if (error < best.error - 1e-9) best = { left, right, error };
		}
	}
	return best;
}

/** `sum` over `count` servers as evenly as whole numbers allow. */
function distribute(sum: number, count: number): readonly number[] {
	const base = Math.floor(sum / count);
	const rest = sum % count;
	return Array.from({ length: count }, (_, index) => base + (index < rest ? 1 : 0));
}

/** Sums of weights as shares in per cent of `all`; zeros when there is no weight at all. */
export function sharesOf(sums: Readonly<Record<SlotName, number>>, all: number): TrafficSplit {
	const share = (slot: SlotName) => (all === 0 ? 0 : (100 * sums[slot]) / all);
	return { blue: share('blue'), green: share('green') };
}

/**
 * The commands that set a split. The slot that gains is set first, so that no moment is without a server. Servers that
 * are to get traffic are made ready before they get it, but for those known to be usable: HAProxy runs the commands of
 * a line one by one among its other work, and on the way back each one before the last weight keeps users waiting.
 */
export function trafficCommands(
	backend: string,
	servers: Readonly<Record<SlotName, readonly string[]>>,
	split: TrafficSplit,
	usable: ReadonlySet<string> = new Set(),
): readonly string[] {
	const counts = { blue: servers.blue.length, green: servers.green.length };
	const weights = spreadWeights(split, counts);
	const order = [...slotNames].sort((left, right) => split[right] - split[left]);
	const later: string[] = [];
	const commands = order.flatMap((slot) =>
		servers[slot].flatMap((server, index) => {
			const weight = `set server ${backend}/${server} weight ${weights[slot][index] ?? 0}`;
			if (split[slot] === 0) return [weight];
			const ready = `set server ${backend}/${server} state ready`;
			if (!usable.has(server)) return [ready, weight];
			later.push(ready);
			return [weight];
		}),
	);
	return [...commands, ...later];
}

/** The commands that set a split of the configured slots. */
export function splitCommands(
	config: HaproxyTargetConfig,
	split: TrafficSplit,
	usable?: ReadonlySet<string>,
): readonly string[] {
	const names = (slot: SlotName) => config.slots[slot].map(({ server }) => server);
	return trafficCommands(config.backend, { blue: names('blue'), green: names('green') }, split, usable);
}

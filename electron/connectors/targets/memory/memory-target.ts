/** A target that lives in memory and fails on command: for the engine's tests and benches, and for demonstrations. */
import { type Failure, ok } from '../../../../shared/domain/result.ts';
import type { SlotName, TargetState, TrafficSplit } from '../../../../shared/domain/target/model.ts';
import type { Clock, Target } from '../../../engine/ports.ts';
import { pause } from '../pause.ts';
import { createFaults, type MemoryFaults, type Operation } from './faults.ts';
import { createEntrance } from './entrance.ts';
import { cancelled, notReady, notTaken, stillServing, unknownVersion } from './refusals.ts';
import { emptySlot, type Slot, serve, slotState } from './slots.ts';

export interface MemoryTargetOptions {
	readonly clock: Clock;
	readonly label: string;
	/** Versions that can be deployed; without it every version is known. */
	readonly versions?: readonly string[];
	/** Versions that start but never become healthy. */
	readonly brokenVersions?: readonly string[];
	/** What runs and has all traffic at the start. */
	readonly standing?: { readonly slot: SlotName; readonly version: string };
	/** Time that a deploy takes on the clock, ms; 0 by default. */
	readonly deployMs?: number;
	/** Time after which a broken version is given up, ms; 0 by default. */
	readonly readyTimeoutMs?: number;
}

export interface MemoryTarget extends Target {
	readonly kind: 'memory';
	readonly faults: MemoryFaults;
	/** How often each operation was called, including refused and failed calls. */
	calls(operation: Operation): number;
	/** Splits that were asked for, oldest first; the last hundred. */
	askedSplits(): readonly TrafficSplit[];
	/** The split that it really holds, past every fault. */
	split(): TrafficSplit;
	/** Serves `count` requests by the split it holds, and counts them; a crashed slot fails its share. */
	serve(count: number): { readonly blue: number; readonly green: number; readonly failed: number };
}

interface Asked {
	readonly slot: SlotName;
	readonly version: string;
}

/** Makes a memory target. It knows fences: an older one than it has seen is refused with `lease-lost`. */
export function createMemoryTarget(options: MemoryTargetOptions): MemoryTarget {
	const { clock, label, standing } = options;
	const slots: Record<SlotName, Slot> = { blue: emptySlot(), green: emptySlot() };
	let split: TrafficSplit = { blue: 0, green: 0 };
	const asked: TrafficSplit[] = [];
	const faults = createFaults({
		crash: (slot) => {
			slots[slot].health = 'down';
		},
		changeSplit: (to) => {
			split = to;
		},
	});
	const { enter, calls } = createEntrance(label, faults);
	if (standing !== undefined) {
		slots[standing.slot] = { ...emptySlot(), version: standing.version, health: 'up' };
		split = { blue: 0, green: 0, [standing.slot]: 100 };
	}

	const state = (): TargetState => ({
		at: clock.now(),
		slots: { blue: slotState('blue', slots.blue, split), green: slotState('green', slots.green, split) },
		publicUrl: null,
	});

	/** Null when the version is up. */
	async function start(slot: Slot, request: Asked, signal?: AbortSignal): Promise<Failure | null> {
		const isBroken = options.brokenVersions?.includes(request.version) ?? false;
		const takesMs = (isBroken ? options.readyTimeoutMs : options.deployMs) ?? 0;
		Object.assign(slot, { version: request.version, health: 'starting' });
		const waited = takesMs > 0 ? await pause(clock, takesMs, signal) : signal?.aborted !== true;
		if (!waited) return cancelled(label);
		slot.health = isBroken ? 'down' : 'up';
		return isBroken ? notReady(label, request.version, request.slot) : null;
	}

	return {
		kind: 'memory',
		label,
		faults,
		async inspect(signal) {
			return (await enter('inspect', null, signal)) ?? ok(state());
		},
		async deploy(request, signal) {
			const refused = await enter('deploy', request.fence, signal);
			if (refused !== null) return refused;
			const slot = slots[request.slot];
			if (slot.version === request.version && slot.health === 'up') return ok(state());
			if (options.versions !== undefined && !options.versions.includes(request.version)) {
				return unknownVersion(label, request.version);
			}
			return (await start(slot, request, signal)) ?? ok(state());
		},
		async setTraffic(request, signal) {
			asked.push(request.split);
			if (asked.length > 100) asked.shift();
			const refused = await enter('setTraffic', request.fence, signal);
			if (refused !== null) return refused;
			if (faults.ignoresWeights()) return notTaken(label, split);
			split = request.split;
			return ok(state());
		},
		async retire(request, signal) {
			const refused = await enter('retire', request.fence, signal);
			if (refused !== null) return refused;
			if (split[request.slot] > 0) return stillServing(label, request.slot, split[request.slot]);
			Object.assign(slots[request.slot], { version: null, health: 'empty' });
			return ok(state());
		},
		manualCommands: (to) => [`set ${label} blue ${to.blue} green ${to.green}`],
		async close() {},
		calls,
		askedSplits: () => [...asked],
		split: () => split,
		serve: (count) => serve(count, slots, split),
	};
}

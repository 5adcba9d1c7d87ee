/** A target that lives in memory and fails on command: for the engine's tests and benches, and for demonstrations. */
import { type Failure, fail, ok, type Problem, type Result } from '../../../../shared/domain/result.ts';
import {
	otherSlot,
	type SlotHealth,
	type SlotName,
	type SlotState,
	type TargetState,
	type TrafficSplit,
} from '../../../../shared/domain/target/model.ts';
import type { Clock, Target } from '../../../engine/ports.ts';
import { createFaults, type MemoryFaults, type Operation } from './faults.ts';

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

interface Slot {
	version: string | null;
	health: SlotHealth;
	requests: number;
	errors: number;
}

/** Makes a memory target. It knows fences: an older one than it has seen is refused with `lease-lost`. */
export function createMemoryTarget(options: MemoryTargetOptions): MemoryTarget {
	const { clock, label, standing } = options;
	const slots: Record<SlotName, Slot> = { blue: emptySlot(), green: emptySlot() };
	let split: TrafficSplit = { blue: 0, green: 0 };
	let fence = 0;
	const counts = new Map<Operation, number>();
	const asked: TrafficSplit[] = [];
	const faults = createFaults({
		crash: (slot) => {
			slots[slot].health = 'down';
		},
		changeSplit: (to) => {
			split = to;
		},
	});
	if (standing !== undefined) {
		slots[standing.slot] = { ...emptySlot(), version: standing.version, health: 'up' };
		split = { blue: 0, green: 0, [standing.slot]: 100 };
	}

	const state = (): TargetState => ({
		at: clock.now(),
		slots: { blue: slotState('blue', slots.blue, split), green: slotState('green', slots.green, split) },
		publicUrl: null,
	});

	/** Faults, cancellation and fences come before every operation, as on a real wire. */
	async function enter(operation: Operation, callFence: number | null, signal?: AbortSignal): Promise<Failure | null> {
		counts.set(operation, (counts.get(operation) ?? 0) + 1);
		if (signal?.aborted) return cancelled(label);
		const fault = await faults.meet(operation, label, signal);
		if (fault !== null) return fault;
		if (callFence === null) return null;
		if (callFence < fence) return leaseLost(label);
		fence = callFence;
		return null;
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
			Object.assign(slot, { version: request.version, health: 'starting' });
			const isBroken = options.brokenVersions?.includes(request.version) ?? false;
			const waited = await wait(clock, isBroken ? options.readyTimeoutMs : options.deployMs, signal);
			if (!waited) return cancelled(label);
			if (isBroken) {
				slot.health = 'down';
				return notReady(label, request.version, request.slot);
			}
			slot.health = 'up';
			return ok(state());
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
		calls: (operation) => counts.get(operation) ?? 0,
		askedSplits: () => [...asked],
		split: () => split,
		serve: (count) => serve(count, slots, split),
	};
}

function emptySlot(): Slot {
	return { version: null, health: 'empty', requests: 0, errors: 0 };
}

function slotState(name: SlotName, slot: Slot, split: TrafficSplit): SlotState {
	return {
		slot: name,
		version: slot.version,
		health: slot.health,
		weightPercent: split[name],
		addresses: slot.version === null ? [] : [`memory://${name}`],
		counters: { requests: slot.requests, errors: slot.errors },
		note: null,
	};
}

function serve(count: number, slots: Record<SlotName, Slot>, split: TrafficSplit) {
	const result = { blue: 0, green: 0, failed: 0 };
	const total = split.blue + split.green;
	for (let index = 0; index < count; index++) {
		const isGreen =
			Math.floor(((index + 1) * split.green) / (total || 1)) > Math.floor((index * split.green) / (total || 1));
		const name: SlotName = isGreen ? 'green' : 'blue';
		const isServed = total > 0 && slots[name].health === 'up';
		slots[name].requests++;
		if (isServed) result[name]++;
		else {
			slots[name].errors++;
			result.failed++;
		}
	}
	return result;
}

/** True after `delayMs` on the clock, false as soon as the signal aborts. */
function wait(clock: Clock, delayMs = 0, signal?: AbortSignal): Promise<boolean> {
	if (delayMs <= 0) return Promise.resolve(!(signal?.aborted ?? false));
	return new Promise((resolve) => {
		const onAbort = () => {
			cancel();
			resolve(false);
		};
		const cancel = clock.after(delayMs, () => {
			signal?.removeEventListener('abort', onAbort);
			resolve(true);
		});
		signal?.addEventListener('abort', onAbort, { once: true });
	});
}

function cancelled(label: string): Failure {
	return fail(
		'cancelled',
		`The call to ${label} was cancelled; nothing more was changed.`,
		'Ask again when you need it.',
		{
			retryable: true,
		},
	);
}

function leaseLost(label: string): Failure {
	return fail(
		'lease-lost',
		`${label} follows a newer control room; this one may not change it any more.`,
		'Reload to see what the other control room does.',
	);
}

function unknownVersion(label: string, version: string): Failure {
	return fail(
		'unknown-version',
		`${label} has no version ${version}; nothing was changed.`,
		'Check the version, or wait until it is built.',
	);
}

function notReady(label: string, version: string, slot: SlotName): Failure {
	return fail(
		'slot-not-ready',
		`Version ${version} was started in ${slot} of ${label} but did not become healthy; users still have what stood before.`,
		`Look at the log of ${version}; users are served by ${otherSlot(slot)}.`,
	);
}

function notTaken(label: string, split: TrafficSplit): Result<never> {
	const details: Problem['details'] = { blue: split.blue, green: split.green };
	return fail(
		'traffic-not-taken',
		`${label} did not take the new split: blue has ${split.blue} %, green ${split.green} %.`,
		'Try again, or set the weights at the target by hand.',
		{ retryable: true, details },
	);
}

function stillServing(label: string, slot: SlotName, percent: number): Failure {
	return fail(
		'target-refused',
		`${slot} of ${label} still serves ${percent} % of the users, so it was not ended.`,
		'Move its traffic away first.',
	);
}

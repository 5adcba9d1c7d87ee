/** The room as the screens see it: one state, numbered patches, and any number of watchers. */
import type { RoomChange, RoomCollection, RoomMessage, RoomState } from '../../shared/rpc/views.ts';
import type { Clock } from './ports.ts';
import { type Subscriber, createSubscriber } from './subscriber.ts';

/** Patches kept for a watcher that comes back after a cut. */
const keptPatches = 500;
/** Messages that a slow watcher may lag behind before it gets a snapshot instead. */
const watcherLimit = 200;

export interface RoomHub {
	state(): RoomState;
	/** Takes changes over at once; watchers hear of them within `flushDelayMs`, several changes in one patch. */
	change(changes: readonly RoomChange[]): void;
	watch(lastNumber: number | null, signal: AbortSignal): AsyncIterable<RoomMessage>;
}

/**
 * Applies changes to a room; pure. The renderer applies patches by the same rule. A collection is copied once for all
 * its changes: copying 200 environments for each of 200 changes was a third of the engine's work.
 */
export function applyChanges(room: RoomState, changes: readonly RoomChange[]): RoomState {
	const copies = new Map<RoomCollection, Record<string, unknown>>();
	let next = room;
	for (const change of changes) {
		if (change.collection === 'sample') next = { ...next, sample: change.value };
		else if (change.collection === 'host') next = { ...next, host: change.value };
		else if (change.collection === 'delivery') next = { ...next, delivery: change.value };
		else {
			const copy: Record<string, unknown> = copies.get(change.collection) ?? { ...room[change.collection] };
			copies.set(change.collection, copy);
			if (change.value === null) delete copy[change.key];
			else copy[change.key] = change.value;
		}
	}
	return { ...next, ...Object.fromEntries(copies) };
}

/**
 * Makes a hub. Numbers start at the wall clock, so that a number from an earlier run of the host never
 * looks like one of this run.
 */
export function createRoomHub(options: {
	readonly initial: RoomState;
	readonly clock: Clock;
	readonly flushDelayMs?: number;
}): RoomHub {
	const { clock, flushDelayMs = 15 } = options;
	let room = options.initial;
	let number = clock.now();
	let waiting = new Map<string, RoomChange>();
	let isFlushDue = false;
	const patches: Extract<RoomMessage, { kind: 'patch' }>[] = [];
	const watchers = new Set<Subscriber<RoomMessage>>();

	const snapshot = (): RoomMessage => ({ kind: 'snapshot', number, room });

	function flush(): void {
		isFlushDue = false;
		if (waiting.size === 0) return;
		number += 1;
		const patch = { kind: 'patch', number, changes: [...waiting.values()] } as const;
		waiting = new Map();
		patches.push(patch);
		if (patches.length > keptPatches) patches.shift();
		for (const watcher of watchers) watcher.push(patch);
	}

	function missed(lastNumber: number | null): readonly RoomMessage[] {
		const oldest = patches[0]?.number;
		const isKnown = lastNumber !== null && lastNumber <= number && oldest !== undefined && lastNumber >= oldest - 1;
		if (!isKnown) return lastNumber === number ? [] : [snapshot()];
		return patches.filter((patch) => patch.number > lastNumber);
	}

	return {
		state: () => room,
		change(changes) {
			room = applyChanges(room, changes);
			for (const change of changes) waiting.set(`${change.collection}\n${change.key}`, change);
			if (isFlushDue || waiting.size === 0) return;
			isFlushDue = true;
			clock.after(flushDelayMs, flush);
		},
		watch(lastNumber, signal) {
			// What waits is part of the snapshot: number it first, so that no patch repeats it.
			flush();
			const watcher: Subscriber<RoomMessage> = createSubscriber({
				signal,
				limit: watcherLimit,
				onOverflow: snapshot,
				onEnd: () => watchers.delete(watcher),
			});
			for (const message of missed(lastNumber)) watcher.push(message);
			watchers.add(watcher);
			return watcher.messages;
		},
	};
}

/** The mirror of the engine's room: one subscription in, one zustand store out. Computes nothing about releases. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { RoomMessage, RoomState } from '../../shared/rpc/views.ts';
import { applyChanges, share } from '../../shared/rpc/apply-changes.ts';
import type { LinkStatus, RoomConnection } from './connection.ts';

export interface RoomSnapshot {
	/** Null until the first snapshot came; afterwards the last known room, however old. */
	readonly room: RoomState | null;
	/** Number of the last message; null before the first and after a gap. */
	readonly number: number | null;
	readonly link: LinkStatus;
	/** Wall clock until which the room was known to be so: of the last message, or of the cut. Null before the first. */
	readonly lastKnownAt: number | null;
}

export interface RoomStore {
	readonly store: StoreApi<RoomSnapshot>;
	/** Begins to watch; the returned function ends it. */
	start(): () => void;
}

export interface RoomStoreDeps {
	readonly connection: RoomConnection;
	readonly now: () => number;
	/** Waits before another try; ends early when the signal aborts. */
	readonly wait: (ms: number, signal: AbortSignal) => Promise<void>;
}

/** Time between a watch that ended and the next try, ms. */
const retryMs = 500;

/**
 * The snapshot after a message, or `'gap'` when a number is missing and only a fresh snapshot can help.
 * Messages that were seen before (a replay after a reconnect) change nothing.
 */
export function receive(state: RoomSnapshot, message: RoomMessage, at: number): RoomSnapshot | 'gap' {
	if (message.kind === 'snapshot') {
		return { ...state, room: share(state.room, message.room), number: message.number, lastKnownAt: at };
	}
	if (state.room === null || state.number === null) return 'gap';
	if (message.number <= state.number) return { ...state, lastKnownAt: at };
	if (message.number !== state.number + 1) return 'gap';
	return { ...state, room: applyChanges(state.room, message.changes), number: message.number, lastKnownAt: at };
}

/** The snapshot after the link changed: a cut is the last instant at which the room was known. Pure. */
export function linked(state: RoomSnapshot, link: LinkStatus): RoomSnapshot {
	const cut = state.link.state === 'connected' && link.state !== 'connected' && state.room !== null;
	return { ...state, link, lastKnownAt: cut ? link.since : state.lastKnownAt };
}

/** Makes the store; nothing is asked before `start`. */
export function createRoomStore({ connection, now, wait }: RoomStoreDeps): RoomStore {
	const store = createStore<RoomSnapshot>(() => ({
		room: null,
		number: null,
		link: connection.status.get(),
		lastKnownAt: null,
	}));

	async function watchOnce(signal: AbortSignal): Promise<void> {
		for await (const message of connection.client.room.watch(store.getState().number, signal)) {
			if (signal.aborted) return;
			const next = receive(store.getState(), message, now());
			if (next === 'gap') {
				store.setState({ number: null });
				return;
			}
			store.setState(next);
		}
	}

	async function watch(signal: AbortSignal): Promise<void> {
		while (!signal.aborted && store.getState().link.state !== 'refused') {
			const before = store.getState().number;
			try {
				await watchOnce(signal);
			} catch {
				// The link's own state says that it is down; here it only matters that we try again.
			}
			const gap = before !== null && store.getState().number === null;
			if (!signal.aborted && !gap) await wait(retryMs, signal);
		}
	}

	return {
		store,
		start() {
			const stop = new AbortController();
			const follow = (): void => store.setState(linked(store.getState(), connection.status.get()));
			const unlisten = connection.status.subscribe(follow);
			follow();
			void watch(stop.signal);
			return () => {
				unlisten();
				stop.abort();
			};
		},
	};
}

/** Resolves after `ms`, or as soon as `signal` aborts. */
export function waitFor(ms: number, signal: AbortSignal): Promise<void> {
	return new Promise((resolve) => {
		const timer = setTimeout(done, ms);
		function done(): void {
			clearTimeout(timer);
			signal.removeEventListener('abort', done);
			resolve();
		}
		signal.addEventListener('abort', done);
	});
}

/** One run of a pipeline as it is told, message by message. Each message carries all of it, so a lost one costs nothing. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { RunDetail } from '../../shared/rpc/pipeline-views.ts';
import { share } from '../../shared/rpc/apply-changes.ts';
import type { ControlRoomClient } from './connection.ts';
import { type WatchStatus, watchStream } from './watch-stream.ts';

export interface RunSnapshot {
	/** `ended`: the host has nothing more to say, or does not know the run. */
	readonly status: WatchStatus;
	/** Null before the first message, and where the service has no run yet. */
	readonly detail: RunDetail | null;
	/** Wall clock of the last message, ms since the epoch; null before the first. */
	readonly lastKnownAt: number | null;
}

export interface RunStore {
	readonly store: StoreApi<RunSnapshot>;
	/** Begins to watch; the returned function ends it. */
	start(): () => void;
}

export interface RunStoreDeps {
	readonly client: ControlRoomClient;
	readonly service: string;
	/** Null: the newest run, whichever that is at the time. */
	readonly runId: string | null;
	readonly now: () => number;
	readonly wait: (ms: number, signal: AbortSignal) => Promise<void>;
}

/** Makes the store of one run; nothing is asked before `start`. */
export function createRunStore({ client, service, runId, now, wait }: RunStoreDeps): RunStore {
	const store = createStore<RunSnapshot>(() => ({ status: 'loading', detail: null, lastKnownAt: null }));

	/** True when the stream ended by itself. */
	async function watchOnce(signal: AbortSignal): Promise<boolean> {
		for await (const { detail } of client.pipelines.watchRun({ service, runId }, signal)) {
			if (signal.aborted) return false;
			// Parts that did not change keep their identity, so that 60 jobs are not drawn again for one.
			store.setState({ status: 'live', detail: share(store.getState().detail, detail), lastKnownAt: now() });
		}
		return !signal.aborted;
	}

	return { store, start: () => watchStream({ store, watchOnce, wait }) };
}

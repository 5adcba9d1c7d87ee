/** A store that a stream fills: it is watched again after each cut, until it ends by itself. */
import type { StoreApi } from 'zustand/vanilla';

/** `reconnecting` keeps what was known last; `ended`: the stream has nothing more to say. */
export type WatchStatus = 'loading' | 'live' | 'reconnecting' | 'ended';

export interface WatchDeps {
	readonly store: StoreApi<{ readonly status: WatchStatus }>;
	/** One stream until it ends; true when it ended by itself with nothing lost. Throws when it is cut. */
	readonly watchOnce: (signal: AbortSignal) => Promise<boolean>;
	readonly wait: (ms: number, signal: AbortSignal) => Promise<void>;
}

const retryMs = 500;

/** Begins to watch; the returned function ends it. */
export function watchStream({ store, watchOnce, wait }: WatchDeps): () => void {
	const stop = new AbortController();
	const { signal } = stop;
	void (async () => {
		while (!signal.aborted) {
			try {
				if (await watchOnce(signal)) return store.setState({ status: 'ended' });
			} catch {
				// A cut stream: what was known stays on screen, marked as such.
			}
			if (signal.aborted) return;
			if (store.getState().status === 'live') store.setState({ status: 'reconnecting' });
			await wait(retryMs, signal);
		}
	})();
	return () => stop.abort();
}

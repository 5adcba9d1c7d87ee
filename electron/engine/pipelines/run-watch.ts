/** Watchers of runs: each gets the whole detail again after a change, at a bearable pace, and only the newest. */
import type { RunDetail, RunMessage } from '../../../shared/rpc/pipeline-views.ts';
import type { Clock } from '../ports.ts';

/** At most four messages a second for each watcher. */
const shortestMs = 250;

export interface RunWatchers {
	/** Something about the service's runs may have changed. */
	changed(service: string): void;
	/** Services that somebody watches now. */
	isWatched(service: string): boolean;
	/** `detail` is asked when a message is due; it is the whole truth at that moment. */
	watch(service: string, detail: () => Promise<RunDetail | null>, signal: AbortSignal): AsyncIterable<RunMessage>;
	/** Ends the watchers of a service, or all. */
	end(service?: string): void;
}

interface Watcher {
	isDirty: boolean;
	hasEnded: boolean;
	wake: () => void;
}

export function createRunWatchers(clock: Clock): RunWatchers {
	const watchers = new Map<string, Set<Watcher>>();

	function add(service: string): Watcher {
		const watcher: Watcher = { isDirty: true, hasEnded: false, wake: () => undefined };
		const all = watchers.get(service) ?? new Set();
		watchers.set(service, all.add(watcher));
		return watcher;
	}

	function remove(service: string, watcher: Watcher): void {
		const all = watchers.get(service);
		all?.delete(watcher);
		if (all?.size === 0) watchers.delete(service);
	}

	/** Resolves when there is something to tell, and the last message is long enough ago. */
	async function due(watcher: Watcher, toldAt: number): Promise<void> {
		while (!watcher.hasEnded) {
			const restMs = toldAt + shortestMs - clock.monotonic();
			if (watcher.isDirty && restMs <= 0) return;
			await sleep(watcher, clock, restMs > 0 ? restMs : null);
		}
	}

	return {
		changed(service) {
			for (const watcher of watchers.get(service) ?? []) {
				watcher.isDirty = true;
				watcher.wake();
			}
		},
		isWatched: (service) => watchers.has(service),
		async *watch(service, detail, signal) {
			if (signal.aborted) return;
			const watcher = add(service);
			const end = (): void => endOne(watcher);
			signal.addEventListener('abort', end, { once: true });
			let number = clock.now();
			let toldAt = Number.NEGATIVE_INFINITY;
			let last: string | null = null;
			try {
				while (true) {
					await due(watcher, toldAt);
					if (watcher.hasEnded) return;
					watcher.isDirty = false;
					const found = await detail();
					const text = JSON.stringify(found);
					// A slow reader holds this generator here: what happens meanwhile is told by one message afterwards.
					if (text === last || watcher.hasEnded) continue;
					last = text;
					toldAt = clock.monotonic();
					number += 1;
					yield { number, detail: found };
				}
			} finally {
				signal.removeEventListener('abort', end);
				remove(service, watcher);
			}
		},
		end(service) {
			const all = service === undefined ? [...watchers.values()] : [watchers.get(service) ?? []];
			for (const watcher of all.flatMap((some) => [...some])) endOne(watcher);
		},
	};
}

function endOne(watcher: Watcher): void {
	watcher.hasEnded = true;
	watcher.wake();
}

/** Sleeps for so long, or until woken; null for as long as it takes. */
function sleep(watcher: Watcher, clock: Clock, ms: number | null): Promise<void> {
	return new Promise((resolve) => {
		const finish = (): void => {
			cancel();
			watcher.wake = () => undefined;
			resolve();
		};
		const cancel = ms === null ? () => undefined : clock.after(ms, finish);
		watcher.wake = finish;
	});
}

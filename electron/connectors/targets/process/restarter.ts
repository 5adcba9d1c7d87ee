/** Restarting what crashes, ever more slowly while it keeps crashing. */

const firstDelayMs = 250;
const longestDelayMs = 30_000;
/** A process that ran this long is forgiven its earlier crashes. */
const forgivenAfterMs = 60_000;

export interface Restarter {
	/** Plans a restart; `ranMs` is how long the process had been running. */
	schedule(index: number, ranMs: number): void;
	/** Forgets every plan. */
	clear(): void;
}

/** Pause before the restart that follows `crashes` crashes in a row, ms. */
export function restartDelay(crashes: number): number {
	return Math.min(longestDelayMs, firstDelayMs * 2 ** Math.min(crashes, 20));
}

export function createRestarter(restart: (index: number) => void): Restarter {
	const crashes = new Map<number, number>();
	const timers = new Map<number, NodeJS.Timeout>();
	return {
		schedule(index, ranMs) {
			if (timers.has(index)) return;
			const before = ranMs >= forgivenAfterMs ? 0 : (crashes.get(index) ?? 0);
			crashes.set(index, before + 1);
			const timer = setTimeout(() => {
				timers.delete(index);
				restart(index);
			}, restartDelay(before));
			timers.set(index, timer);
		},
		clear() {
			for (const timer of timers.values()) clearTimeout(timer);
			timers.clear();
			crashes.clear();
		},
	};
}

/** Time spent in a step, on the monotonic clock, so that a wall clock that jumps neither ends nor stretches a step. */
import type { Clock } from './ports.ts';

export interface Stopwatch {
	/** Process time since the last reset, ms: monotonic time while running, times the clock rate. */
	elapsedMs(): number;
	readonly isRunning: () => boolean;
	run(): void;
	hold(): void;
	reset(): void;
}

/** `rate` is how many times faster than the wall the steps run; 1 except in the sample. */
export function createStopwatch(clock: Clock, rate: number): Stopwatch {
	let spentMs = 0;
	let since: number | null = null;
	const current = (): number => spentMs + (since === null ? 0 : (clock.monotonic() - since) * rate);
	return {
		elapsedMs: current,
		isRunning: () => since !== null,
		run() {
			since ??= clock.monotonic();
		},
		hold() {
			spentMs = current();
			since = null;
		},
		reset() {
			spentMs = 0;
			since = null;
		},
	};
}

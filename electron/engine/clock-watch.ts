/** Notices a wall clock that was set, so that people know why labels jump, and a machine that had slept. */
import type { Clock } from './ports.ts';

export interface ClockWatch {
	/** The clock that was given; every timer of it first finds out whether the machine had slept. */
	readonly clock: Clock;
	/** Finds out now. */
	check(): void;
	stop(): void;
}

const everyMs = 5_000;
/** Less than this is drift and scheduling, not a jump. */
const jumpMs = 3_000;
/** So long without a turn of ours, and nobody watched: whatever was under way has to be asked for. */
const sleptMs = 30_000;

/**
 * Calls `onJump` with the jump in ms (negative: set back) whenever wall and monotonic time come apart, and `onSlept` with
 * the gap in ms when this process had no turn for long. Of those two a sleep is told only as `onSlept`. Some systems stop
 * the monotonic clock in a sleep and some do not, so each clock is looked at; where the machine tells how long it has been
 * up, a wall clock that was set is no sleep.
 */
export function watchClock(
	clock: Clock,
	hooks: { readonly onJump: (jumpMs: number) => void; readonly onSlept: (gapMs: number) => void },
): ClockWatch {
	const read = () => ({ wall: clock.now(), monotonic: clock.monotonic(), up: clock.uptime?.() ?? null });
	let last = read();
	let isStopped = false;
	let cancel: () => void = () => undefined;

	function compare(): void {
		const now = read();
		const ran = now.monotonic - last.monotonic;
		const wall = now.wall - last.wall;
		const up = now.up === null || last.up === null ? wall : now.up - last.up;
		const gap = Math.max(ran, up);
		last = now;
		if (gap > everyMs + sleptMs) hooks.onSlept(gap);
		else if (Math.abs(wall - ran) > jumpMs) hooks.onJump(wall - ran);
	}

	/** Cheap enough for every timer: the clocks are compared only where one of them went far. */
	function check(): void {
		const isSuspect =
			clock.monotonic() - last.monotonic > everyMs + sleptMs || clock.now() - last.wall > everyMs + sleptMs;
		if (isSuspect && !isStopped) compare();
	}

	function turn(): void {
		if (isStopped) return;
		compare();
		cancel = clock.after(everyMs, turn);
	}

	cancel = clock.after(everyMs, turn);
	return {
		clock: {
			...clock,
			after: (delayMs, run) =>
				clock.after(delayMs, () => {
					check();
					run();
				}),
		},
		check,
		stop() {
			isStopped = true;
			cancel();
		},
	};
}

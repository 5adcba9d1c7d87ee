/** Notices a wall clock that was set: labels then jump, and people should know why. */
import type { Clock } from './ports.ts';

export interface ClockWatch {
	stop(): void;
}

const everyMs = 5_000;
/** Less than this is drift and scheduling, not a jump. */
const jumpMs = 3_000;

/** Calls `onJump` with the jump in ms (negative: set back) whenever wall and monotonic time come apart. */
export function watchClock(clock: Clock, onJump: (jumpMs: number) => void): ClockWatch {
	let offset = clock.now() - clock.monotonic();
	let isStopped = false;
	let cancel: () => void = () => undefined;

	function check(): void {
		if (isStopped) return;
		const now = clock.now() - clock.monotonic();
		if (Math.abs(now - offset) > jumpMs) onJump(now - offset);
		offset = now;
		cancel = clock.after(everyMs, check);
	}

	cancel = clock.after(everyMs, check);
	return {
		stop() {
			isStopped = true;
			cancel();
		},
	};
}

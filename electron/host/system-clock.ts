/** The machine's clock behind the engine's port. */
import { uptime } from 'node:os';
import type { Clock } from '../engine/ports.ts';

/** The longest delay that a timer of Node takes; beyond it would fire at once. */
const longestDelayMs = 2_147_483_647;

export function systemClock(): Clock {
	return {
		now: () => Date.now(),
		monotonic: () => performance.now(),
		uptime: () => uptime() * 1_000,
		after(delayMs, run) {
			const timer = setTimeout(run, Math.min(Math.max(0, delayMs), longestDelayMs));
			return () => clearTimeout(timer);
		},
	};
}

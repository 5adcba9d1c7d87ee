/** Going through many looks without anybody waiting for it: a rollback gets its turn every few of them. */
import type { StoredLook } from '../../shared/domain/health/model.ts';
import type { Clock } from './ports.ts';
import { pause } from './timed.ts';

/** A turn of the loop ends after so many looks, or so long: a click on Roll back takes single milliseconds itself. */
const looksAtOnce = 200;
const longestTurnMs = 4;

/** Calls `judge` for each look in order. Stops where `signal` aborts. */
export async function replayGently(
	clock: Clock,
	looks: readonly StoredLook[],
	judge: (look: StoredLook) => unknown,
	signal?: AbortSignal,
): Promise<void> {
	let turnBegan = clock.monotonic();
	for (const [index, look] of looks.entries()) {
		const isLong = clock.monotonic() - turnBegan >= longestTurnMs;
		if (isLong || (index > 0 && index % looksAtOnce === 0)) {
			await pause(clock, 0, signal);
			turnBegan = clock.monotonic();
		}
		if (signal?.aborted === true) return;
		judge(look);
	}
}

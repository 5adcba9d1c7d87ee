/** Going through many looks without anybody waiting for it: a rollback gets its turn every few of them. */
import type { StoredLook } from '../../shared/domain/health/model.ts';
import type { Clock } from './ports.ts';
import { pause } from './timed.ts';

/** Looks judged in one turn of the loop; each takes less than a millisecond. */
const looksAtOnce = 200;

/** Calls `judge` for each look in order. Stops where `signal` aborts. */
export async function replayGently(
	clock: Clock,
	looks: readonly StoredLook[],
	judge: (look: StoredLook) => unknown,
	signal?: AbortSignal,
): Promise<void> {
	for (const [index, look] of looks.entries()) {
		if (index > 0 && index % looksAtOnce === 0) await pause(clock, 0, signal);
		if (signal?.aborted === true) return;
		judge(look);
	}
}

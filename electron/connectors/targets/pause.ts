import type { Clock } from '../../engine/ports.ts';

/** Waits on the clock; false as soon as the signal aborts. */
export function pause(clock: Clock, delayMs: number, signal?: AbortSignal): Promise<boolean> {
	return new Promise((resolve) => {
		if (signal?.aborted) return resolve(false);
		const onAbort = () => {
			cancel();
			resolve(false);
		};
		const cancel = clock.after(delayMs, () => {
			signal?.removeEventListener('abort', onAbort);
			resolve(true);
		});
		signal?.addEventListener('abort', onAbort, { once: true });
	});
}

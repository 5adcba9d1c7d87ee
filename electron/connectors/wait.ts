/** Waiting in the router's own process and in clean-up, where real time is what counts. */
import { setTimeout as delay } from 'node:timers/promises';

/** Resolves after `ms`; false when the signal came first. */
export async function sleep(ms: number, signal?: AbortSignal): Promise<boolean> {
	try {
		await delay(ms, undefined, signal === undefined ? {} : { signal });
		return true;
	} catch {
		return false;
	}
}

/** Asks `condition` every `stepMs` until it holds; false after `timeoutMs`. */
export async function until(
	condition: () => boolean | Promise<boolean>,
	timeoutMs: number,
	stepMs = 20,
	signal?: AbortSignal,
): Promise<boolean> {
	const deadline = performance.now() + timeoutMs;
	for (;;) {
		if (await condition()) return true;
		if (signal?.aborted === true || performance.now() >= deadline) return false;
		await sleep(stepMs, signal);
	}
}

/** Waiting with an end: every call to the outside is bounded in time and can be given up. */
import { type Result, fail } from '../../shared/domain/result.ts';
import type { Clock } from './ports.ts';

/**
 * Runs `work` with a signal that aborts after `timeoutMs` or with `outer`. A work that ignores its signal is left
 * behind: the answer is then `timed-out` or `cancelled`. An exception becomes `internal` with its cause.
 */
export async function timed<T>(
	options: { readonly clock: Clock; readonly timeoutMs: number; readonly what: string; readonly outer?: AbortSignal },
	work: (signal: AbortSignal) => Promise<Result<T>>,
): Promise<Result<T>> {
	const controller = new AbortController();
	let giveUp: (result: Result<T>) => void = () => undefined;
	const gaveUp = new Promise<Result<T>>((resolve) => {
		giveUp = resolve;
	});
	const cancelled = (): void => {
		controller.abort();
		giveUp(fail('cancelled', `${options.what} was cancelled.`, 'Nothing to do: something else took its place.'));
	};
	const cancelTimer = options.clock.after(options.timeoutMs, () => {
		controller.abort();
		giveUp(
			fail(
				'timed-out',
				`${options.what} did not answer within ${Math.round(options.timeoutMs / 100) / 10} s.`,
				'Check that it is running and reachable, then try again.',
				{ retryable: true },
			),
		);
	});
	if (options.outer?.aborted === true) cancelled();
	options.outer?.addEventListener('abort', cancelled, { once: true });
	try {
		return await Promise.race([
			gaveUp,
			work(controller.signal).catch((cause: unknown) =>
				fail('internal', `${options.what} failed unexpectedly.`, 'See the log for the cause.', { cause }),
			),
		]);
	} finally {
		cancelTimer();
		options.outer?.removeEventListener('abort', cancelled);
	}
}

/** Resolves after `delayMs`, or at once when the signal aborts. */
export function pause(clock: Clock, delayMs: number, signal?: AbortSignal): Promise<void> {
	return new Promise((resolve) => {
		if (signal?.aborted === true) return resolve();
		const done = (): void => {
			cancel();
			signal?.removeEventListener('abort', done);
			resolve();
		};
		const cancel = clock.after(delayMs, done);
		signal?.addEventListener('abort', done, { once: true });
	});
}

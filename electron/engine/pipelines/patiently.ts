/** Asking again for a while, where what is missing can never be added later. */
import type { Result } from '../../../shared/domain/result.ts';
import type { Clock } from '../ports.ts';
import { pause, timed } from '../timed.ts';

/** How long a release waits for git and its host, all questions together. */
export const patienceMs = 120_000;
const pauses = { first: 2_000, longest: 30_000 } as const;
const askTimeoutMs = 60_000;

export interface Patience {
	readonly clock: Clock;
	readonly signal: AbortSignal;
	/** By the clock that does not jump. Questions after it are asked once. */
	readonly endsAt: number;
}

/** Asks until there is an answer or patience ends; then the last failure counts. */
export async function patiently<T>(
	{ clock, signal, endsAt }: Patience,
	ask: () => Promise<Result<T>>,
): Promise<Result<T>> {
	let waitMs: number = pauses.first;
	while (true) {
		const answer = await timed({ clock, timeoutMs: askTimeoutMs, what: 'The question', outer: signal }, async () =>
			ask(),
		);
		if (answer.ok || signal.aborted || clock.monotonic() + waitMs > endsAt) return answer;
		await pause(clock, waitMs, signal);
		waitMs = Math.min(pauses.longest, waitMs * 2);
	}
}

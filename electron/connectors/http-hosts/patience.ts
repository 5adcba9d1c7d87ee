/** One exchange's end: the caller gives up, or the host says nothing for too long. And what then is to be said. */
import { formatCount, formatDuration } from '../../../shared/domain/format.ts';
import { fail } from '../../../shared/domain/result.ts';
import type { Failure } from '../../../shared/domain/result.ts';
import type { Clock } from '../../engine/ports.ts';
import { knownNetworkWords, networkWords, TooLarge } from '../http.ts';

export interface Patience {
	readonly signal: AbortSignal;
	/** Something came: the time begins anew. */
	renew(): void;
	/**
	 * Says what an exception of the exchange means: `cancelled`, `too-large` or `ci-unreachable`. `isAct`: the request was to
	 * change something, so that nobody knows whether it did.
	 */
	failure(error: unknown, label: string, isAct?: boolean): Failure;
	end(): void;
}

export function cancelled(label: string): Failure {
	return fail('cancelled', `The question to ${label} was given up.`, 'Ask again.', { retryable: true });
}

export function tooLarge(label: string, maxBytes: number): Failure {
	return fail(
		'too-large',
		`${label} sent more than ${formatCount(maxBytes)} bytes, so the rest was not read.`,
		'Keep less in it, or raise the limit where there is one.',
		{ details: { maxBytes } },
	);
}

/** What an answer that did not come means for runs; those who read something else say their own instead. */
export const runsMayBeOld = 'What is shown of its runs may be old.';

export function unreachable(label: string, words: string, cause?: unknown): Failure {
	return fail(
		'ci-unreachable',
		`${label} could not be asked: ${words}. ${runsMayBeOld}`,
		'We go on asking; check the network and the address in signalbox.yaml.',
		{ retryable: true, ...(cause === undefined ? {} : { cause }) },
	);
}

/** With these nothing has left this machine. */
const neverSent: readonly (string | null)[] = [
	'connection refused',
	'host not found',
	'host unreachable',
	'network unreachable',
];

/** Not for repeating by itself, and a person has to look first too: two releases are worse than none. */
function fateUnknown(label: string, words: string, cause?: unknown): Failure {
	return fail(
		'ci-unreachable',
		`${label} did not say what it did: ${words}.`,
		'It may have taken the order all the same: look at its runs before you try again.',
		cause === undefined ? {} : { cause },
	);
}

/** The timer runs from now until `end`. `maxBytes` is what `too-large` names. */
export function createPatience(
	clock: Clock,
	limits: { readonly timeoutMs: number; readonly maxBytes: number },
	given: readonly (AbortSignal | undefined)[],
): Patience {
	const late = new AbortController();
	const wait = () => clock.after(limits.timeoutMs, () => late.abort());
	let stop = wait();
	const outside = given.filter((signal) => signal !== undefined);
	return {
		signal: AbortSignal.any([late.signal, ...outside]),
		renew() {
			stop();
			if (!late.signal.aborted) stop = wait();
		},
		failure(error, label, isAct = false) {
			if (error instanceof TooLarge) return tooLarge(label, limits.maxBytes);
			if (outside.some((signal) => signal.aborted)) return cancelled(label);
			const away = isAct && !neverSent.includes(knownNetworkWords(error)) ? fateUnknown : unreachable;
			if (late.signal.aborted) return away(label, `no answer within ${formatDuration(limits.timeoutMs)}`);
			// The text of an unknown error may repeat a header of ours, so it does not travel on as the cause either.
			const cause = knownNetworkWords(error) === null ? undefined : error;
			return away(label, networkWords(error), cause);
		},
		end: () => stop(),
	};
}

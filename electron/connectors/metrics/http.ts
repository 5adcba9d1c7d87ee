/** GET and POST for metric sources: a time limit, a size limit, and network errors in words. */
import { fail, ok } from '../../../shared/domain/result.ts';
import type { Result } from '../../../shared/domain/result.ts';
import { formatCount, formatDuration } from '../../../shared/domain/format.ts';
import type { Clock } from '../../engine/ports.ts';
import { type Fetch, knownNetworkWords, networkWords, readText, TooLarge } from '../http.ts';

export type { Fetch } from '../http.ts';

export interface HttpRequest {
	readonly address: string;
	readonly method?: 'GET' | 'POST';
	readonly headers?: Readonly<Record<string, string>>;
	readonly body?: string;
	readonly timeoutMs: number;
	readonly maxBytes: number;
	readonly signal?: AbortSignal | undefined;
}

export interface HttpReply {
	readonly status: number;
	readonly contentType: string;
	readonly text: string;
}

/**
 * Sends one request and reads its answer, whatever its status. Redirects are not followed: credentials would follow them.
 * Fails with `metrics-unreachable`, `timed-out`, `too-large` or `cancelled`; the message is a part of a sentence.
 */
export async function request(deps: { fetch: Fetch; clock: Clock }, wanted: HttpRequest): Promise<Result<HttpReply>> {
	const ending = new AbortController();
	let timedOut = false;
	const stopTimer = deps.clock.after(wanted.timeoutMs, () => {
		timedOut = true;
		ending.abort();
	});
	const stop = () => ending.abort();
	wanted.signal?.addEventListener('abort', stop, { once: true });
	if (wanted.signal?.aborted === true) ending.abort();
	try {
		const response = await deps.fetch(wanted.address, {
			method: wanted.method ?? 'GET',
			redirect: 'manual',
			signal: ending.signal,
			headers: { ...wanted.headers },
			...(wanted.body === undefined ? {} : { body: wanted.body }),
		});
		const text = await readText(response, wanted.maxBytes);
		return ok({ status: response.status, contentType: response.headers.get('content-type') ?? '', text });
	} catch (error) {
		const extra = { retryable: true, cause: error };
		if (error instanceof TooLarge) {
			return fail('too-large', `the answer is larger than ${formatCount(wanted.maxBytes)} bytes`, '', { cause: error });
		}
		if (timedOut) return fail('timed-out', `no answer within ${formatDuration(wanted.timeoutMs)}`, '', extra);
		if (wanted.signal?.aborted === true) return fail('cancelled', 'the request was cancelled', '', extra);
		// The text of an unknown error may repeat a header of ours, so it does not travel on as the cause either.
		const cause = knownNetworkWords(error) === null ? undefined : error;
		return fail('metrics-unreachable', networkWords(error), '', { ...extra, cause });
	} finally {
		stopTimer();
		wanted.signal?.removeEventListener('abort', stop);
	}
}

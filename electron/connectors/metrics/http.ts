/** GET and POST for metric sources: a time limit, a size limit, and network errors in words. */
import { fail, ok } from '../../../shared/domain/result.ts';
import type { Result } from '../../../shared/domain/result.ts';
import { formatCount, formatDuration } from '../../../shared/domain/format.ts';
import type { Clock } from '../../engine/ports.ts';

export type Fetch = (address: string, init?: RequestInit) => Promise<Response>;

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

const words: Readonly<Record<string, string>> = {
	ECONNREFUSED: 'connection refused',
	ECONNRESET: 'the connection was reset',
	ENOTFOUND: 'host not found',
	EAI_AGAIN: 'host not found',
	EHOSTUNREACH: 'host unreachable',
	ENETUNREACH: 'network unreachable',
	ETIMEDOUT: 'no answer',
	EPIPE: 'the connection was closed',
	UND_ERR_SOCKET: 'the answer was cut off',
	UND_ERR_CONNECT_TIMEOUT: 'no answer',
	UND_ERR_HEADERS_OVERFLOW: 'the headers of the answer are too large',
};

function field(value: unknown, key: 'code' | 'cause' | 'message'): unknown {
	return typeof value === 'object' && value !== null && key in value ? Reflect.get(value, key) : undefined;
}

/** The reason of a network error in a few words; fetch itself only ever says "fetch failed". */
export function networkWords(error: unknown): string {
	for (let current: unknown = error, depth = 0; current !== undefined && depth < 4; depth += 1) {
		const code = field(current, 'code');
		if (typeof code === 'string' && words[code] !== undefined) return words[code];
		const cause = field(current, 'cause');
		if (cause === undefined) {
			const message = field(current, 'message');
			return typeof message === 'string' && message !== '' ? message : 'the request failed';
		}
		current = cause;
	}
	return 'the request failed';
}

class TooLarge extends Error {}

async function readText(response: Response, maxBytes: number): Promise<string> {
	if (response.body === null) return '';
	const reader = response.body.getReader();
	const decoder = new TextDecoder();
	let size = 0;
	let text = '';
	try {
		for (;;) {
			const piece = await reader.read();
			if (piece.done) return text + decoder.decode();
			size += piece.value.byteLength;
			if (size > maxBytes) throw new TooLarge();
			text += decoder.decode(piece.value, { stream: true });
		}
	} finally {
		// Ends the download of what is not wanted; a no-op after the last piece.
		reader.cancel().catch(() => undefined);
	}
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
		return fail('metrics-unreachable', networkWords(error), '', extra);
	} finally {
		stopTimer();
		wanted.signal?.removeEventListener('abort', stop);
	}
}

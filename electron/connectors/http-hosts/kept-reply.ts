/** What is kept of an answer, and how it is asked whether it still holds. */
import type { FetchAnswer } from '../http.ts';
import type { KeptReply } from './reply-cache.ts';

/** Headers that are needed again with a kept answer. */
const keptHeaders = ['link', 'content-type', 'x-next-page', 'x-total', 'x-total-pages', 'x-oauth-scopes'];

/** Headers of a conditional request; RFC 9110, 13.1. */
export function conditions(kept: KeptReply | null): Record<string, string> {
	return {
		...(kept?.etag ? { 'if-none-match': kept.etag } : {}),
		...(kept?.lastModified ? { 'if-modified-since': kept.lastModified } : {}),
	};
}

/** Null for what need not, cannot or may not be kept. */
export function keepable(answer: FetchAnswer, text: string): KeptReply | null {
	const [etag, lastModified] = [answer.headers.get('etag'), answer.headers.get('last-modified')];
	if (answer.status !== 200 || (etag === null && lastModified === null)) return null;
	if (/\bno-store\b/i.test(answer.headers.get('cache-control') ?? '')) return null;
	const headers = keptHeaders.flatMap((name) => {
		const value = answer.headers.get(name);
		return value === null ? [] : [[name, value] as const];
	});
	return { text, etag, lastModified, headers: Object.fromEntries(headers) };
}

/** What a host says about its clock and about how often it may be asked. Everything is turned into our own clock. */
import type { RateBudget } from '../../engine/pipeline-ports.ts';
import type { ReplyFacts } from './host.ts';

/** Reads a header of an answer; null where it is not there. */
export type HeaderReader = (name: string) => string | null;

/** Seconds up to here are a span, beyond it an instant: GitHub and GitLab send the one, RFC drafts the other. */
const longestSpanSeconds = 365 * 24 * 60 * 60;

/** A host that says nothing better is asked again after this: https://docs.github.com/en/rest/using-the-rest-api/best-practices-for-using-the-rest-api */
export const unstatedPauseMs = 60_000;

/** No host means more, whatever it says: a slip of its clock or of a proxy must not silence it for years. */
const longestPauseMs = 24 * 60 * 60 * 1000;

const soonEnough = (at: number, now: number): number => Math.min(at, now + longestPauseMs);

function count(text: string | null): number | null {
	if (text === null || !/^\s*\d{1,15}(\.\d+)?\s*(?:[,;]|$)/.test(text)) return null;
	return Number.parseFloat(text);
}

/**
 * How far the host's clock is ahead of ours, ms. `Date` has whole seconds, so what lies within a second and the time on the
 * way counts as none.
 */
export function clockSkew(header: HeaderReader, sentAt: number, receivedAt: number): number | null {
	const date = Date.parse(header('date') ?? '');
	if (Number.isNaN(date)) return null;
	// A cache on the way repeats the date of then.
	const age = count(header('age')) ?? 0;
	const skew = date + age * 1000 + 500 - (sentAt + receivedAt) / 2;
	const doubt = 1000 + Math.abs(receivedAt - sentAt) / 2;
	return Math.abs(skew) <= doubt ? 0 : Math.round(skew);
}

/** RFC 9110, 10.2.3: seconds, or a date of the host's clock. */
export function retryAfter(header: HeaderReader, now: number, skewMs: number): number | null {
	const said = header('retry-after');
	if (said === null) return null;
	const seconds = count(said);
	if (seconds !== null) return soonEnough(now + seconds * 1000, now);
	const date = Date.parse(said);
	return Number.isNaN(date) ? null : soonEnough(Math.max(now, date - skewMs), now);
}

function resetOf(said: number | null, now: number, skewMs: number): number | null {
	if (said === null) return null;
	return soonEnough(said <= longestSpanSeconds ? now + said * 1000 : said * 1000 - skewMs, now);
}

/** `"default";r=50;t=30` of draft-ietf-httpapi-ratelimit-headers. */
function fromDraft(said: string, now: number): RateBudget | null {
	const remaining = /;\s*r=(\d{1,15})/.exec(said)?.[1];
	const seconds = /;\s*t=(\d{1,15})/.exec(said)?.[1];
	if (remaining === undefined) return null;
	return {
		limit: null,
		remaining: Number(remaining),
		resetsAt: seconds === undefined ? null : soonEnough(now + Number(seconds) * 1000, now),
	};
}

/** `x-ratelimit-*` (GitHub), `RateLimit-*` (GitLab), `RateLimit` (draft). Null where the host says nothing. */
export function rateBudget(header: HeaderReader, now: number, skewMs: number): RateBudget | null {
	for (const prefix of ['x-ratelimit', 'ratelimit']) {
		const limit = count(header(`${prefix}-limit`));
		const remaining = count(header(`${prefix}-remaining`));
		const resetsAt = resetOf(count(header(`${prefix}-reset`)), now, skewMs);
		if (limit !== null || remaining !== null) return { limit, remaining, resetsAt };
	}
	const drafted = header('ratelimit');
	return drafted === null ? null : fromDraft(drafted, now);
}

/** Everything that headers tell. `notBefore` is set when the host asked for a pause or its budget is spent. */
export function factsOf(
	header: HeaderReader,
	at: { readonly sentAt: number; readonly receivedAt: number },
): ReplyFacts {
	const now = at.receivedAt;
	const clockSkewMs = clockSkew(header, at.sentAt, at.receivedAt);
	const budget = rateBudget(header, now, clockSkewMs ?? 0);
	const pause = retryAfter(header, now, clockSkewMs ?? 0);
	const spent = budget?.remaining === 0 ? budget.resetsAt : null;
	const notBefore = pause === null && spent === null ? null : Math.max(pause ?? 0, spent ?? 0);
	return { asOf: now, clockSkewMs, budget, notBefore };
}

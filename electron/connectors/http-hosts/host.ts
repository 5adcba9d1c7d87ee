/** What the HTTP runners have in common: a host, how it is asked, and what an answer tells beside its content. */
import type { SecretReference } from '../../../shared/config/model.ts';
import type { Result } from '../../../shared/domain/result.ts';
import type { RateBudget } from '../../engine/pipeline-ports.ts';
import type { Clock } from '../../engine/ports.ts';
import type { Fetch } from '../http.ts';
import type { ReplyCache } from './reply-cache.ts';

/** Finds a secret where a reference says. */
export type SecretResolver = (reference: SecretReference) => Promise<Result<string>>;

export interface CiHttpDeps {
	readonly clock: Clock;
	/** The host's one `fetch`, which knows proxies and authorities. */
	readonly fetch: Fetch;
	readonly resolveSecret: SecretResolver;
	/** One for all runners bounds their memory together; each has a small one of its own where none is given. */
	readonly cache?: ReplyCache;
}

/** A CI host as one runner sees it. */
export interface CiHost {
	/** "GitHub acme/shop": the subject of our sentences. */
	readonly label: string;
	/** "GitHub". */
	readonly product: string;
	/** Credentials go to addresses of its origin only. */
	readonly base: string;
	/** Sent with every request to it; names in lower case. */
	readonly headers: Readonly<Record<string, string>>;
	readonly auth: {
		readonly secret: SecretReference;
		/** Headers that carry the secret, names in lower case. */
		headers(secret: string): Readonly<Record<string, string>>;
	} | null;
}

export interface CiRequest {
	readonly method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
	/** Absolute, and of the host's origin. */
	readonly address: string;
	readonly headers?: Readonly<Record<string, string>>;
	readonly body?: string;
	/** True for a POST that changes nothing (GraphQL): when no answer comes, nothing has to be looked after. */
	readonly isQuestion?: boolean;
	readonly maxBytes?: number;
	readonly timeoutMs?: number;
	readonly signal?: AbortSignal | undefined;
}

/** What the headers of an answer tell. Instants are of our clock, ms since the epoch. */
export interface ReplyFacts {
	readonly asOf: number;
	readonly clockSkewMs: number | null;
	readonly budget: RateBudget | null;
	readonly notBefore: number | null;
}

/** An answer, whatever its status. */
export interface CiReply extends ReplyFacts {
	/** 200 for a 304 whose content was kept. */
	readonly status: number;
	readonly text: string;
	/** The host said that nothing changed since the last time. */
	readonly isUnchanged: boolean;
	/** Where it came from, after redirects. */
	readonly address: string;
	/** Of a 304 first its own headers, then those of the kept answer. */
	header(name: string): string | null;
	/** Takes our credentials out of what the host says. */
	hide(text: string): string;
}

export const defaultMaxBytes = 8 * 1024 * 1024;
export const defaultTimeoutMs = 20_000;

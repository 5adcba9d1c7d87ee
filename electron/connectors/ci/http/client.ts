/** Asks one CI host: credentials, conditional requests, limits of time and size, redirects by hand. Nothing is repeated. */
import { fail, ok } from '../../../../shared/domain/result.ts';
import type { Result } from '../../../../shared/domain/result.ts';
import { type FetchAnswer, readText } from '../../http.ts';
import { createAuthorisation, type Credentials } from './credentials.ts';
import {
	type CiHost,
	type CiHttpDeps,
	type CiReply,
	type CiRequest,
	defaultMaxBytes,
	defaultTimeoutMs,
} from './host.ts';
import { factsOf } from './limits.ts';
import { createPatience, type Patience } from './patience.ts';
import { hasOriginOf, isRedirect, mostRedirects, nextHop } from './redirects.ts';
import { createReplyCache, type KeptReply } from './reply-cache.ts';

export interface CiHttp {
	readonly host: CiHost;
	/**
	 * One answer, whatever its status; a GET is asked conditionally where an answer was kept. Fails with `ci-unreachable`,
	 * `cancelled`, `too-large`, `ci-rejected` (redirects), and what `Authorisation.credentials` fails with.
	 */
	send(request: CiRequest): Promise<Result<CiReply>>;
	/**
	 * Opens a body to be read piece by piece, following redirects to other hosts without credentials. `read` runs while it is
	 * open; what it throws is turned into words.
	 */
	open<T>(request: CiRequest, read: (opened: OpenedBody) => Promise<Result<T>>): Promise<Result<T>>;
	/** Ends what is under way; later requests are `cancelled`. */
	close(): void;
}

/** `reply.text` is empty for a good status: its content is in `body`. */
export interface OpenedBody {
	readonly reply: CiReply;
	readonly body: FetchAnswer['body'];
	/** To be called with each piece, so that a slow download is not a dead one. */
	renew(): void;
}

interface Hop {
	readonly answer: FetchAnswer;
	readonly address: string;
	readonly sentAt: number;
}

/** Headers that are needed again with a kept answer. */
const keptHeaders = ['link', 'content-type', 'x-next-page', 'x-total', 'x-total-pages', 'x-oauth-scopes'];

/** What an error says of itself is short; a page of a proxy is not. */
const maxErrorBytes = 64 * 1024;

function conditions(kept: KeptReply | null): Record<string, string> {
	return {
		...(kept?.etag ? { 'if-none-match': kept.etag } : {}),
		...(kept?.lastModified ? { 'if-modified-since': kept.lastModified } : {}),
	};
}

function keep(answer: FetchAnswer, text: string): KeptReply | null {
	const [etag, lastModified] = [answer.headers.get('etag'), answer.headers.get('last-modified')];
	if (answer.status !== 200 || (etag === null && lastModified === null)) return null;
	if (/\bno-store\b/i.test(answer.headers.get('cache-control') ?? '')) return null;
	const headers = keptHeaders.flatMap((name) => {
		const value = answer.headers.get(name);
		return value === null ? [] : [[name, value] as const];
	});
	return { text, etag, lastModified, headers: Object.fromEntries(headers) };
}

function ledAstray(host: CiHost) {
	return fail(
		'ci-rejected',
		`${host.label} points to another place that may not be asked, so nothing was read.`,
		`Was it renamed or moved? Check the address and the name of the repository in signalbox.yaml; also that what answers there is ${host.product}.`,
	);
}

/** A client for one runner. */
export function createCiHttp(host: CiHost, deps: CiHttpDeps): CiHttp {
	const cache = deps.cache ?? createReplyCache({ maxEntries: 100, maxBytes: 8 * 1024 * 1024 });
	const authorisation = createAuthorisation(host, deps.resolveSecret);
	const closing = new AbortController();

	/** Follows redirects of a GET. Credentials and conditions go to the host's own origin only. */
	const reach = async (
		request: CiRequest,
		asked: { readonly own: Readonly<Record<string, string>>; readonly mayLeave: boolean; readonly patience: Patience },
	): Promise<Hop | null> => {
		let { address } = request;
		const method = request.method ?? 'GET';
		for (let hops = 0; hops <= mostRedirects; hops += 1) {
			const isHome = hasOriginOf(address, host.base);
			if (!isHome && !(asked.mayLeave && hops > 0)) return null;
			const sentAt = deps.clock.now();
			const answer = await deps.fetch(address, {
				method,
				redirect: 'manual',
				signal: asked.patience.signal,
				headers: { ...(isHome ? asked.own : {}), ...(isHome ? request.headers : rangeOf(request)) },
				...(request.body === undefined ? {} : { body: request.body }),
			});
			if (!isRedirect(answer.status) || method !== 'GET') return { answer, address, sentAt };
			answer.body?.cancel().catch(() => undefined);
			const next = nextHop(address, answer.headers.get('location'), host.base);
			if (next === null) return null;
			address = next;
		}
		return null;
	};

	const replyOf = (hop: Hop, text: string, known: { credentials: Credentials; kept: KeptReply | null }): CiReply => {
		const own = (name: string) => hop.answer.headers.get(name);
		const isUnchanged = hop.answer.status === 304 && known.kept !== null;
		if (hop.answer.status === 401) authorisation.forget();
		return {
			...factsOf(own, { sentAt: hop.sentAt, receivedAt: deps.clock.now() }),
			status: isUnchanged ? 200 : hop.answer.status,
			text: isUnchanged ? (known.kept?.text ?? '') : text,
			isUnchanged,
			address: hop.address,
			header: (name) => own(name) ?? (isUnchanged ? (known.kept?.headers[name.toLowerCase()] ?? null) : null),
			hide: known.credentials.hide,
		};
	};

	const begin = (request: CiRequest) =>
		createPatience(
			deps.clock,
			{ timeoutMs: request.timeoutMs ?? defaultTimeoutMs, maxBytes: request.maxBytes ?? defaultMaxBytes },
			[request.signal, closing.signal],
		);

	return {
		host,
		async send(request) {
			const credentials = await authorisation.credentials();
			if (!credentials.ok) return credentials;
			const own = { ...host.headers, ...credentials.value.headers };
			const isGet = (request.method ?? 'GET') === 'GET';
			const form = request.headers?.['accept'] ?? own['accept'] ?? '';
			const key = `${credentials.value.identity}\n${form}\n${request.address}`;
			const kept = isGet ? cache.get(key) : null;
			const patience = begin(request);
			try {
				patience.signal.throwIfAborted();
				const hop = await reach(request, { own: { ...own, ...conditions(kept) }, mayLeave: false, patience });
				if (hop === null) return ledAstray(host);
				const text = await readText(hop.answer, request.maxBytes ?? defaultMaxBytes);
				const fresh = isGet ? keep(hop.answer, text) : null;
				if (fresh !== null) cache.put(key, fresh);
				return ok(replyOf(hop, text, { credentials: credentials.value, kept }));
			} catch (error) {
				return patience.failure(error, host.label);
			} finally {
				patience.end();
			}
		},
		async open(request, read) {
			const credentials = await authorisation.credentials();
			if (!credentials.ok) return credentials;
			const own = { ...host.headers, ...credentials.value.headers };
			const patience = begin(request);
			try {
				patience.signal.throwIfAborted();
				const hop = await reach(request, { own, mayLeave: true, patience });
				if (hop === null) return ledAstray(host);
				const text = hop.answer.status < 400 ? '' : await readText(hop.answer, maxErrorBytes);
				const reply = replyOf(hop, text, { credentials: credentials.value, kept: null });
				return await read({ reply, body: hop.answer.status < 400 ? hop.answer.body : null, renew: patience.renew });
			} catch (error) {
				return patience.failure(error, host.label);
			} finally {
				patience.end();
			}
		},
		close: () => closing.abort(),
	};
}

/** Which part is wanted is all that another host needs to know. */
function rangeOf(request: CiRequest): Record<string, string> {
	const range = request.headers?.['range'];
	return range === undefined ? {} : { range };
}

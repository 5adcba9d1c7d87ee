/** Asks one CI host: credentials, conditional requests, limits of time and size, redirects by hand. Nothing is repeated. */
import { fail, ok } from '../../../shared/domain/result.ts';
import type { Result } from '../../../shared/domain/result.ts';
import { type FetchAnswer, readText } from '../http.ts';
import { type Authorisation, createAuthorisation, type Credentials } from './credentials.ts';
import { exchange, type Hop } from './exchange.ts';
import {
	type CiHost,
	type CiHttpDeps,
	type CiReply,
	type CiRequest,
	defaultMaxBytes,
	defaultTimeoutMs,
} from './host.ts';
import { conditions, keepable } from './kept-reply.ts';
import { factsOf } from './limits.ts';
import { createPatience, type Patience } from './patience.ts';
import { createReplyCache, type KeptReply, type ReplyCache } from './reply-cache.ts';

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

/** What an error says of itself is short; a page of a proxy is not. */
const maxErrorBytes = 64 * 1024;

function ledAstray(host: CiHost) {
	return fail(
		'ci-rejected',
		`${host.label} points to another place that may not be asked, so nothing was read.`,
		`Was it renamed or moved? Check the address and the name of the repository in signalbox.yaml; also that what answers there is ${host.product}.`,
	);
}

interface Client {
	readonly host: CiHost;
	readonly deps: CiHttpDeps;
	readonly cache: ReplyCache;
	readonly authorisation: Authorisation;
	readonly closing: AbortSignal;
}

/** What one request knows beside itself. */
interface Under {
	readonly credentials: Credentials;
	readonly kept: KeptReply | null;
	readonly patience: Patience;
}

const isGetOf = ({ method = 'GET' }: CiRequest): boolean => method === 'GET';

/** Runs one exchange with credentials and an end; exceptions become failures. */
async function during<T>(
	client: Client,
	request: CiRequest,
	run: (credentials: Credentials, patience: Patience) => Promise<Result<T>>,
): Promise<Result<T>> {
	const credentials = await client.authorisation.credentials();
	if (!credentials.ok) return credentials;
	const { timeoutMs = defaultTimeoutMs, maxBytes = defaultMaxBytes, signal } = request;
	const patience = createPatience(client.deps.clock, { timeoutMs, maxBytes }, [signal, client.closing]);
	try {
		patience.signal.throwIfAborted();
		return await run(credentials.value, patience);
	} catch (error) {
		return patience.failure(error, client.host.label, !isGetOf(request) && request.isQuestion !== true);
	} finally {
		patience.end();
	}
}

function hopOf(client: Client, request: CiRequest, under: Under & { readonly mayLeave: boolean }): Promise<Hop | null> {
	const { host, deps } = client;
	const own = { ...host.headers, ...under.credentials.headers, ...conditions(under.kept) };
	const { mayLeave, patience } = under;
	return exchange(request, { host, clock: deps.clock, fetch: deps.fetch, own, mayLeave, signal: patience.signal });
}

function replyOf(client: Client, hop: Hop, text: string, { credentials, kept }: Omit<Under, 'patience'>): CiReply {
	const own = (name: string) => hop.answer.headers.get(name);
	const isUnchanged = hop.answer.status === 304 && kept !== null;
	if (hop.answer.status === 401) client.authorisation.forget();
	return {
		...factsOf(own, { sentAt: hop.sentAt, receivedAt: client.deps.clock.now() }),
		status: isUnchanged ? 200 : hop.answer.status,
		text: isUnchanged ? kept.text : text,
		isUnchanged,
		address: hop.address,
		header: (name) => own(name) ?? (isUnchanged ? (kept.headers[name.toLowerCase()] ?? null) : null),
		hide: credentials.hide,
	};
}

function send(client: Client, request: CiRequest): Promise<Result<CiReply>> {
	const isGet = isGetOf(request);
	return during(client, request, async (credentials, patience) => {
		const form = request.headers?.['accept'] ?? client.host.headers['accept'] ?? '';
		const key = `${credentials.identity}\n${form}\n${request.address}`;
		const kept = isGet ? client.cache.get(key) : null;
		const hop = await hopOf(client, request, { credentials, kept, patience, mayLeave: false });
		if (hop === null) return ledAstray(client.host);
		const text = await readText(hop.answer, request.maxBytes ?? defaultMaxBytes);
		const fresh = isGet ? keepable(hop.answer, text) : null;
		if (fresh !== null) client.cache.put(key, fresh);
		return ok(replyOf(client, hop, text, { credentials, kept }));
	});
}

function openBody<T>(
	client: Client,
	request: CiRequest,
	read: (opened: OpenedBody) => Promise<Result<T>>,
): Promise<Result<T>> {
	return during(client, request, async (credentials, patience) => {
		const hop = await hopOf(client, request, { credentials, kept: null, patience, mayLeave: true });
		if (hop === null) return ledAstray(client.host);
		const isGood = hop.answer.status < 400;
		const text = isGood ? '' : await readText(hop.answer, maxErrorBytes);
		const reply = replyOf(client, hop, text, { credentials, kept: null });
		return read({ reply, body: isGood ? hop.answer.body : null, renew: patience.renew });
	});
}

/** A client for one runner. */
export function createCiHttp(host: CiHost, deps: CiHttpDeps): CiHttp {
	const closing = new AbortController();
	const client: Client = {
		...{ host, deps, closing: closing.signal },
		cache: deps.cache ?? createReplyCache({ maxEntries: 100, maxBytes: 8 * 1024 * 1024 }),
		authorisation: createAuthorisation(host, deps.resolveSecret),
	};
	return {
		host,
		send: (request) => send(client, request),
		open: (request, read) => openBody(client, request, read),
		close: () => closing.abort(),
	};
}

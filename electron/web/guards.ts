/**
 * Who may ask what of the loopback host, as pure decisions (design/security.md, "Extra items for the loopback HTTP
 * host"). Everything not allowed by name here is refused, before any handler sees it.
 */
import { rpcPath, sessionPath, webSocketProtocol } from '../../shared/rpc/web.ts';
import { bearerToken, isSameToken, protocolToken } from './token.ts';

/** What a decision may look at. `rawHeaders` alternates names and values, as Node gives them. */
export interface RequestFacts {
	readonly method: string;
	/** The request target as it came, undecoded. */
	readonly target: string;
	readonly rawHeaders: readonly string[];
}

export interface GuardPlace {
	readonly port: number;
	readonly token: string;
}

export interface Refusal {
	readonly kind: 'refused';
	readonly status: 400 | 401 | 403 | 404 | 405 | 413 | 415 | 426;
	/** For the log and the curious; says nothing that an attacker lacks. */
	readonly reason: string;
	readonly allow?: string;
}

export type RequestVerdict = { readonly kind: 'file'; readonly path: string } | { readonly kind: 'session' } | Refusal;
export type UpgradeVerdict = { readonly kind: 'rpc' } | Refusal;

function refuse(status: Refusal['status'], reason: string, allow?: string): Refusal {
	return allow === undefined ? { kind: 'refused', status, reason } : { kind: 'refused', status, reason, allow };
}

/** The value of a header that must not come twice: undefined when absent, null when repeated. */
function single(facts: RequestFacts, name: string): string | null | undefined {
	const values = facts.rawHeaders.filter(
		(_, index) => index % 2 === 1 && facts.rawHeaders[index - 1]?.toLowerCase() === name,
	);
	return values.length > 1 ? null : values[0];
}

/** The address in `Host` when it is one of ours; a name that an attacker's DNS points at us is not. */
function ownHost(facts: RequestFacts, port: number): string | null {
	const host = single(facts, 'host');
	const own = [`127.0.0.1:${port}`, `localhost:${port}`, `[::1]:${port}`];
	return host !== null && host !== undefined && own.includes(host) ? host : null;
}

/** Refuses what another site, another port or a form could have sent. A missing Origin is refused as well. */
function judgeOrigin(facts: RequestFacts, host: string): Refusal | null {
	if (single(facts, 'origin') !== `http://${host}`) return refuse(403, 'Origin is not this host.');
	const site = single(facts, 'sec-fetch-site');
	if (site !== undefined && site !== 'same-origin') return refuse(403, 'The request comes from another site.');
	return null;
}

/** Decides about a plain request. */
export function judgeRequest(facts: RequestFacts, place: GuardPlace): RequestVerdict {
	const host = ownHost(facts, place.port);
	if (host === null) return refuse(403, 'Host is not this host.');
	if (!facts.target.startsWith('/')) return refuse(400, 'The target is not a path.');
	const path = facts.target.split('?', 1)[0] ?? '';
	if (path === rpcPath) return refuse(426, 'This address takes WebSockets alone.');
	if (path === sessionPath) return judgeSession(facts, place, host);
	if (facts.method !== 'GET' && facts.method !== 'HEAD') return refuse(405, 'Files are read alone.', 'GET, HEAD');
	return { kind: 'file', path };
}

function judgeSession(facts: RequestFacts, place: GuardPlace, host: string): RequestVerdict {
	if (facts.method !== 'POST') return refuse(405, 'The session is asked with POST.', 'POST');
	const foreign = judgeOrigin(facts, host);
	if (foreign !== null) return foreign;
	if (!isJson(single(facts, 'content-type'))) return refuse(415, 'The body has to be JSON.');
	const token = bearerToken(single(facts, 'authorization') ?? undefined);
	if (token === null || !isSameToken(token, place.token)) return refuse(401, 'The token is not of this start.');
	return { kind: 'session' };
}

/** The one type that a foreign page cannot send without asking first. */
function isJson(type: string | null | undefined): boolean {
	return /^application\/json(?:\s*;\s*charset=utf-8)?$/i.test(type ?? '');
}

/** Decides about an upgrade. */
export function judgeUpgrade(facts: RequestFacts, place: GuardPlace): UpgradeVerdict {
	const host = ownHost(facts, place.port);
	if (host === null) return refuse(403, 'Host is not this host.');
	if (facts.method !== 'GET') return refuse(405, 'An upgrade is a GET.', 'GET');
	if (facts.target !== rpcPath) return refuse(404, 'There is nothing to upgrade to here.');
	if (single(facts, 'upgrade')?.toLowerCase() !== 'websocket') return refuse(400, 'Only WebSocket is spoken here.');
	const foreign = judgeOrigin(facts, host);
	if (foreign !== null) return foreign;
	const offered = (single(facts, 'sec-websocket-protocol') ?? '').split(',').map((name) => name.trim());
	if (!offered.includes(webSocketProtocol)) return refuse(400, 'The protocol is not spoken here.');
	const token = protocolToken(offered);
	if (token === null || !isSameToken(token, place.token)) return refuse(401, 'The token is not of this start.');
	return { kind: 'rpc' };
}

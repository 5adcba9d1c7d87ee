/** The public side of the router: passes each request on to a process of the slot whose turn it is. */
import {
	type ClientRequest,
	createServer,
	type IncomingMessage,
	request,
	type Server,
	type ServerResponse,
} from 'node:http';
import type { Socket } from 'node:net';
import type { SlotName } from '../../../../shared/domain/target/model.ts';
import { requestHeaders, responseHeaders } from './headers.ts';
import type { Instance } from './instance.ts';
import { passUpgrade } from './upgrade.ts';

/** Where one request goes. */
export interface Place {
	readonly slot: SlotName;
	readonly instance: Instance;
}

export interface ProxyDeps {
	/** The place of the next request; null when nobody may answer it. */
	next(): Place | null;
	/** Another place after `failed` could not be reached; null when there is none. */
	instead(failed: Place): Place | null;
	count(slot: SlotName, durationMs: number, failed: boolean): void;
	/** The process did not take a connection. */
	unreachable(instance: Instance): void;
}

/** Time for the first byte of an answer, ms; after it a stream may take as long as it likes. */
const answerTimeoutMs = 60_000;
const timedOut = 'answer timed out';
const attempts = 3;

/** Clients keep connections this long, longer than load balancers and browsers usually do, so that they close first. */
const clientIdleMs = 75_000;

export function createProxy(deps: ProxyDeps): Server {
	const server = createServer({ keepAlive: true }, (incoming, outgoing) => {
		const place = deps.next();
		if (place === null) refuse(outgoing, 503, 'No release is up to answer this request.');
		else pass({ incoming, outgoing, started: performance.now(), deps }, place, 1);
	});
	server.keepAliveTimeout = clientIdleMs;
	server.headersTimeout = clientIdleMs + 5_000;
	// Uploads may be slow; the first answer is bounded instead.
	server.requestTimeout = 0;
	server.on('upgrade', (incoming: IncomingMessage, socket: Socket, head: Buffer) => {
		passUpgrade(deps, incoming, socket, head);
	});
	server.on('clientError', (_error, socket) => {
		if (socket.writable) socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n');
		else socket.destroy();
	});
	return server;
}

function refuse(outgoing: ServerResponse, status: number, text: string): void {
	if (outgoing.headersSent || outgoing.destroyed) {
		outgoing.destroy();
		return;
	}
	outgoing.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' });
	outgoing.end(`${text}\n`);
}

interface Exchange {
	readonly incoming: IncomingMessage;
	readonly outgoing: ServerResponse;
	readonly started: number;
	readonly deps: ProxyDeps;
}

/** One request on its way to one place. */
interface Passage {
	readonly exchange: Exchange;
	readonly place: Place;
	readonly attempt: number;
	readonly upstream: ClientRequest;
	connected: boolean;
	answered: boolean;
	/** Ends the passage and counts it; later calls do nothing. */
	finish(failed: boolean): void;
	/** The answer has begun: it may take as long as it likes from now on. */
	answer(): void;
}

/** Passes a request to one place. Nothing of the body is read before the connection stands, so it can still go elsewhere. */
function pass(exchange: Exchange, place: Place, attempt: number): void {
	const passage = beginPassage(exchange, place, attempt);
	const { incoming } = exchange;
	const { upstream } = passage;
	upstream.on('socket', (socket) => {
		const go = () => {
			passage.connected = true;
			// At a second attempt a request without a body has been read to its end already.
			if (incoming.readableEnded) upstream.end();
			else incoming.pipe(upstream);
		};
		if (socket.connecting) socket.once('connect', go);
		else go();
	});
	upstream.on('response', (response) => passBack(passage, response));
	upstream.on('error', (error) => {
		if (!passage.answered) passElsewhere(passage, error);
	});
}

function beginPassage(exchange: Exchange, place: Place, attempt: number): Passage {
	const { incoming, outgoing, started, deps } = exchange;
	const { instance } = place;
	const upstream = request({
		host: '127.0.0.1',
		port: instance.record.port,
		method: incoming.method ?? 'GET',
		path: incoming.url ?? '/',
		headers: requestHeaders(incoming),
		agent: instance.agent,
		setHost: false,
	});
	let over = false;
	const clientGone = () => upstream.destroy();
	const patience = setTimeout(() => upstream.destroy(new Error(timedOut)), answerTimeoutMs);
	instance.inFlight += 1;
	outgoing.on('close', clientGone);
	return {
		...{ exchange, place, attempt, upstream, connected: false, answered: false },
		finish(failed) {
			if (over) return;
			over = true;
			instance.inFlight -= 1;
			outgoing.off('close', clientGone);
			clearTimeout(patience);
			deps.count(place.slot, performance.now() - started, failed);
		},
		answer() {
			this.answered = true;
			clearTimeout(patience);
		},
	};
}

/** Passes the answer on to the user as it comes. */
function passBack(passage: Passage, response: IncomingMessage): void {
	const { outgoing } = passage.exchange;
	passage.answer();
	const status = response.statusCode ?? 502;
	response.on('end', () => passage.finish(status >= 500));
	// Breaking off is told by 'close'; without a listener it would end the router.
	response.on('error', () => {});
	response.on('close', () => {
		if (response.complete) return;
		passage.finish(!outgoing.destroyed);
		outgoing.destroy();
	});
	outgoing.writeHead(status, response.statusMessage, responseHeaders(response));
	response.pipe(outgoing);
}

/** The place gave no answer: another one may, or the user is told. */
function passElsewhere({ exchange, place, attempt, upstream, connected, finish }: Passage, error: Error): void {
	const { incoming, outgoing } = exchange;
	if (outgoing.destroyed) {
		finish(false);
		return;
	}
	const retry = retryOf(exchange, { place, connected, reused: upstream.reusedSocket, attempt });
	finish(retry !== place);
	if (retry !== null) {
		incoming.unpipe(upstream);
		pass(exchange, retry, attempt + 1);
		return;
	}
	const isLate = error.message === timedOut;
	refuse(outgoing, isLate ? 504 : 502, `The release did not answer${isLate ? ' in time' : ''}.`);
}

interface FailedAttempt {
	readonly place: Place;
	readonly connected: boolean;
	/** A kept-open connection: its other end may have closed it just now, which says nothing about the process. */
	readonly reused: boolean;
	readonly attempt: number;
}

/**
 * Where a request that got no answer may be tried again without acting twice; null when nowhere.
 * A request that reached a process on a new connection is not repeated: it may be what broke the process.
 */
function retryOf({ incoming, deps }: Exchange, failed: FailedAttempt): Place | null {
	if (!failed.connected) {
		deps.unreachable(failed.place.instance);
		return failed.attempt < attempts ? deps.instead(failed.place) : null;
	}
	const { headers, method = '' } = incoming;
	const hasBody = headers['content-length'] !== undefined || headers['transfer-encoding'] !== undefined;
	const isSafe = ['GET', 'HEAD', 'OPTIONS'].includes(method) && !hasBody;
	return isSafe && failed.reused && failed.attempt === 1 ? failed.place : null;
}

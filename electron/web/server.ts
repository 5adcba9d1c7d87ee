/** The loopback host: guards at the root, a fixed list of files, one WebSocket address. */
import { createServer, type IncomingMessage, type Server, type ServerResponse, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { ok, type Result } from '../../shared/domain/result.ts';
import type { Caller, EngineApi } from '../../shared/rpc/api.ts';
import type { ShellApi } from '../../shared/rpc/shell-api.ts';
import type { Logger } from '../engine/ports.ts';
import { pageHeaders } from '../host/content-policy.ts';
import { findRoomFile, type RoomFiles } from '../host/room-files.ts';
import { createSocketServer } from '../host/serve-link.ts';
import { type GuardPlace, judgeRequest, judgeUpgrade, type Refusal, type RequestFacts } from './guards.ts';
import { listen } from './ports.ts';
import { createToken } from './token.ts';
import { createSocketHub, type SocketHub, type SocketLimits } from './websocket.ts';

export interface WebHostOptions {
	readonly api: EngineApi;
	readonly caller: Caller;
	/** Windows of a browser are its own: all of them share one shell. */
	readonly shell: ShellApi;
	readonly files: RoomFiles;
	readonly logger: Logger;
	/** 0 for any free one. */
	readonly port: number;
	readonly limits?: SocketLimits;
}

export interface WebHost {
	readonly port: number;
	/** Where the room is, with the key to it: `http://127.0.0.1:PORT/#TOKEN`. */
	readonly address: string;
	/** Resolves when the first window with the key is connected. */
	readonly firstWindow: Promise<void>;
	close(): Promise<void>;
}

const maxBodyBytes = 1_024;

const baseHeaders = {
	...pageHeaders,
	'cross-origin-opener-policy': 'same-origin',
	'cross-origin-resource-policy': 'same-origin',
	'cache-control': 'no-store',
} as const;

const timeouts = {
	// Slow senders are cut: a page of ours sends its few headers at once.
	headersTimeout: 5_000,
	requestTimeout: 10_000,
	keepAliveTimeout: 5_000,
	connectionsCheckingInterval: 1_000,
	maxHeaderSize: 8_192,
} as const;

function factsOf(request: IncomingMessage): RequestFacts {
	return { method: request.method ?? '', target: request.url ?? '', rawHeaders: request.rawHeaders };
}

/** Starts the host; it listens when this resolves. */
export async function startWebHost(options: WebHostOptions): Promise<Result<WebHost>> {
	const { api, caller, shell, files, logger, limits } = options;
	const token = createToken();
	const serve = createSocketServer({ api, logger, keepAlive: { pingMs: 10_000, pongWaitMs: 5_000 } });
	const { promise: firstWindow, resolve: connected } = Promise.withResolvers<void>();
	const hub = createSocketHub({
		serve: (socket) => {
			connected();
			serve(socket, { caller, shell });
		},
		...(limits === undefined ? {} : { limits }),
	});
	const place = { port: 0, token };
	const server = createServer(timeouts);
	server.maxConnections = 128;
	server.on('request', (request, response) => answer(request, response, { place, files, logger }));
	// Without a listener Node would say "go on" before any guard was asked.
	server.on('checkContinue', (_, response: ServerResponse) => send(response, 417, {}));
	server.on('upgrade', (request, socket, head) => takeUpgrade(request, socket, head, { place, hub, logger }));
	server.on('clientError', (_, socket) => refuseSocket(socket, 400));

	const bound = await listen(server, options.port);
	if (!bound.ok) return bound;
	place.port = bound.value;
	logger.info({ port: bound.value, mayAct: caller.mayAct }, 'the browser host listens');
	return ok({
		port: bound.value,
		address: `http://127.0.0.1:${bound.value}/#${token}`,
		firstWindow,
		close: () => closeHost(server, hub),
	});
}

async function closeHost(server: Server, hub: SocketHub): Promise<void> {
	const closed = new Promise<void>((resolve) => server.close(() => resolve()));
	await hub.close();
	server.closeAllConnections();
	await closed;
}

interface Answering {
	readonly place: GuardPlace;
	readonly files: RoomFiles;
	readonly logger: Logger;
}

function answer(request: IncomingMessage, response: ServerResponse, { place, files, logger }: Answering): void {
	const verdict = judgeRequest(factsOf(request), place);
	if (verdict.kind === 'refused') {
		logger.warn({ status: verdict.status, method: request.method }, `request refused: ${verdict.reason}`);
		refuse(request, response, verdict);
	} else if (verdict.kind === 'session') {
		readBody(request, (isWithinLimit) => {
			if (!isWithinLimit) response.once('finish', () => request.destroy());
			send(response, isWithinLimit ? 204 : 413, isWithinLimit ? {} : { connection: 'close' });
		});
	} else {
		const file = findRoomFile(files, verdict.path);
		if (file === null) {
			refuse(request, response, { kind: 'refused', status: 404, reason: 'There is no such file.' });
			return;
		}
		const caching = file.isImmutable ? { 'cache-control': 'public, max-age=31536000, immutable' } : {};
		send(response, 200, { ...caching, 'content-type': file.type }, file.body, request.method === 'HEAD');
	}
}

function refuse(request: IncomingMessage, response: ServerResponse, refusal: Refusal): void {
	const allow = refusal.allow === undefined ? {} : { allow: refusal.allow };
	// What is refused is not read either; the connection ends with the answer.
	const headers = { ...allow, connection: 'close', 'content-type': 'text/plain; charset=utf-8' };
	send(response, refusal.status, headers, Buffer.from(`${refusal.reason}\n`), request.method === 'HEAD');
}

function send(
	response: ServerResponse,
	status: number,
	headers: Readonly<Record<string, string>>,
	body: Buffer = Buffer.alloc(0),
	isHead = false,
): void {
	const length = status === 204 ? {} : { 'content-length': String(body.length) };
	response.writeHead(status, { ...baseHeaders, ...length, ...headers });
	response.end(isHead ? undefined : body);
}

/** Reads and forgets a body; false when it is longer than any honest one. */
function readBody(request: IncomingMessage, done: (isWithinLimit: boolean) => void): void {
	let length = 0;
	const count = (chunk: Buffer) => {
		length += chunk.length;
		if (length > maxBodyBytes) {
			request.off('data', count).off('end', finish);
			done(false);
		}
	};
	const finish = () => done(true);
	request.on('data', count).on('end', finish);
}

function takeUpgrade(
	request: IncomingMessage,
	socket: Duplex,
	head: Buffer,
	{ place, hub, logger }: { readonly place: GuardPlace; readonly hub: SocketHub; readonly logger: Logger },
): void {
	socket.on('error', () => socket.destroy());
	const verdict = judgeUpgrade(factsOf(request), place);
	if (verdict.kind === 'refused') {
		logger.warn({ status: verdict.status }, `upgrade refused: ${verdict.reason}`);
		refuseSocket(socket, verdict.status);
	} else if (hub.hasRoom()) {
		hub.upgrade(request, socket, head);
	} else {
		logger.warn({ status: 503 }, 'upgrade refused: too many windows');
		refuseSocket(socket, 503);
	}
}

function refuseSocket(socket: Duplex, status: number): void {
	if (!socket.writable) {
		socket.destroy();
		return;
	}
	const headers = { ...baseHeaders, connection: 'close', 'content-length': '0' };
	const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
	socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\n${lines.join('')}\r\n`, () => socket.destroy());
}

/** Serves the contract to one connection at a time through tRPC's own WebSocket adapter. */
import { EventEmitter } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { getWSConnectionHandler, type WSSHandlerOptions } from '@trpc/server/adapters/ws';
import type { Caller, EngineApi } from '../../shared/rpc/api.ts';
import { isExpected } from '../../shared/rpc/errors.ts';
import type { Link } from '../../shared/rpc/link.ts';
import type { ShellApi } from '../../shared/rpc/shell-api.ts';
import { type AppRouter, appRouter, type RpcLogger } from '../../shared/rpc/server.ts';

type AdapterSocket = Parameters<ReturnType<typeof getWSConnectionHandler>>[0];

/** Most calls that one message may carry. */
const maxBatchSize = 50;

export interface ConnectionServerOptions {
	readonly api: EngineApi;
	readonly logger?: RpcLogger;
	/** Pings for transports that can die without a word; a port of the same machine cannot. */
	readonly keepAlive?: { readonly pingMs: number; readonly pongWaitMs: number };
}

/** Answers the calls of one socket for as long as it is open. */
export type AcceptSocket = (socket: AdapterSocket, who: Behind) => void;

/** Who is at the other end, and the shell of their window. */
export interface Behind {
	readonly caller: Caller;
	readonly shell: ShellApi;
}

/** The adapter reads nothing of the request but its address. */
function placeholderRequest(): IncomingMessage {
	return { url: '/', headers: {} } as IncomingMessage;
}

/** Makes the function that serves a `ws` socket on behalf of a caller. */
export function createSocketServer(options: ConnectionServerOptions): AcceptSocket {
	const { api, logger, keepAlive } = options;
	return (socket, { caller, shell }) => {
		const handlerOptions: WSSHandlerOptions<AppRouter> = {
			router: appRouter,
			createContext: () => ({ api, caller, shell, ...(logger === undefined ? {} : { logger }) }),
			maxBatchSize,
			...(keepAlive === undefined ? {} : { keepAlive: { enabled: true, ...keepAlive } }),
			// Procedures log their own failures with a path; here are those of the connection itself.
			onError: ({ error, path }) => {
				if (path === undefined && !isExpected(error)) logger?.warn({ err: error }, 'a connection failed');
			},
			// `applyWSSHandler` alone uses it.
			wss: undefined as never,
		};
		getWSConnectionHandler(handlerOptions)(socket, placeholderRequest());
	};
}

/** Feeds one side of a link into the adapter. */
export interface ServedLink {
	/** Call for each frame that arrives. */
	frame(text: string): void;
	/** Call once when the other side has gone. */
	closed(): void;
}

const closedState = 3;

/** Looks to the adapter like a socket of `ws`, with a link behind it. */
class LinkSocket extends EventEmitter {
	readyState = 1;
	readonly #link: Link;

	constructor(link: Link) {
		super();
		this.#link = link;
	}

	send(data: string): void {
		if (this.readyState === 1) this.#link.send(data);
	}

	close(): void {
		if (this.readyState === closedState) return;
		this.#link.close();
		this.ended();
	}

	terminate(): void {
		this.close();
	}

	ended(): void {
		if (this.readyState === closedState) return;
		this.readyState = closedState;
		this.emit('close');
	}
}

/** Makes the function that serves a link (a MessagePort, memory) on behalf of a caller. */
export function createLinkServer(options: ConnectionServerOptions): (link: Link, who: Behind) => ServedLink {
	const accept = createSocketServer(options);
	return (link, who) => {
		const socket = new LinkSocket(link);
		// The adapter uses exactly the members above.
		accept(socket as unknown as AdapterSocket, who);
		return {
			frame: (text) => socket.emit('message', Buffer.from(text), false),
			closed: () => socket.ended(),
		};
	};
}

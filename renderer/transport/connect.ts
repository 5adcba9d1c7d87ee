/** Connects the screens to whatever host opened them, and keeps them connected. */
import { createWSClient, TRPCClientError, wsLink } from '@trpc/client';
import { observable } from '@trpc/server/observable';
import { createSignalboxClient, type SignalboxClient, type SignalboxLink } from '../../shared/rpc/client.ts';
import { type OpenLink, socketClassOver } from '../../shared/rpc/link.ts';
import type { AppRouter } from '../../shared/rpc/server.ts';
import { jsonAsIs } from '../../shared/rpc/wire.ts';
import { findBridge, ipcLink } from './ipc.ts';
import { createStatus, noToken, oldToken, type StatusStore } from './status.ts';
import { isTokenTaken, type TokenPlaces, takeToken, tokenKey, webSocketLink } from './websocket.ts';

export interface Connection {
	readonly client: SignalboxClient;
	readonly status: StatusStore;
	close(): Promise<void>;
}

/** A dead link is noticed within the sum of these, ms. */
const pingEvery = 2_500;
const pongWithin = 2_000;
const longestDelay = 5_000;

/** Wait before attempt `attempt` (from 0) to reconnect, ms: doubling with jitter, never above five seconds. */
export function retryDelay(attempt: number, random: () => number = Math.random): number {
	const ceiling = Math.min(longestDelay, 150 * 2 ** attempt);
	return Math.round(ceiling * (0.5 + random() / 2));
}

export interface ConnectOptions {
	readonly open: OpenLink;
	/** Asked after a failed attempt: false ends the attempts, because this host will never take us. */
	readonly isWelcome?: () => Promise<boolean>;
	readonly now?: () => number;
	readonly random?: () => number;
	readonly keepAlive?: { readonly intervalMs: number; readonly pongTimeoutMs: number };
}

/** Connects over links: reconnects with back-off, resumes subscriptions, stops when refused. */
export function connectOver(options: ConnectOptions): Connection {
	const { isWelcome, keepAlive = { intervalMs: pingEvery, pongTimeoutMs: pongWithin } } = options;
	const status = createStatus(options.now ?? Date.now);
	const socket = createWSClient({
		url: 'ws://signalbox',
		WebSocket: socketClassOver(options.open),
		retryDelayMs: (attempt) => retryDelay(attempt, options.random),
		keepAlive: { enabled: true, ...keepAlive },
	});
	let isAsking = false;
	const askWelcome = async () => {
		if (isWelcome === undefined || isAsking) return;
		isAsking = true;
		const isTaken = await isWelcome();
		isAsking = false;
		if (isTaken || status.get().state === 'connected') return;
		status.set('refused', oldToken);
		await socket.close();
	};
	const watching = socket.connectionState.subscribe({
		next: (state) => {
			if (state.state === 'pending') status.set('connected');
			else if (state.state === 'connecting' && state.error !== null) {
				status.set('reconnecting');
				void askWelcome();
			}
		},
	});
	const link = wsLink<AppRouter>({ client: socket, transformer: jsonAsIs });
	return {
		client: createSignalboxClient([refuseCommandsWhile(() => status.get().state !== 'connected'), link]),
		status,
		close: async () => {
			watching.unsubscribe();
			await socket.close();
		},
	};
}

/**
 * Fails commands at once while nothing is connected. Left to the client they would wait in its queue and act
 * whenever the link comes back, long after the person had turned to something else.
 */
function refuseCommandsWhile(isOffline: () => boolean): SignalboxLink {
	return () =>
		({ op, next }) =>
			observable((observer) => {
				if (op.type === 'mutation' && isOffline()) {
					observer.error(TRPCClientError.from(notSent));
					return;
				}
				return next(op).subscribe(observer);
			});
}

const notSent = {
	error: {
		code: -32_603,
		message: 'The control room is not connected, so the command was not sent.',
		data: {
			code: 'disconnected',
			message: 'The control room is not connected at this moment, so the command was not sent and nothing changed.',
			hint: 'Press again when the board is connected; it reconnects by itself.',
			retryable: true,
		},
	},
} as const;

/** A connection that was refused before it began. */
function refused(now: () => number): Connection {
	const status = createStatus(now);
	status.set('refused', noToken);
	const client = createSignalboxClient([
		() => () => observable((observer) => observer.error(TRPCClientError.from(notSent))),
	]);
	return { client, status, close: async () => {} };
}

type Scope = TokenPlaces & Pick<Window, 'location' | 'addEventListener'>;

/** Connects the page to its host: the desktop's bridge where there is one, else a WebSocket to the page's own origin. */
export function connect(scope: Scope = window): Connection {
	const bridge = findBridge(scope);
	if (bridge !== null) return connectOver({ open: ipcLink(bridge) });
	const token = takeToken(scope);
	// A new address pasted into an old tab changes the fragment alone, which loads nothing.
	scope.addEventListener('hashchange', () => {
		const before = scope.sessionStorage.getItem(tokenKey);
		if (takeToken(scope) !== before) scope.location.reload();
	});
	if (token === null) return refused(Date.now);
	const { origin } = scope.location;
	return connectOver({ open: webSocketLink(origin, token), isWelcome: () => isTokenTaken(origin, token) });
}

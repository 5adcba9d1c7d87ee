/** WebSockets of the loopback host, within limits. */
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { maxFrameLength } from '../../shared/rpc/bridge.ts';
import { webSocketProtocol } from '../../shared/rpc/web.ts';

/** Limits of one host; a person with many tabs stays far below them. */
export interface SocketLimits {
	readonly maxSockets: number;
	readonly maxMessageBytes: number;
	/** Messages a second that a socket may send in the long run, and how many at once. */
	readonly messagesPerSecond: number;
	readonly messageBurst: number;
}

export const defaultSocketLimits: SocketLimits = {
	maxSockets: 32,
	maxMessageBytes: maxFrameLength,
	messagesPerSecond: 100,
	messageBurst: 300,
};

/** A leaky bucket: true while there is room. Time in ms. */
export function createRate(perSecond: number, burst: number, now: () => number): () => boolean {
	let room = burst;
	let last = now();
	return () => {
		const at = now();
		room = Math.min(burst, room + ((at - last) / 1_000) * perSecond);
		last = at;
		if (room < 1) return false;
		room -= 1;
		return true;
	};
}

export interface SocketHub {
	/** True while another socket fits. */
	hasRoom(): boolean;
	/** Completes an upgrade that the guards have allowed. */
	upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
	close(): Promise<void>;
}

const policyViolation = 1008;
const goingAway = 1001;

/** Takes upgraded sockets and hands each to `serve`. */
export function createSocketHub(options: {
	readonly serve: (socket: WebSocket) => void;
	readonly limits?: SocketLimits;
	readonly now?: () => number;
}): SocketHub {
	const { serve, limits = defaultSocketLimits, now = () => performance.now() } = options;
	const server = new WebSocketServer({
		noServer: true,
		maxPayload: limits.maxMessageBytes,
		perMessageDeflate: false,
		// A fixed name: the token that was offered beside it is never echoed.
		handleProtocols: () => webSocketProtocol,
	});
	return {
		hasRoom: () => server.clients.size < limits.maxSockets,
		upgrade: (request, socket, head) => {
			server.handleUpgrade(request, socket, head, (client) => {
				const isWithinRate = createRate(limits.messagesPerSecond, limits.messageBurst, now);
				client.on('message', () => {
					if (!isWithinRate()) client.close(policyViolation, 'too many messages');
				});
				serve(client);
			});
		},
		close: async () => {
			for (const client of server.clients) client.close(goingAway, 'Signalbox is closing');
			// A tab that does not answer must not keep the process alive.
			const late = setTimeout(() => {
				for (const client of server.clients) client.terminate();
			}, 500);
			await Promise.all([...server.clients].map((client) => new Promise((done) => client.once('close', done))));
			clearTimeout(late);
			server.close();
		},
	};
}

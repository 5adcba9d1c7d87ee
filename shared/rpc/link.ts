/**
 * One connection between a screen and its host, whatever carries it: a MessagePort, a WebSocket or nothing at all.
 * tRPC's own WebSocket client drives it through a class that looks like `WebSocket`.
 */
import type { createWSClient } from '@trpc/client';

/** What a connection tells its user. `closed` comes once and is the last. */
export interface LinkEvents {
	opened(): void;
	frame(text: string): void;
	closed(): void;
}

/** A connection being opened or open. */
export interface Link {
	send(frame: string): void;
	close(): void;
}

/** Opens a connection. Events may come at any time after it has returned, never before. */
export type OpenLink = (events: LinkEvents) => Link;

type SocketClass = NonNullable<Parameters<typeof createWSClient>[0]['WebSocket']>;
interface LinkEvent {
	readonly type: string;
	readonly data?: string;
	readonly code?: number;
}
type Listener = (event: LinkEvent) => void;

const states = { CONNECTING: 0, OPEN: 1, CLOSING: 2, CLOSED: 3 } as const;

function createListeners() {
	const listeners = new Map<string, Set<Listener>>();
	return {
		add: (type: string, listener: Listener) => {
			listeners.set(type, (listeners.get(type) ?? new Set()).add(listener));
		},
		remove: (type: string, listener: Listener) => {
			listeners.get(type)?.delete(listener);
		},
		tell: (socket: unknown, event: LinkEvent) => {
			for (const listener of listeners.get(event.type) ?? []) listener.call(socket, event);
		},
	};
}

/**
 * A `WebSocket` class over links, for `createWSClient`. Closing is felt at once: a browser would wait for a dead peer
 * to agree, and the reconnect would wait with it.
 */
export function socketClassOver(open: OpenLink): SocketClass {
	class LinkSocket {
		static readonly CONNECTING = states.CONNECTING;
		static readonly OPEN = states.OPEN;
		static readonly CLOSING = states.CLOSING;
		static readonly CLOSED = states.CLOSED;
		readonly CONNECTING = states.CONNECTING;
		readonly OPEN = states.OPEN;
		readonly CLOSING = states.CLOSING;
		readonly CLOSED = states.CLOSED;
		readyState: number = states.CONNECTING;
		binaryType = 'arraybuffer';
		readonly #listeners = createListeners();
		readonly #link: Link;

		constructor() {
			this.#link = open({
				opened: () => this.#opened(),
				frame: (data) => {
					if (this.readyState === states.OPEN) this.#listeners.tell(this, { type: 'message', data });
				},
				closed: () => this.#closed(),
			});
		}

		addEventListener(type: string, listener: Listener): void {
			this.#listeners.add(type, listener);
		}

		removeEventListener(type: string, listener: Listener): void {
			this.#listeners.remove(type, listener);
		}

		send(frame: string): void {
			if (this.readyState === states.OPEN) this.#link.send(frame);
		}

		close(): void {
			if (this.readyState === states.CLOSED) return;
			this.#link.close();
			this.#closed();
		}

		#opened(): void {
			if (this.readyState !== states.CONNECTING) return;
			this.readyState = states.OPEN;
			this.#listeners.tell(this, { type: 'open' });
		}

		#closed(): void {
			if (this.readyState === states.CLOSED) return;
			const neverOpened = this.readyState === states.CONNECTING;
			this.readyState = states.CLOSED;
			if (neverOpened) this.#listeners.tell(this, { type: 'error' });
			this.#listeners.tell(this, { type: 'close', code: 1006 });
		}
	}
	// The client uses exactly the members above; the rest of the DOM class does not exist outside browsers.
	return LinkSocket as unknown as SocketClass;
}

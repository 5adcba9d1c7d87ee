/** A client in the same process as its engine: the whole wire with nothing in between, for tests and benches. */
import { createWSClient, wsLink } from '@trpc/client';
import type { Caller, EngineApi } from '../../shared/rpc/api.ts';
import { createSignalboxClient, type SignalboxClient } from '../../shared/rpc/client.ts';
import { type Link, type OpenLink, socketClassOver } from '../../shared/rpc/link.ts';
import type { AppRouter, RpcLogger } from '../../shared/rpc/server.ts';
import type { ShellApi } from '../../shared/rpc/shell-api.ts';
import { jsonAsIs } from '../../shared/rpc/wire.ts';
import { createLinkServer } from './serve-link.ts';

export interface MemoryWire {
	readonly open: OpenLink;
	/** Cuts every connection without a word, as a broken network does. */
	cut(): void;
}

/** Connections that carry frames by turns of the event loop, in order, as a real wire does. */
export function createMemoryWire(options: {
	readonly api: EngineApi;
	readonly caller: Caller;
	readonly shell: ShellApi;
	readonly logger?: RpcLogger;
}): MemoryWire {
	const serve = createLinkServer(options);
	const cuts = new Set<() => void>();
	const open: OpenLink = (events) => {
		let isOpen = true;
		const end = (tell: () => void) => {
			if (!isOpen) return;
			isOpen = false;
			cuts.delete(cut);
			tell();
		};
		const later = (run: () => void) => setImmediate(() => isOpen && run());
		const serverSide: Link = {
			send: (frame) => later(() => events.frame(frame)),
			close: () => end(() => events.closed()),
		};
		const served = serve(serverSide, options);
		const cut = () =>
			end(() => {
				served.closed();
				events.closed();
			});
		cuts.add(cut);
		// "open" has to come in a macrotask: the client is not listening yet in this one (research/libraries.md).
		later(() => events.opened());
		return {
			send: (frame) => later(() => served.frame(frame)),
			close: () => end(() => served.closed()),
		};
	};
	return {
		open,
		cut: () => {
			for (const cut of cuts) cut();
		},
	};
}

export interface MemoryClient {
	readonly client: SignalboxClient;
	/** Cuts the connection; the client reconnects by itself and resumes its subscriptions. */
	cut(): void;
	close(): Promise<void>;
}

/** A typed client over a memory wire. */
export function createMemoryClient(options: Parameters<typeof createMemoryWire>[0]): MemoryClient {
	const wire = createMemoryWire(options);
	const socket = createWSClient({ url: 'ws://memory', WebSocket: socketClassOver(wire.open), retryDelayMs: () => 0 });
	return {
		client: createSignalboxClient([wsLink<AppRouter>({ client: socket, transformer: jsonAsIs })]),
		cut: wire.cut,
		close: () => socket.close(),
	};
}

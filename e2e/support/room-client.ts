/** A control room's window without a screen: sets up what a spec begins with, and asks what no screen shows. */
import { WebSocket } from 'ws';
import { applyChanges } from '../../shared/rpc/apply-changes.ts';
import { connectOver } from '../../renderer/transport/connect.ts';
import type { SignalboxClient } from '../../shared/rpc/client.ts';
import type { OpenLink } from '../../shared/rpc/link.ts';
import type { RoomState } from '../../shared/rpc/views.ts';
import { rpcPath, tokenProtocolPrefix, webSocketProtocol } from '../../shared/rpc/web.ts';
import { until } from './until.ts';

export interface RoomClient {
	readonly client: SignalboxClient;
	/** Resolves with the room once `isSo`. */
	until(what: string, isSo: (room: RoomState) => boolean, withinMs?: number): Promise<RoomState>;
	/** Everything that this window was sent, as it came over the wire. */
	readonly frames: readonly string[];
	close(): Promise<void>;
}

/** `ws` says the Origin that a browser would say by itself. */
function linkTo(origin: string, token: string, frames: string[]): OpenLink {
	return (events) => {
		const socket = new WebSocket(
			`${origin.replace(/^http/, 'ws')}${rpcPath}`,
			[webSocketProtocol, `${tokenProtocolPrefix}${token}`],
			{ origin },
		);
		socket.on('open', () => events.opened());
		socket.addEventListener('message', ({ data }) => {
			if (typeof data !== 'string') return;
			frames.push(data);
			events.frame(data);
		});
		// `close` follows; unheard, Node would end over it.
		socket.on('error', () => {});
		socket.on('close', () => events.closed());
		return { send: (frame) => socket.send(frame), close: () => socket.close() };
	};
}

export function openRoomClient(origin: string, token: string): RoomClient {
	const frames: string[] = [];
	const connection = connectOver({ open: linkTo(origin, token, frames) });
	let room: RoomState | null = null;
	const watching = connection.client.room.watch.subscribe(undefined, {
		onData: ({ data }) => {
			if (data.kind === 'snapshot') room = data.room;
			else if (room !== null) room = applyChanges(room, data.changes);
		},
	});
	return {
		client: connection.client,
		frames,
		until: (what, isSo, withinMs) => until(what, () => room !== null && isSo(room) && room, withinMs),
		async close() {
			watching.unsubscribe();
			await connection.close();
		},
	};
}

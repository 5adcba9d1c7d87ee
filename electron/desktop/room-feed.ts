/** Keeps the room in the main process, as the engine tells it: for tray, notifications, badge and power. */
import { applyChanges } from '../../shared/rpc/apply-changes.ts';
import type { EngineApi } from '../../shared/rpc/api.ts';
import type { RoomState } from '../../shared/rpc/views.ts';
import type { Logger } from '../engine/ports.ts';
import type { RoomFeed } from './parts.ts';

/** Watches until it is closed. A watch that breaks is begun anew after `againMs`: it starts with a snapshot. */
export function createRoomFeed(api: Pick<EngineApi, 'room'>, logger: Pick<Logger, 'error'>, againMs = 1_000): RoomFeed {
	const listeners = new Set<(after: RoomState, before: RoomState | null) => void>();
	const stop = new AbortController();
	let room: RoomState | null = null;
	const set = (after: RoomState) => {
		const before = room;
		room = after;
		for (const listen of listeners) {
			try {
				listen(after, before);
			} catch (err) {
				// One part of the shell that stumbles must not keep the others from the truth.
				logger.error({ err }, 'a part of the shell failed over a change of the room');
			}
		}
	};
	const watch = async () => {
		for await (const message of api.room.watch(null, stop.signal)) {
			if (message.kind === 'snapshot') set(message.room);
			else if (room !== null) set(applyChanges(room, message.changes));
		}
	};
	const keepWatching = async () => {
		while (!stop.signal.aborted) {
			try {
				await watch();
			} catch (err) {
				logger.error({ err }, 'the shell lost sight of the room and looks again');
			}
			// Also where it ended without an error: never spin.
			await new Promise((resolve) => setTimeout(resolve, againMs).unref());
		}
	};
	void keepWatching();
	return {
		current: () => room,
		subscribe(listener) {
			listeners.add(listener);
			if (room !== null) listener(room, null);
			return () => listeners.delete(listener);
		},
		close: () => stop.abort(),
	};
}

/** The room at a glance, told only when the glance changes: tray, badge and menu are not redrawn at each look of a judge. */
import { type Attention, attentionOf } from '../../shared/shell/attention.ts';
import type { RoomState } from '../../shared/rpc/views.ts';
import type { RoomFeed } from './parts.ts';

export interface AttentionFeed {
	/** Null before the first snapshot of the room. */
	current(): Attention | null;
	/** Calls after every change, and at once when something is known already; `before` is null the first time. */
	subscribe(listener: (after: Attention, before: Attention | null) => void): () => void;
	close(): void;
}

export function createAttentionFeed(feed: Pick<RoomFeed, 'subscribe'>): AttentionFeed {
	const listeners = new Set<(after: Attention, before: Attention | null) => void>();
	let now: { readonly attention: Attention; readonly text: string } | null = null;
	const leave = feed.subscribe((room, before) => {
		if (before !== null && isSame(room, before)) return;
		const attention = attentionOf(room);
		const text = JSON.stringify(attention);
		if (text === now?.text) return;
		const known = now?.attention ?? null;
		now = { attention, text };
		for (const listen of listeners) listen(attention, known);
	});
	return {
		current: () => now?.attention ?? null,
		subscribe(listener) {
			listeners.add(listener);
			if (now !== null) listener(now.attention, null);
			return () => listeners.delete(listener);
		},
		close: leave,
	};
}

function isSame(room: RoomState, before: RoomState): boolean {
	return room.deployments === before.deployments && room.needs === before.needs && room.host === before.host;
}

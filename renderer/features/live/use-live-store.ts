/** The live stream of one deployment as a store: the charts read it without a React render for each point. */
import { useEffect, useState } from 'react';
import type { StoreApi } from 'zustand/vanilla';
import type { ControlRoomClient } from '../../store/connection.ts';
import { useStores } from '../../store/context.tsx';
import { createLiveStore, type LiveSnapshot, type LiveStore } from '../../store/live-store.ts';
import { waitFor } from '../../store/room-store.ts';

/** Messages that come within this time are taken as one, ms. */
const gatherMs = 50;

function makeLive(client: ControlRoomClient, deploymentId: string, now: () => number): LiveStore {
	// A timer, not an animation frame: those stop in a hidden window, and its messages must not pile up.
	const schedule = (flush: () => void): (() => void) => {
		const timer = setTimeout(flush, gatherMs);
		return () => clearTimeout(timer);
	};
	return createLiveStore({ client, deploymentId, now, wait: waitFor, schedule });
}

/** Watches while the calling component is there; give it a `key` of the deployment's id. */
export function useLiveStore(deploymentId: string): StoreApi<LiveSnapshot> {
	const { client, now } = useStores();
	const [live] = useState(() => makeLive(client, deploymentId, now));
	useEffect(() => live.start(), [live]);
	return live.store;
}

/** One run as a store, watched while a screen shows it. */
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { useStores } from '../../store/context.tsx';
import { waitFor } from '../../store/room-store.ts';
import { createRunStore, type RunSnapshot } from '../../store/run-store.ts';

/** Watches while the calling component is there; give it a `key` of service and run. `runId` null: the newest. */
export function useRun(service: string, runId: string | null): RunSnapshot {
	const { client, now } = useStores();
	const [run] = useState(() => createRunStore({ client, service, runId, now, wait: waitFor }));
	useEffect(() => run.start(), [run]);
	return useStore(run.store);
}

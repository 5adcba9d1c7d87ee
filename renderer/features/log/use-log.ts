/** The log of one job as a store, followed while the calling component is there. */
import { useEffect, useState } from 'react';
import { useStores } from '../../store/context.tsx';
import { createLogStore, type LogStore } from '../../store/log-store.ts';
import { waitFor } from '../../store/room-store.ts';

/** Pieces that come within this time are drawn as one, ms. */
const gatherMs = 50;

/** Give the calling component a `key` of the job. */
export function useLog(job: { readonly service: string; readonly runId: string; readonly jobId: string }): LogStore {
	const { client } = useStores();
	const [log] = useState(() =>
		createLogStore({
			client,
			job,
			wait: waitFor,
			// A timer, not an animation frame: those stop in a hidden window, and its messages must not pile up.
			schedule(flush) {
				const timer = setTimeout(flush, gatherMs);
				return () => clearTimeout(timer);
			},
		}),
	);
	useEffect(() => log.start(), [log]);
	return log;
}

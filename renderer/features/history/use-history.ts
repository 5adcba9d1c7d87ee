/** Pages of the history, fetched as they are asked for and fetched again when something of it changed. */
import { useCallback, useEffect, useRef, useState } from 'react';
import type { Problem } from '../../../shared/domain/result.ts';
import type { HistoryRow } from '../../../shared/rpc/views.ts';
import { useClient, useRoom } from '../../store/hooks.ts';
import { mergeRows } from './history-rows.ts';

const pageSize = 50;

export interface History {
	readonly rows: readonly HistoryRow[];
	readonly status: 'loading' | 'ready' | 'failed';
	readonly problem: Problem | null;
	readonly hasMore: boolean;
	readonly isLoadingMore: boolean;
	loadMore(): void;
	/** Asks again after a failure. */
	again(): void;
}

interface Pages {
	readonly rows: readonly HistoryRow[];
	readonly status: History['status'];
	readonly problem: Problem | null;
	readonly hasMore: boolean;
}

const nothing: Pages = { rows: [], status: 'loading', problem: null, hasMore: false };

/** What of the room makes the history another: a new deployment, or one in another state. */
function useStatesOf(service: string | null): string {
	return useRoom((room) =>
		Object.values(room.deployments)
			.filter((view) => service === null || view.deployment.service === service)
			.map((view) => `${view.deployment.id}:${view.deployment.state}`)
			.join(' '),
	);
}

/** `service`: null for all. Give the caller a `key` of it. */
export function useHistory(service: string | null): History {
	const client = useClient();
	const states = useStatesOf(service);
	const [pages, setPages] = useState<Pages>(nothing);
	const [isLoadingMore, setLoadingMore] = useState(false);
	const [attempt, setAttempt] = useState(0);
	const isMounted = useRef(true);

	const fetchPage = useCallback(
		async (before: number | null) => {
			const result = await client.history.list({ service, environment: null, before, limit: pageSize });
			if (!isMounted.current) return;
			setPages((known) => {
				if (!result.ok) return { ...known, status: 'failed', problem: result.problem };
				const isFull = result.value.length === pageSize;
				// Reading the first page again says nothing about what lies behind the pages already known.
				const hasMore = before === null && known.rows.length > pageSize ? known.hasMore : isFull;
				return { rows: mergeRows(known.rows, result.value), status: 'ready', problem: null, hasMore };
			});
		},
		[client, service],
	);

	useEffect(() => {
		isMounted.current = true;
		void fetchPage(null);
		return () => {
			isMounted.current = false;
		};
	}, [fetchPage, states, attempt]);

	const oldest = pages.rows.at(-1)?.position ?? null;
	const loadMore = useCallback(() => {
		setLoadingMore(true);
		void fetchPage(oldest).then(() => setLoadingMore(false));
	}, [fetchPage, oldest]);
	return { ...pages, isLoadingMore, loadMore, again: () => setAttempt((count) => count + 1) };
}

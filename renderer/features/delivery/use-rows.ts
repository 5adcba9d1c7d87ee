/** The rows behind one metric, asked again whenever the facts grew. */
import { useCallback, useEffect, useState } from 'react';
import { useStore } from 'zustand';
import type { DeliveryMetric, MetricsQuery } from '../../../shared/domain/delivery/metrics.ts';
import { useClient, useRoom } from '../../store/hooks.ts';
import { createRowPages, type RowPages } from './row-pages.ts';

export type RowFilter = 'all' | 'counted' | 'not-counted';

export interface Rows extends RowPages {
	readonly more: () => void;
	readonly again: () => void;
}

export function useRows(query: MetricsQuery, metric: DeliveryMetric, show: RowFilter = 'all', limit = 200): Rows {
	const { delivery } = useClient();
	const revision = useRoom((room) => room.delivery.revision);
	const [pages] = useState(createRowPages);
	const [attempt, setAttempt] = useState(0);
	const key = JSON.stringify(query);
	useEffect(() => {
		const input = toInput(query);
		void pages.restart((cursor) => delivery.rows({ query: input, metric, show, cursor, limit }));
		// oxlint-disable-next-line react-hooks/exhaustive-deps -- the query follows from its key
	}, [pages, delivery, key, metric, show, limit, revision, attempt]);
	useEffect(() => () => pages.stop(), [pages]);
	const more = useCallback(() => void pages.more(), [pages]);
	const again = useCallback(() => setAttempt((count) => count + 1), []);
	return { ...useStore(pages.store), more, again };
}

/** The question as the wire takes it: its lists may be written there. */
export function toInput(query: MetricsQuery) {
	const { scope } = query;
	return { ...query, scope: { ...scope, services: [...scope.services], environments: [...scope.environments] } };
}

/** Rows behind a number, page by page. What was read stays until newer rows of the same question are there. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { MetricRow, MetricRowsPage } from '../../../shared/domain/delivery/metrics.ts';
import type { Problem, Result } from '../../../shared/domain/result.ts';

export interface RowPages {
	readonly rows: readonly MetricRow[];
	/** Of all pages. */
	readonly total: number;
	readonly counted: number;
	readonly hasMore: boolean;
	readonly isAsking: boolean;
	readonly problem: Problem | null;
}

export interface RowPagesStore {
	readonly store: StoreApi<RowPages>;
	/** Asks from the first page; answers to what was asked before are dropped. */
	restart(fetch: (cursor: string | null) => Promise<Result<MetricRowsPage>>): Promise<void>;
	/** Goes on after the last page; does nothing while one is under way or after the end. */
	more(): Promise<void>;
	stop(): void;
}

export function createRowPages(): RowPagesStore {
	const store = createStore<RowPages>(() => ({
		...{ rows: [], total: 0, counted: 0, hasMore: false, isAsking: true, problem: null },
	}));
	let turn = 0;
	let next: string | null = null;
	let fetchPage: ((cursor: string | null) => Promise<Result<MetricRowsPage>>) | null = null;

	async function read(cursor: string | null): Promise<void> {
		if (fetchPage === null) return;
		const mine = turn;
		store.setState({ isAsking: true });
		const result = await fetchPage(cursor);
		if (mine !== turn) return;
		if (!result.ok) return store.setState({ isAsking: false, problem: result.problem });
		const { rows, total, counted } = result.value;
		next = result.value.next;
		store.setState((known) => ({
			...{ total, counted, hasMore: next !== null, isAsking: false, problem: null },
			rows: cursor === null ? rows : [...known.rows, ...rows],
		}));
	}

	return {
		store,
		async restart(fetch) {
			turn += 1;
			fetchPage = fetch;
			await read(null);
		},
		async more() {
			if (store.getState().isAsking || next === null) return;
			await read(next);
		},
		stop() {
			turn += 1;
		},
	};
}

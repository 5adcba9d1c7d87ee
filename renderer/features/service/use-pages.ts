/** A list that is fetched page by page, newest first, and read again when something of it changed. */
import { useCallback, useEffect, useRef, useState } from 'react';
import type { Problem, Result } from '../../../shared/domain/result.ts';

export interface Pages<T> {
	readonly items: readonly T[];
	readonly status: 'loading' | 'ready' | 'failed';
	readonly problem: Problem | null;
	readonly hasMore: boolean;
}

/** Known items with a page that was read just now: its items replace the known ones. Newest first. Pure. */
export function mergePage<T>(
	known: readonly T[],
	page: readonly T[],
	of: { readonly id: (item: T) => string; readonly position: (item: T) => number },
): readonly T[] {
	const fresh = new Set(page.map(of.id));
	return [...known.filter((item) => !fresh.has(of.id(item))), ...page].toSorted(
		(left, right) => of.position(right) - of.position(left),
	);
}

export interface PagesOf<T> {
	readonly fetch: (before: number | null, limit: number) => Promise<Result<readonly T[]>>;
	readonly id: (item: T) => string;
	readonly position: (item: T) => number;
	readonly pageSize: number;
}

/** `of`: stable. `changed`: the first page is read again when it is another. */
export function usePages<T>(of: PagesOf<T>, changed: unknown) {
	const [pages, setPages] = useState<Pages<T>>({ items: [], status: 'loading', problem: null, hasMore: false });
	const [isLoadingMore, setLoadingMore] = useState(false);
	const [attempt, setAttempt] = useState(0);
	const isMounted = useRef(true);
	const fetchPage = useCallback(
		async (before: number | null) => {
			const result = await of.fetch(before, of.pageSize);
			if (!isMounted.current) return;
			setPages((known) => {
				if (!result.ok) return { ...known, status: 'failed', problem: result.problem };
				// The first page again says nothing of what lies behind the pages already known.
				const isRefresh = before === null && known.items.length > of.pageSize;
				return {
					items: mergePage(known.items, result.value, of),
					status: 'ready',
					problem: null,
					hasMore: isRefresh ? known.hasMore : result.value.length === of.pageSize,
				};
			});
		},
		[of],
	);
	useEffect(() => {
		isMounted.current = true;
		void fetchPage(null);
		return () => {
			isMounted.current = false;
		};
	}, [fetchPage, changed, attempt]);
	const oldest = pages.items.at(-1);
	const loadMore = useCallback(() => {
		if (oldest === undefined) return;
		setLoadingMore(true);
		void fetchPage(of.position(oldest)).then(() => setLoadingMore(false));
	}, [fetchPage, of, oldest]);
	return { ...pages, isLoadingMore, loadMore, again: () => setAttempt((count) => count + 1) };
}

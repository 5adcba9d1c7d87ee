/** How a log is looked at: the place of the scroll bar, what is folded, what is searched, and whether its end is followed. */
import { useEffect, useEffectEvent, useReducer, useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { LogStore } from '../../store/log-store.ts';
import { createLogFolds, type LogFolds } from './log-folds.ts';
import { createLogSearch, type LogSearch } from './log-search.ts';
import { type LogWindow, windowAt } from './log-window.ts';
import { useScroller } from './use-scroller.ts';

/** Time that searching may take of one turn, ms: less than half a frame. */
const searchSliceMs = 6;

export interface LogView {
	readonly scroller: React.RefObject<HTMLDivElement | null>;
	readonly folds: LogFolds;
	readonly search: LogSearch;
	readonly window: LogWindow;
	readonly rows: number;
	/** Line that the search stands on; null before it found any. */
	readonly current: number | null;
	readonly isSearching: boolean;
	readonly isFollowing: boolean;
	follow(isFollowing: boolean): void;
	look(text: string): void;
	goToNext(isBackwards: boolean): void;
	toggle(line: number): void;
	foldAll(isClosed: boolean): void;
	onScroll(): void;
}

export function useLogView(log: LogStore): LogView {
	const [folds] = useState(() => createLogFolds(log.buffer));
	const [search] = useState(() => createLogSearch(log.buffer));
	const [, redraw] = useReducer((count: number) => count + 1, 0);
	const [current, setCurrent] = useState<number | null>(null);
	const { lines } = useStore(log.store);
	folds.read();
	const rows = folds.rowCount(lines);
	const { ref: scroller, place, isFollowing, follow, show, onScroll } = useScroller(rows);
	/** The next line was asked for before there was one: it is shown once it is found. Null: it was not. */
	const asked = useRef<'after' | 'before' | null>(null);
	const isSearching = useSearching(search, lines, (hasMore) => {
		if (asked.current !== null) goToNext(asked.current === 'before', hasMore);
		redraw();
	});

	function showLine(line: number): void {
		folds.reveal(line);
		setCurrent(line);
		show(folds.rowOfLine(line), folds.rowCount(log.buffer.lineCount()));
		redraw();
	}

	function goToNext(isBackwards: boolean, hasMore: boolean): void {
		const next = search.next(current ?? -1, isBackwards);
		asked.current = next === null && hasMore ? (isBackwards ? 'before' : 'after') : null;
		if (next !== null) showLine(next);
	}

	return {
		...{ scroller, folds, search, rows, current, isSearching, isFollowing, follow, onScroll },
		window: windowAt(rows, place.height, place.scrollTop),
		look(text) {
			search.look(text);
			asked.current = null;
			setCurrent(null);
			redraw();
		},
		goToNext(isBackwards) {
			// Enter may come before the first slice.
			goToNext(isBackwards, searchSlice(search));
		},
		toggle(line) {
			folds.toggle(line);
			redraw();
		},
		foldAll(isClosed) {
			folds.setAll(isClosed);
			redraw();
		},
	};
}

/** True when there is more to see. */
function searchSlice(search: LogSearch): boolean {
	const until = performance.now() + searchSliceMs;
	return search.step(() => performance.now() < until);
}

/** Searches in slices between frames; true while there is more to see. */
function useSearching(search: LogSearch, lines: number, onSlice: (hasMore: boolean) => void): boolean {
	const [isSearching, setSearching] = useState(false);
	const text = search.text();
	const searched = useEffectEvent(onSlice);
	useEffect(() => {
		if (text === '') {
			setSearching(false);
			return undefined;
		}
		let timer: ReturnType<typeof setTimeout> | null = null;
		const go = () => {
			const hasMore = searchSlice(search);
			setSearching(hasMore);
			searched(hasMore);
			timer = hasMore ? setTimeout(go, 0) : null;
		};
		timer = setTimeout(go, 0);
		return () => {
			if (timer !== null) clearTimeout(timer);
		};
	}, [search, text, lines]);
	return isSearching;
}

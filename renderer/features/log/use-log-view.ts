/** How a log is looked at: the place of the scroll bar, what is folded, what is searched, and whether its end is followed. */
import { useCallback, useEffect, useLayoutEffect, useReducer, useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { LogStore } from '../../store/log-store.ts';
import { createLogFolds, type LogFolds } from './log-folds.ts';
import { createLogSearch, type LogSearch } from './log-search.ts';
import { isAtEnd, type LogWindow, scrollTopFor, windowAt } from './log-window.ts';

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
	const scroller = useRef<HTMLDivElement | null>(null);
	const [folds] = useState(() => createLogFolds(log.buffer));
	const [search] = useState(() => createLogSearch(log.buffer));
	const [, redraw] = useReducer((count: number) => count + 1, 0);
	const [place, setPlace] = useState({ scrollTop: 0, height: 400 });
	const [isFollowing, setFollowing] = useState(true);
	const [current, setCurrent] = useState<number | null>(null);
	const { lines } = useStore(log.store);
	folds.read();
	const rows = folds.rowCount(lines);

	const measure = useCallback(() => {
		const { current: element } = scroller;
		if (element === null) return;
		const next = { scrollTop: element.scrollTop, height: element.clientHeight };
		setPlace((known) => (known.scrollTop === next.scrollTop && known.height === next.height ? known : next));
	}, []);

	useEffect(() => {
		const { current: element } = scroller;
		if (element === null) return undefined;
		const observer = new ResizeObserver(measure);
		observer.observe(element);
		return () => observer.disconnect();
	}, [measure]);

	// Before the browser paints, so that the end never jumps.
	useLayoutEffect(() => {
		const { current: element } = scroller;
		if (element === null || !isFollowing) return;
		element.scrollTop = element.scrollHeight;
		measure();
	}, [rows, isFollowing, measure]);

	const isSearching = useSearching(search, lines, redraw);

	const showLine = useCallback(
		(line: number) => {
			const { current: element } = scroller;
			if (element === null) return;
			folds.reveal(line);
			setFollowing(false);
			setCurrent(line);
			const shownRows = folds.rowCount(log.buffer.lineCount());
			element.scrollTop = scrollTopFor(folds.rowOfLine(line), shownRows, element.clientHeight);
			measure();
			redraw();
		},
		[folds, log, measure],
	);

	return {
		...{ scroller, folds, search, rows, current, isSearching, isFollowing },
		window: windowAt(rows, place.height, place.scrollTop),
		follow: setFollowing,
		look(text) {
			search.look(text);
			setCurrent(null);
			redraw();
		},
		goToNext(isBackwards) {
			const next = search.next(current ?? -1, isBackwards);
			if (next !== null) showLine(next);
		},
		toggle(line) {
			folds.toggle(line);
			redraw();
		},
		foldAll(isClosed) {
			folds.setAll(isClosed);
			redraw();
		},
		onScroll() {
			const { current: element } = scroller;
			if (element === null) return;
			// A person who scrolls up wants to read, and one who comes back to the end wants to follow again.
			setFollowing(isAtEnd(rows, element.clientHeight, element.scrollTop));
			measure();
		},
	};
}

/** Searches in slices between frames; true while there is more to see. */
function useSearching(search: LogSearch, lines: number, redraw: () => void): boolean {
	const [isSearching, setSearching] = useState(false);
	const text = search.text();
	useEffect(() => {
		if (text === '') {
			setSearching(false);
			return undefined;
		}
		let timer: ReturnType<typeof setTimeout> | null = null;
		const go = () => {
			const until = performance.now() + searchSliceMs;
			const hasMore = search.step(() => performance.now() < until);
			setSearching(hasMore);
			redraw();
			timer = hasMore ? setTimeout(go, 0) : null;
		};
		timer = setTimeout(go, 0);
		return () => {
			if (timer !== null) clearTimeout(timer);
		};
	}, [search, text, lines, redraw]);
	return isSearching;
}

/** Which rows of a long table are to be drawn, as it is scrolled. */
import { type RefObject, useCallback, useRef, useState } from 'react';
import { type RowWindow, rowWindow } from './row-window.ts';

export interface RowScroller {
	/** For the element that scrolls. */
	readonly ref: RefObject<HTMLDivElement | null>;
	readonly onScroll: () => void;
	/** Highest it gets, px. */
	readonly viewport: number;
	readonly shown: RowWindow;
}

/** `viewport`: highest it gets, px. */
export function useRowWindow(rows: number, viewport: number): RowScroller {
	const ref = useRef<HTMLDivElement>(null);
	const [scrollTop, setScrollTop] = useState(0);
	const onScroll = useCallback(() => setScrollTop(ref.current?.scrollTop ?? 0), []);
	return { ref, onScroll, viewport, shown: rowWindow(rows, viewport, scrollTop) };
}

/** A long table of rows of one height: only what is on screen is drawn. */
import { type ReactElement, type RefObject, useCallback, useRef, useState } from 'react';
import { type RowWindow, rowWindow } from './row-window.ts';

export interface RowScroller {
	/** For the element that scrolls. */
	readonly ref: RefObject<HTMLDivElement | null>;
	readonly onScroll: () => void;
	readonly shown: RowWindow;
}

/** `viewport`: highest it gets, px. */
export function useRowWindow(rows: number, viewport: number): RowScroller {
	const ref = useRef<HTMLDivElement>(null);
	const [scrollTop, setScrollTop] = useState(0);
	const onScroll = useCallback(() => setScrollTop(ref.current?.scrollTop ?? 0), []);
	return { ref, onScroll, shown: rowWindow(rows, viewport, scrollTop) };
}

/** Stands for the rows that are not drawn. */
export function RowSpace({
	height,
	columns,
}: {
	readonly height: number;
	readonly columns: number;
}): ReactElement | null {
	if (height === 0) return null;
	return (
		<tr aria-hidden="true">
			{/* oxlint-disable-next-line jsx-a11y/control-has-associated-label -- it stands for rows that are not drawn, and is hidden */}
			<td colSpan={columns} style={{ height, padding: 0, border: 0 }} />
		</tr>
	);
}

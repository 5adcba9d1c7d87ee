/** The scroll bar of a long list: where it stands, and whether it keeps to the end while the list grows. */
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { isAtEnd, scrollTopFor } from './log-window.ts';

export interface Scroller {
	/** For the element that scrolls. */
	readonly ref: React.RefObject<HTMLDivElement | null>;
	/** What of the list is seen, px. */
	readonly place: { readonly scrollTop: number; readonly height: number };
	readonly isFollowing: boolean;
	follow(isFollowing: boolean): void;
	/** Brings one of so many rows to the middle, and follows the end no more. */
	show(row: number, rows: number): void;
	onScroll(): void;
}

export function useScroller(rows: number): Scroller {
	const ref = useRef<HTMLDivElement | null>(null);
	const [place, setPlace] = useState({ scrollTop: 0, height: 400 });
	const [isFollowing, follow] = useState(true);

	const measure = useCallback(() => {
		const { current: element } = ref;
		if (element === null) return;
		const next = { scrollTop: element.scrollTop, height: element.clientHeight };
		setPlace((known) => (known.scrollTop === next.scrollTop && known.height === next.height ? known : next));
	}, []);

	useEffect(() => {
		const { current: element } = ref;
		if (element === null) return undefined;
		const observer = new ResizeObserver(measure);
		observer.observe(element);
		return () => observer.disconnect();
	}, [measure]);

	// Before the browser paints, so that the end never jumps.
	useLayoutEffect(() => {
		const { current: element } = ref;
		if (element === null || !isFollowing) return;
		element.scrollTop = element.scrollHeight;
		measure();
	}, [rows, isFollowing, measure]);

	return {
		...{ ref, place, isFollowing, follow },
		show(row, shownRows) {
			const { current: element } = ref;
			if (element === null) return;
			follow(false);
			element.scrollTop = scrollTopFor(row, shownRows, element.clientHeight);
			measure();
		},
		onScroll() {
			const { current: element } = ref;
			if (element === null) return;
			// A person who scrolls up wants to read, and one who comes back to the end wants to follow again.
			follow(isAtEnd(rows, element.clientHeight, element.scrollTop));
			measure();
		},
	};
}

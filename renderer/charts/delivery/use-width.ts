/** How wide an element is, px: charts are drawn to measure, so that words in them keep their size. */
import { useEffect, useRef, useState } from 'react';

export function useWidth(): { readonly ref: (element: HTMLElement | null) => void; readonly width: number } {
	const [width, setWidth] = useState(0);
	const observer = useRef<ResizeObserver | null>(null);
	const [ref] = useState(() => (element: HTMLElement | null) => {
		observer.current?.disconnect();
		if (element === null) return;
		setWidth(element.clientWidth);
		observer.current = new ResizeObserver(() => setWidth(element.clientWidth));
		observer.current.observe(element);
	});
	useEffect(() => () => observer.current?.disconnect(), []);
	return { ref, width };
}

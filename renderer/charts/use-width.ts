/** How wide an element is, px: charts are drawn to measure, so that words in them keep their size. */
import { useEffect, useRef, useState } from 'react';

/** `before`: what is taken until it is known. */
export function useWidth(before: number): {
	readonly ref: (element: HTMLElement | null) => void;
	readonly width: number;
} {
	const [width, setWidth] = useState(before);
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

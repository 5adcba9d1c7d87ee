/** How wide and how tall an element is, px: charts are drawn to measure, so that words in them keep their size. */
import { useEffect, useRef, useState } from 'react';

/** `before`: what is taken until it is known. */
export function useWidth(before: number): {
	readonly ref: (element: HTMLElement | null) => void;
	readonly width: number;
	/** 0 until it is known. */
	readonly height: number;
} {
	const [{ width, height }, setSize] = useState({ width: before, height: 0 });
	const observer = useRef<ResizeObserver | null>(null);
	const [ref] = useState(() => (element: HTMLElement | null) => {
		observer.current?.disconnect();
		if (element === null) return;
		const measure = (): void => {
			const [wide, tall] = [element.clientWidth, element.clientHeight];
			setSize((known) => (known.width === wide && known.height === tall ? known : { width: wide, height: tall }));
		};
		measure();
		observer.current = new ResizeObserver(measure);
		observer.current.observe(element);
	});
	useEffect(() => () => observer.current?.disconnect(), []);
	return { ref, width, height };
}

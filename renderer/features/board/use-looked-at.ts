/** Which services of the board are in sight, so that their pipelines are asked more often. */
import { useEffect, useState } from 'react';
import { useLookAt } from '../pipeline/use-look-at.ts';

const none: readonly string[] = [];
/** Scrolling settles before anything is told, ms. */
const settleMs = 500;

/** Follows the rows below `grid` that name a service; `rows`: another value when rows came or went. */
export function useLookedAt(grid: { readonly current: HTMLElement | null }, rows: unknown): void {
	const [inSight, setInSight] = useState(none);
	useEffect(() => {
		if (grid.current === null || typeof IntersectionObserver === 'undefined') return;
		const seen = new Set<string>();
		let timer: ReturnType<typeof setTimeout> | null = null;
		const observer = new IntersectionObserver((entries) => {
			for (const { target, isIntersecting } of entries) {
				const name = target instanceof HTMLElement ? target.dataset['service'] : undefined;
				if (name === undefined) continue;
				if (isIntersecting) seen.add(name);
				else seen.delete(name);
			}
			if (timer !== null) clearTimeout(timer);
			timer = setTimeout(() => setInSight([...seen].toSorted()), settleMs);
		});
		for (const row of grid.current.querySelectorAll('[data-service]')) observer.observe(row);
		return () => {
			observer.disconnect();
			if (timer !== null) clearTimeout(timer);
		};
	}, [grid, rows]);
	useLookAt(inSight);
}

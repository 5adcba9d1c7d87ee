import { useEffect, useState } from 'react';
import type { Box, TourStep } from './tour-steps.ts';

/** How often the place is looked at while nothing tells of a change, ms. */
const lookMs = 250;

function findAnchor(step: TourStep): Element | null {
	for (const selector of step.anchors) {
		const found = [...document.querySelectorAll(selector)].find((each) => each.getClientRects().length > 0);
		if (found !== undefined) return found;
	}
	return null;
}

function boxOf(element: Element): Box {
	const { left, top, width, height } = element.getBoundingClientRect();
	return { left, top, width, height };
}

function isSame(one: Box | null, other: Box | null): boolean {
	if (one === null || other === null) return one === other;
	return one.left === other.left && one.top === other.top && one.width === other.width && one.height === other.height;
}

/** Where the thing is that a step points at, as it moves, comes and goes; null while it is not on screen. */
export function useAnchor(step: TourStep): Box | null {
	const [box, setBox] = useState<Box | null>(null);
	useEffect(() => {
		let seen: Element | null = null;
		function look(): void {
			const element = findAnchor(step);
			if (element !== seen) element?.scrollIntoView({ block: 'nearest' });
			seen = element;
			const next = element === null ? null : boxOf(element);
			setBox((before) => (isSame(before, next) ? before : next));
		}
		look();
		const timer = setInterval(look, lookMs);
		window.addEventListener('resize', look);
		window.addEventListener('scroll', look, { capture: true, passive: true });
		return () => {
			clearInterval(timer);
			window.removeEventListener('resize', look);
			window.removeEventListener('scroll', look, { capture: true });
		};
	}, [step]);
	return box;
}

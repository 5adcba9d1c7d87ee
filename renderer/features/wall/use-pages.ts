import { useEffect, useState } from 'react';
import { useLocation } from 'wouter';
import { addresses } from '../../store/address.ts';

/** How long a page stands, ms: long enough to read all of it from afar. */
const pageMs = 12_000;

/** Counts pages while there are several. Space holds them, Escape leaves the wallboard. */
export function usePages(count: number): { readonly turn: number; readonly isHeld: boolean } {
	const [turn, setTurn] = useState(0);
	const [isHeld, setHeld] = useState(false);
	const [, navigate] = useLocation();
	useEffect(() => {
		if (count < 2 || isHeld) return;
		const timer = setInterval(() => setTurn((before) => before + 1), pageMs);
		return () => clearInterval(timer);
	}, [count, isHeld]);
	useEffect(() => {
		function onKey(event: KeyboardEvent): void {
			if (event.defaultPrevented || document.querySelector('[role="dialog"]') !== null) return;
			if (event.key === 'Escape') navigate(addresses.board.slice(1));
			else if (event.key === ' ') setHeld((before) => !before);
			else if (event.key === 'ArrowRight' || event.key === 'ArrowLeft') {
				setHeld(true);
				// Counted up, so that the remainder is never negative.
				setTurn((before) => before + (event.key === 'ArrowRight' ? 1 : Math.max(1, count) - 1));
			} else return;
			event.preventDefault();
		}
		window.addEventListener('keydown', onKey);
		return () => window.removeEventListener('keydown', onKey);
	}, [navigate, count]);
	return { turn, isHeld };
}

/** What is open over the screen, and what the shell's menu may open. */
import { type RefObject, useCallback, useMemo, useState } from 'react';
import { useLocation } from 'wouter';
import type { ShellDialog } from '../../shared/rpc/shell-api.ts';
import { addresses } from '../store/address.ts';

export type Overlay = 'palette' | 'keys' | 'about' | 'notices' | 'start';

export interface Overlays {
	readonly overlay: Overlay | null;
	readonly isTouring: boolean;
	open(overlay: Overlay): void;
	close(): void;
	endTour(): void;
	/** Opens what is meant, on a screen that has it. */
	show(what: ShellDialog): void;
}

/** Puts the cursor into the filter of the screen; false where there is none. */
function focusFilter(main: HTMLElement | null): boolean {
	const box = main?.querySelector<HTMLInputElement>('input[type="search"]') ?? null;
	box?.focus();
	box?.select();
	return box !== null;
}

/** Holds what is open. */
export function useOverlays(main: RefObject<HTMLElement | null>): Overlays {
	const [overlay, setOverlay] = useState<Overlay | null>(null);
	const [isTouring, setTouring] = useState(false);
	const [location, navigate] = useLocation();
	const isWall = `#${location}` === addresses.wall;
	const show = useCallback(
		(what: ShellDialog) => {
			const isOnBoards = what === 'tour' || what === 'notices' || what === 'find';
			// The wallboard has neither list nor filter.
			if (isWall && isOnBoards) navigate(addresses.board.slice(1));
			if (what === 'tour') {
				setOverlay(null);
				setTouring(true);
			} else if (what === 'find') {
				if (!focusFilter(main.current)) setOverlay('palette');
			} else setOverlay(what);
		},
		[isWall, navigate, main],
	);
	return useMemo(
		() => ({
			overlay,
			isTouring,
			open: setOverlay,
			close: () => setOverlay(null),
			endTour: () => setTouring(false),
			show,
		}),
		[overlay, isTouring, show],
	);
}

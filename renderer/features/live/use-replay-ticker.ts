/** The clock of a replay: below it every age on screen is told from the cursor, not from the wall. */
import { useEffect, useState } from 'react';
import type { Ticker } from '../../ui/clock.tsx';

interface ReplayTicker extends Ticker {
	moveTo(at: number): void;
}

function createReplayTicker(start: number): ReplayTicker {
	const listeners = new Set<() => void>();
	let cursor = start;
	return {
		now: () => cursor,
		lastTick: () => cursor,
		subscribe(_intervalMs, listener) {
			// Several components may share one function; each must be able to leave alone.
			const own = (): void => listener();
			listeners.add(own);
			return () => listeners.delete(own);
		},
		moveTo(at) {
			cursor = at;
			for (const listener of listeners) listener();
		},
	};
}

/** A ticker that stands at `at` and moves with it. */
export function useReplayTicker(at: number): Ticker {
	const [ticker] = useState(() => createReplayTicker(at));
	useEffect(() => ticker.moveTo(at), [ticker, at]);
	return ticker;
}

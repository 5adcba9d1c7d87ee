/** One clock for all ages on screen: components draw again only when their own words change. */
import { createContext, type ReactElement, type ReactNode, useCallback, useContext, useSyncExternalStore } from 'react';

export interface Ticker {
	/** Wall clock, ms since the epoch. */
	now(): number;
	/** Calls `listener` every `intervalMs`; the returned function ends that. */
	subscribe(intervalMs: number, listener: () => void): () => void;
	/** The instant of the last tick of that interval, the same until the next. */
	lastTick(intervalMs: number): number;
}

interface Beat {
	at: number;
	readonly listeners: Set<() => void>;
	timer: ReturnType<typeof setInterval> | null;
}

/** Makes a ticker: one timer per interval in use, none when nobody looks. */
export function createTicker(now: () => number = Date.now): Ticker {
	const beats = new Map<number, Beat>();
	function beatOf(intervalMs: number): Beat {
		const known = beats.get(intervalMs);
		if (known !== undefined) return known;
		const beat: Beat = { at: now(), listeners: new Set(), timer: null };
		beats.set(intervalMs, beat);
		return beat;
	}
	return {
		now,
		lastTick: (intervalMs) => beatOf(intervalMs).at,
		subscribe(intervalMs, listener) {
			const beat = beatOf(intervalMs);
			beat.listeners.add(listener);
			if (beat.timer === null) {
				beat.at = now();
				beat.timer = setInterval(() => {
					beat.at = now();
					for (const each of beat.listeners) each();
				}, intervalMs);
			}
			return () => {
				beat.listeners.delete(listener);
				if (beat.listeners.size > 0 || beat.timer === null) return;
				clearInterval(beat.timer);
				beat.timer = null;
			};
		},
	};
}

const TickerContext = createContext<Ticker | null>(null);

export function TickerProvider({
	ticker,
	children,
}: {
	readonly ticker: Ticker;
	readonly children: ReactNode;
}): ReactElement {
	return <TickerContext value={ticker}>{children}</TickerContext>;
}

function useTicker(): Ticker {
	const ticker = useContext(TickerContext);
	if (ticker === null) throw new Error('A component that shows time stands outside of TickerProvider.');
	return ticker;
}

/** The time, ms since the epoch, renewed every `intervalMs`. */
export function useNow(intervalMs = 1_000): number {
	const ticker = useTicker();
	const subscribe = useCallback((run: () => void) => ticker.subscribe(intervalMs, run), [ticker, intervalMs]);
	const read = (): number => ticker.lastTick(intervalMs);
	// The third for what is drawn to text, such as tests.
	return useSyncExternalStore(subscribe, read, read);
}

/** Words about the time: looks every `intervalMs`, draws only when the words are others. */
export function useNowText(words: (now: number) => string, intervalMs = 1_000): string {
	const ticker = useTicker();
	const subscribe = useCallback((run: () => void) => ticker.subscribe(intervalMs, run), [ticker, intervalMs]);
	const read = (): string => words(ticker.lastTick(intervalMs));
	return useSyncExternalStore(subscribe, read, read);
}

/** The host's clock as far as it is known: spans of jobs are told in it, and stop where knowledge stops. */
import { createContext, type ReactElement, type ReactNode, useCallback, useContext, useMemo } from 'react';
import { useNowText } from '../../ui/clock.tsx';

interface RunClock {
	/** Our clock: the instant up to which the run is known; null while it is live. */
	readonly knownUntil: number | null;
	/** How far the host's clock is ahead of ours, ms. */
	readonly skewMs: number;
}

const RunClockContext = createContext<RunClock>({ knownUntil: null, skewMs: 0 });

export function RunClockProvider(props: RunClock & { readonly children: ReactNode }): ReactElement {
	const { knownUntil, skewMs, children } = props;
	const clock = useMemo(() => ({ knownUntil, skewMs }), [knownUntil, skewMs]);
	return <RunClockContext value={clock}>{children}</RunClockContext>;
}

/** Words about a span that may still run; `words` gets the host's time. */
export function useRunText(words: (hostNow: number) => string): string {
	const { knownUntil, skewMs } = useContext(RunClockContext);
	return useNowText(useCallback((now: number) => words((knownUntil ?? now) + skewMs), [words, knownUntil, skewMs]));
}

/** Says changes to screen readers: verdicts politely, failures at once. */
import {
	createContext,
	type ReactElement,
	type ReactNode,
	useCallback,
	useContext,
	useEffect,
	useRef,
	useState,
} from 'react';

export type Announce = (words: string, how?: 'polite' | 'assertive') => void;

const AnnounceContext = createContext<Announce>(() => {});

/** How long words stay in the region, ms: long enough to be read, short enough not to be found later. */
const staysMs = 7_000;

interface Said {
	readonly key: number;
	readonly words: string;
}

export function AnnouncerProvider({ children }: { readonly children: ReactNode }): ReactElement {
	const [polite, sayPolite] = useSaid();
	const [assertive, sayAssertive] = useSaid();
	const announce = useCallback<Announce>(
		(words, how = 'polite') => (how === 'assertive' ? sayAssertive(words) : sayPolite(words)),
		[sayPolite, sayAssertive],
	);
	return (
		<AnnounceContext value={announce}>
			{children}
			<Region how="polite" said={polite} />
			<Region how="assertive" said={assertive} />
		</AnnounceContext>
	);
}

function useSaid(): readonly [readonly Said[], (words: string) => void] {
	const [said, setSaid] = useState<readonly Said[]>([]);
	const timers = useRef(new Set<ReturnType<typeof setTimeout>>());
	const next = useRef(0);
	useEffect(() => {
		const running = timers.current;
		return () => {
			for (const timer of running) clearTimeout(timer);
		};
	}, []);
	const say = useCallback((words: string) => {
		const key = next.current++;
		setSaid((all) => [...all, { key, words }]);
		const timer = setTimeout(() => {
			timers.current.delete(timer);
			setSaid((all) => all.filter((each) => each.key !== key));
		}, staysMs);
		timers.current.add(timer);
	}, []);
	return [said, say];
}

function Region({ how, said }: { readonly how: 'polite' | 'assertive'; readonly said: readonly Said[] }): ReactElement {
	return (
		<div className="hidden-text" aria-live={how} aria-relevant="additions">
			{said.map(({ key, words }) => (
				<p key={key}>{words}</p>
			))}
		</div>
	);
}

/** Returns the function that says something to screen readers. */
export function useAnnounce(): Announce {
	return useContext(AnnounceContext);
}

import { WifiOff } from 'lucide-react';
import type { ReactElement } from 'react';
import type { EnvironmentView } from '../../../shared/rpc/views.ts';
import { useNeeds, useRoomSnapshot } from '../../store/hooks.ts';
import { useNowText } from '../../ui/clock.tsx';
import { Glyph, type Tone } from '../../ui/glyph.tsx';
import { clockTime } from '../../ui/instant.ts';
import { Time } from '../../ui/time.tsx';
import styles from './wall.module.css';
import { healthCount, isInTrouble } from './wall-model.ts';

const weekday = new Intl.DateTimeFormat('en-GB', { weekday: 'long', day: 'numeric', month: 'long' });

/** Everything in one line: what ships, how production stands, whether anybody is needed, what time it is. */
export function WallHead(props: {
	readonly environments: readonly EnvironmentView[];
	readonly shipping: number;
}): ReactElement {
	const { environments, shipping } = props;
	const needs = useNeeds();
	const isUrgent = needs.some(({ urgency }) => urgency === 'now');
	return (
		<>
			<header className={styles.head}>
				<Fact
					tone={shipping === 0 ? 'neutral' : 'busy'}
					words={shipping === 0 ? 'Nothing ships' : `${shipping} shipping`}
				/>
				<Fact tone={healthTone(environments)} words={healthCount(environments)} />
				<Fact
					tone={needs.length === 0 ? 'neutral' : isUrgent ? 'bad' : 'warn'}
					words={
						needs.length === 0 ? 'Nobody is needed' : `${needs.length} ${needs.length === 1 ? 'needs' : 'need'} you`
					}
				/>
				<Clock />
			</header>
			<LinkState />
		</>
	);
}

/** As bad as the worst of them. */
function healthTone(environments: readonly EnvironmentView[]): Tone {
	if (environments.some(({ health }) => health === 'down')) return 'bad';
	if (environments.some(isInTrouble)) return 'warn';
	return environments.length > 0 && environments.every(({ health }) => health === 'healthy') ? 'good' : 'neutral';
}

function Fact({ tone, words }: { readonly tone: Tone; readonly words: string }): ReactElement {
	return (
		<p className={styles.fact} data-tone={tone}>
			<Glyph tone={tone} />
			{words}
		</p>
	);
}

function Clock(): ReactElement {
	const time = useNowText((now) => clockTime(now).slice(0, 5));
	const day = useNowText((now) => weekday.format(now), 30_000);
	return (
		<p className={styles.clock}>
			<time>{time}</time>
			<span className={styles.day}>{day}</span>
		</p>
	);
}

/** Loud: a board on a wall that is not connected looks exactly like one on which nothing happens. */
function LinkState(): ReactElement | null {
	const { state, since } = useRoomSnapshot((snapshot) => snapshot.link);
	const lastKnownAt = useRoomSnapshot((snapshot) => snapshot.lastKnownAt);
	if (state === 'connected') return null;
	const knownAt = lastKnownAt ?? since;
	return (
		<p className={styles.cut} role="alert">
			<WifiOff aria-hidden="true" />
			<b>Not connected.</b>
			<span>
				This was so at {clockTime(knownAt)}, <Time at={knownAt} />. Reconnecting by itself.
			</span>
		</p>
	);
}

import type { ReactElement } from 'react';
import type { ConnectionView } from '../../shared/rpc/views.ts';
import { addresses } from '../store/address.ts';
import { useConnections, useRoomSnapshot } from '../store/hooks.ts';
import { Glyph, type Tone } from '../ui/glyph.tsx';
import { Time } from '../ui/time.tsx';
import styles from './connection-summary.module.css';

/** Whether what is on screen can be trusted, in one line: how many connections answer, and how old the oldest answer is. */
export function ConnectionSummary(): ReactElement {
	const link = useRoomSnapshot((snapshot) => snapshot.link);
	const lastKnownAt = useRoomSnapshot((snapshot) => snapshot.lastKnownAt);
	const connections = useConnections();
	if (link.state !== 'connected') {
		return (
			<a className={styles.summary} href={addresses.connections}>
				<Glyph tone="warn" size={10} /> Reconnecting
				{lastKnownAt !== null && <Time at={lastKnownAt} className={styles.age} />}
			</a>
		);
	}
	const { tone, words } = summarise(connections);
	const oldest = oldestAnswer(connections);
	return (
		<a className={styles.summary} href={addresses.connections}>
			<Glyph tone={tone} size={10} />
			<span className={styles.words}>{words}</span>
			{oldest !== null && <Time at={oldest} className={styles.age} />}
		</a>
	);
}

function summarise(connections: readonly ConnectionView[]): { readonly tone: Tone; readonly words: string } {
	const total = connections.length;
	if (total === 0) return { tone: 'neutral', words: 'No connections' };
	const unreachable = connections.filter((connection) => connection.state === 'unreachable').length;
	if (unreachable > 0) return { tone: 'bad', words: `${unreachable} of ${total} unreachable` };
	const reachable = connections.filter((connection) => connection.state === 'reachable').length;
	const noun = total === 1 ? 'connection' : 'connections';
	if (reachable < total) return { tone: 'busy', words: `${reachable} of ${total} ${noun}` };
	return { tone: 'good', words: `${total} ${noun}` };
}

/** The age of the oldest answer, because a summary is as old as its oldest part. */
function oldestAnswer(connections: readonly ConnectionView[]): number | null {
	const known = connections.map((connection) => connection.asOf).filter((at) => at !== null);
	return known.length === 0 ? null : Math.min(...known);
}

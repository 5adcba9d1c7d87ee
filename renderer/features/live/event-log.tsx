/** "What happened": the journal in plain sentences, newest first. */
import { type ReactElement, useMemo } from 'react';
import type { RecordedEvent } from '../../../shared/domain/deployment/events.ts';
import { Card } from '../../ui/card.tsx';
import { Glyph } from '../../ui/glyph.tsx';
import { clockTime, exactInstant } from '../../ui/instant.ts';
import { eventLines } from './describe-event.ts';
import styles from './event-log.module.css';

export function EventLog({
	events,
	isLoading,
}: {
	readonly events: readonly RecordedEvent[];
	readonly isLoading: boolean;
}): ReactElement {
	const lines = useMemo(() => eventLines(events).toReversed(), [events]);
	return (
		<Card
			title="What happened"
			actions={<span className="faint">{lines.length === 0 ? '' : `${lines.length} entries`}</span>}
		>
			{lines.length === 0 ? (
				<p className="dim">{isLoading ? 'Reading the journal' : 'Nothing has happened yet.'}</p>
			) : (
				<div className={styles.frame} tabIndex={0} role="group" aria-label="What happened, newest first">
					<ol className={styles.log}>
						{lines.map((line) => (
							<li key={line.revision} className={styles.line}>
								<time className={styles.time} dateTime={new Date(line.at).toISOString()} title={exactInstant(line.at)}>
									{clockTime(line.at)}
								</time>
								<Glyph tone={line.tone} size={10} />
								<span className={styles.words}>
									{line.text}
									{line.detail !== null && <span className={styles.detail}>{line.detail}</span>}
								</span>
							</li>
						))}
					</ol>
				</div>
			)}
		</Card>
	);
}

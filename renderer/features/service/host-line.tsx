/** What the CI host last said of itself, and how old that is. */
import type { ReactElement } from 'react';
import { formatDuration } from '../../../shared/domain/format.ts';
import type { PipelineView } from '../../../shared/rpc/pipeline-views.ts';
import { Glyph, type Tone } from '../../ui/glyph.tsx';
import { Problem } from '../../ui/problem.tsx';
import { Card } from '../../ui/card.tsx';
import { Time } from '../../ui/time.tsx';
import { runnerNames } from '../pipeline/run-words.ts';
import styles from './service.module.css';

const looks: Readonly<Record<PipelineView['state'], { readonly tone: Tone; readonly word: string }>> = {
	unknown: { tone: 'neutral', word: 'not asked yet' },
	reachable: { tone: 'good', word: 'answers' },
	unreachable: { tone: 'bad', word: 'does not answer' },
	'rate-limited': { tone: 'paused', word: 'asks us to wait' },
};

/** A clock this far off is worth a word: spans are told in the host's time, ms. */
const worthSaying = 5_000;

export function HostLine({ pipeline }: { readonly pipeline: PipelineView }): ReactElement {
	const { state, runner, label, host, branch, asOf, pollMs, clockSkewMs } = pipeline;
	const look = looks[state];
	return (
		<p className={styles.hostLine}>
			<Glyph tone={look.tone} size={10} />
			<span>
				{label === '' ? runnerNames[runner] : label} {look.word}
				{asOf !== null && (
					<>
						, last heard <Time at={asOf} />
					</>
				)}
			</span>
			<span>asked every {formatDuration(pollMs)}</span>
			<span>{host}</span>
			<span>branch {branch}</span>
			{clockSkewMs !== null && Math.abs(clockSkewMs) >= worthSaying && (
				<span>
					its clock is {formatDuration(Math.abs(clockSkewMs))} {clockSkewMs > 0 ? 'ahead' : 'behind'}
				</span>
			)}
		</p>
	);
}

/** The last question that failed: what is on screen is as old as it says. */
export function HostTrouble({ pipeline }: { readonly pipeline: PipelineView }): ReactElement | null {
	if (pipeline.problem === null) return null;
	return (
		<Card tone="warn">
			<Problem problem={pipeline.problem} compact />
			{pipeline.asOf !== null && (
				<p className={styles.stale}>
					What is shown was last confirmed <Time at={pipeline.asOf} />.
				</p>
			)}
		</Card>
	);
}

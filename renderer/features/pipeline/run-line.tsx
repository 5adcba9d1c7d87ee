/** A run in one line: which, of what, by whom, since when, and its time against the budget of the whole pipeline. */
import { type ReactElement, useCallback } from 'react';
import type { RunView } from '../../../shared/rpc/pipeline-views.ts';
import { cx } from '../../ui/cx.ts';
import { Chip } from '../../ui/chip.tsx';
import { Time } from '../../ui/time.tsx';
import styles from './run-line.module.css';
import { useRunText } from './run-clock.tsx';
import { budgetWords, runLook, shortHash, startedWords } from './run-words.ts';

/** "run 412, second try" */
export function runName({ number, id, attempt }: Pick<RunView, 'number' | 'id' | 'attempt'>): string {
	const name = number === null ? `run ${id.slice(id.indexOf(':') + 1)}` : `run ${number}`;
	return attempt > 1 ? `${name}, try ${attempt}` : name;
}

export function RunLine({ run }: { readonly run: RunView }): ReactElement {
	const { commit, branch } = run;
	const look = runLook[run.state];
	return (
		<p className={styles.line}>
			<Chip tone={look.tone}>{look.word}</Chip>
			<b>{runName(run)}</b>
			<span className={styles.commit}>
				<span className="mono">{shortHash(commit.sha)}</span> {commit.subject ?? 'subject not known'}
			</span>
			<span className={styles.faint}>
				{branch !== null && <>{branch}, </>}
				{startedWords(run.trigger, run.startedBy ?? commit.author?.name ?? null)} <Time at={run.createdAt} />
			</span>
			<RunTook run={run} />
		</p>
	);
}

/** Time of the run until now, against its budget. */
export function RunTook({ run }: { readonly run: RunView }): ReactElement | null {
	const { startedAt, finishedAt, durationMs, budgetMs } = run;
	const took = useCallback(
		(now: number): number | null =>
			startedAt === null
				? durationMs
				: durationMs !== null && finishedAt !== null
					? durationMs
					: (finishedAt ?? now) - startedAt,
		[startedAt, finishedAt, durationMs],
	);
	const text = useRunText(
		useCallback(
			(now: number) => {
				const ms = took(now);
				return ms === null ? '' : budgetWords(Math.floor(Math.max(0, ms) / 1_000) * 1_000, budgetMs);
			},
			[took, budgetMs],
		),
	);
	return text === '' ? null : <span className={cx(styles.took, run.isOverBudget && styles.over)}>{text}</span>;
}

import { type CSSProperties, type ReactElement, useCallback, useMemo, useState } from 'react';
import { formatCounted, formatDuration } from '../../../shared/domain/format.ts';
import { type Job, stageTitles } from '../../../shared/domain/pipeline/model.ts';
import type { StageView } from '../../../shared/rpc/pipeline-views.ts';
import { cx } from '../../ui/cx.ts';
import { Chip } from '../../ui/chip.tsx';
import { Glyph } from '../../ui/glyph.tsx';
import { layoutStage, neighboursOf } from './graph-layout.ts';
import styles from './graph.module.css';
import { JobCard } from './job-card.tsx';
import { useRunText } from './run-clock.tsx';
import { approvalLook, budgetWords, gateCounts, gatesTone, stageLook } from './run-words.ts';
import { StageExtras } from './stage-extras.tsx';
import { StageLines } from './stage-lines.tsx';

/** Height of a job and the room between two, as in the style sheet; width of a lane. */
const sizes = { height: 42, gap: 6, lane: 7, mostGutter: 30 };
const nothing: ReadonlySet<string> = new Set();

/** One stage: how far it is, its time against its budget, its jobs, and what else it asks for. */
export function StageColumn(props: {
	readonly stage: StageView;
	readonly chosen: string | null;
	readonly onChoose: (jobId: string) => void;
}): ReactElement {
	const { stage, chosen, onChoose } = props;
	const look = stageLook(stage);
	return (
		<section className={styles.stage} aria-label={`${stageTitles[stage.name]}: ${look.word}`} data-stage={stage.name}>
			<header className={styles.head}>
				<h2>{stageTitles[stage.name]}</h2>
				<Chip tone={look.tone}>{look.word}</Chip>
			</header>
			<Budget stage={stage} />
			{stage.text !== null && <p className={styles.holds}>{stage.text}</p>}
			<StageJobs jobs={stage.jobList} chosen={chosen} onChoose={onChoose} />
			<StageExtras stage={stage} />
			<StageAsks stage={stage} />
		</section>
	);
}

/** Time of the stage until now, ms; null before it began. */
function useStageTime({ startedAt, durationMs, state }: StageView): (hostNow: number) => number | null {
	const runsSince = state === 'running' ? startedAt : null;
	return useCallback(
		(now: number) => (runsSince === null ? durationMs : Math.max(durationMs ?? 0, now - runsSince)),
		[runsSince, durationMs],
	);
}

function Budget({ stage }: { readonly stage: StageView }): ReactElement {
	const { budgetMs } = stage;
	const timeAt = useStageTime(stage);
	const words = useCallback(
		(now: number): string => {
			const took = timeAt(now);
			if (took === null) return budgetMs === null ? 'no budget of its own' : `budget ${formatDuration(budgetMs)}`;
			return budgetWords(Math.floor(took / 1_000) * 1_000, budgetMs).replace(/^0 ms/, '0 s');
		},
		[timeAt, budgetMs],
	);
	const share = useCallback(
		(now: number): string =>
			budgetMs === null || budgetMs === 0 ? '0' : (Math.min(1, (timeAt(now) ?? 0) / budgetMs) * 100).toFixed(1),
		[timeAt, budgetMs],
	);
	const text = useRunText(words);
	const filled = useRunText(share);
	const isOver = stage.isOverBudget || filled === '100.0';
	return (
		<div className={styles.budget}>
			<div className={styles.bar} aria-hidden="true">
				{budgetMs !== null && (
					<i className={cx(isOver && styles.over)} style={{ '--share': `${filled}%` } as CSSProperties} />
				)}
			</div>
			<p className={cx(styles.time, isOver && styles.overText)}>{text}</p>
		</div>
	);
}

function StageJobs(props: {
	readonly jobs: readonly Job[];
	readonly chosen: string | null;
	readonly onChoose: (jobId: string) => void;
}): ReactElement | null {
	const { jobs, chosen, onChoose } = props;
	const [pointed, setPointed] = useState<string | null>(null);
	const layout = useMemo(() => layoutStage(jobs, sizes), [jobs]);
	const near = useMemo(() => (pointed === null ? nothing : neighboursOf(layout.lanes, pointed)), [pointed, layout]);
	if (jobs.length === 0) return null;
	return (
		<div className={styles.scroll} data-many={jobs.length > mostInSight}>
			<div
				className={styles.jobs}
				style={{ '--gutter': `${layout.gutter}px`, '--height': `${layout.height}px` } as CSSProperties}
			>
				<StageLines layout={layout} pointed={pointed} />
				{layout.jobs.map(({ job, y }) => (
					<JobCard
						key={job.id}
						job={job}
						y={y}
						isChosen={job.id === chosen}
						isNear={near.has(job.id)}
						onChoose={onChoose}
						onPoint={setPointed}
					/>
				))}
			</div>
		</div>
	);
}

/** More jobs than this scroll within their stage, so that gates and approvals stay in sight. */
const mostInSight = 12;

/** Gates and approvals in a line each; the panels below have the rest. */
function StageAsks({ stage }: { readonly stage: StageView }): ReactElement | null {
	const counts = gateCounts(stage.gates);
	// What holds the stage is said at its head already.
	const approval = stage.approval?.status.text === stage.text ? null : stage.approval;
	if (counts === null && approval === null) return null;
	return (
		<ul className={styles.asks}>
			{counts !== null && (
				<li>
					<Glyph tone={gatesTone(stage.gates)} />
					<span>
						{formatCounted(stage.gateResults.length, 'gate')}: {counts}
					</span>
				</li>
			)}
			{approval !== null && (
				<li>
					<Glyph tone={approvalLook[approval.status.state].tone} />
					<span>{approval.status.text}</span>
				</li>
			)}
		</ul>
	);
}

import { type CSSProperties, type ReactElement, useCallback, useMemo, useState } from 'react';
import { formatCounted } from '../../../shared/domain/format.ts';
import { type Job, stageTitles } from '../../../shared/domain/pipeline/model.ts';
import type { StageView } from '../../../shared/rpc/pipeline-views.ts';
import { cx } from '../../ui/cx.ts';
import { Chip } from '../../ui/chip.tsx';
import { Glyph } from '../../ui/glyph.tsx';
import { layoutStage } from './graph-layout.ts';
import styles from './graph.module.css';
import { JobCard } from './job-card.tsx';
import { useRunText } from './run-clock.tsx';
import { approvalLook, budgetWords, gateCounts, gatesTone, stageLook } from './run-words.ts';
import { StageLines } from './stage-lines.tsx';

/** Height of a job and the room between two, as in the style sheet; width of a lane. */
const sizes = { height: 42, gap: 6, lane: 7 };
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
				<h3>{stageTitles[stage.name]}</h3>
				<Chip tone={look.tone}>{look.word}</Chip>
			</header>
			<Budget stage={stage} />
			{stage.text !== null && <p className={styles.holds}>{stage.text}</p>}
			<StageJobs jobs={stage.jobList} chosen={chosen} onChoose={onChoose} />
			<StageAsks stage={stage} />
		</section>
	);
}

function Budget({ stage }: { readonly stage: StageView }): ReactElement {
	const { startedAt, durationMs, budgetMs, state } = stage;
	const runs = state === 'running' && startedAt !== null;
	const words = useCallback(
		(now: number): string => {
			const took = runs ? Math.max(durationMs ?? 0, now - startedAt) : durationMs;
			if (took === null)
				return budgetMs === null ? 'no budget of its own' : budgetWords(0, budgetMs).replace('0 ms', '0 s');
			return budgetWords(Math.floor(took / 1_000) * 1_000, budgetMs).replace(/^0 ms/, '0 s');
		},
		[runs, startedAt, durationMs, budgetMs],
	);
	const share = useCallback(
		(now: number): string => {
			const took = (runs ? Math.max(durationMs ?? 0, now - startedAt) : durationMs) ?? 0;
			return budgetMs === null || budgetMs === 0 ? '0' : (Math.min(1, took / budgetMs) * 100).toFixed(1);
		},
		[runs, startedAt, durationMs, budgetMs],
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
}): ReactElement {
	const { jobs, chosen, onChoose } = props;
	const [pointed, setPointed] = useState<string | null>(null);
	const layout = useMemo(() => layoutStage(jobs, sizes), [jobs]);
	const near = useMemo(() => nearTo(pointed, layout.lanes), [pointed, layout]);
	if (jobs.length === 0) return <p className={styles.noJobs}>No job of this run belongs to this stage.</p>;
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

function nearTo(id: string | null, lanes: readonly { readonly jobs: readonly string[] }[]): ReadonlySet<string> {
	if (id === null) return nothing;
	return new Set(lanes.filter((lane) => lane.jobs.includes(id)).flatMap((lane) => lane.jobs));
}

/** Gates and approvals in a line each; the panels below have the rest. */
function StageAsks({ stage }: { readonly stage: StageView }): ReactElement | null {
	const counts = gateCounts(stage.gates);
	if (counts === null && stage.approval === null) return null;
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
			{stage.approval !== null && (
				<li>
					<Glyph tone={approvalLook[stage.approval.status.state].tone} />
					<span>{stage.approval.status.text}</span>
				</li>
			)}
		</ul>
	);
}

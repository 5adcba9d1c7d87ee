/** The pipeline as a table: the same facts as the graph, in rows. */
import { type ReactElement, useCallback } from 'react';
import { formatDuration } from '../../../shared/domain/format.ts';
import { type Job, stageTitles } from '../../../shared/domain/pipeline/model.ts';
import type { RunDetail, StageView } from '../../../shared/rpc/pipeline-views.ts';
import { Chip } from '../../ui/chip.tsx';
import styles from './graph.module.css';
import { useRunText } from './run-clock.tsx';
import { budgetWords, gateCounts, jobLook, stageLook, tookMs } from './run-words.ts';

interface Choosing {
	readonly chosen: string | null;
	/** Null where the table is only read: the graph beside it has the buttons. */
	readonly onChoose: ((jobId: string) => void) | null;
}

export function JobTable({ detail, ...choosing }: { readonly detail: RunDetail } & Choosing): ReactElement {
	return (
		<table className={styles.table}>
			<caption className="hidden-text">Pipeline as a table: stages and their jobs</caption>
			<thead>
				<tr>
					<th scope="col">Job</th>
					<th scope="col">State</th>
					<th scope="col" className={styles.number}>
						Took
					</th>
					<th scope="col">Needs</th>
					<th scope="col">Note</th>
				</tr>
			</thead>
			{detail.stages.map((stage) => (
				<StageRows key={stage.name} stage={stage} {...choosing} />
			))}
			{detail.otherJobs.length > 0 && (
				<tbody>
					<tr>
						<th scope="rowgroup" colSpan={5} className={styles.group}>
							In no stage
						</th>
					</tr>
					{detail.otherJobs.map((job) => (
						<JobRow key={job.id} job={job} {...choosing} />
					))}
				</tbody>
			)}
		</table>
	);
}

function StageRows({ stage, ...choosing }: { readonly stage: StageView } & Choosing): ReactElement {
	const facts = [
		stageLook(stage).word,
		stage.durationMs === null ? null : budgetWords(stage.durationMs, stage.budgetMs),
		stage.text,
		gateCounts(stage.gates) === null ? null : `gates: ${gateCounts(stage.gates)}`,
		stage.approval === null ? null : stage.approval.status.text,
	].filter((fact) => fact !== null);
	return (
		<tbody>
			<tr>
				<th scope="rowgroup" colSpan={5} className={styles.group}>
					{stageTitles[stage.name]}
					<small>{facts.join(', ')}</small>
				</th>
			</tr>
			{stage.jobList.map((job) => (
				<JobRow key={job.id} job={job} {...choosing} />
			))}
		</tbody>
	);
}

function JobRow({ job, chosen, onChoose }: { readonly job: Job } & Choosing): ReactElement {
	const took = useRunText(
		useCallback(
			(now: number) => {
				const ms = tookMs(job, now);
				return ms === null ? '' : formatDuration(ms);
			},
			[job],
		),
	);
	const { tone, word } = jobLook[job.state];
	return (
		<tr>
			<th scope="row">
				{onChoose === null ? (
					job.name
				) : (
					<button
						type="button"
						className={styles.open}
						aria-pressed={job.id === chosen}
						onClick={() => onChoose(job.id)}
					>
						{job.name}
					</button>
				)}
			</th>
			<td>
				<Chip tone={tone} plain>
					{word}
				</Chip>
			</td>
			<td className={styles.number}>{took}</td>
			<td>{job.needs.join(', ')}</td>
			<td>{[job.note, job.mayFail ? 'may fail' : null].filter((part) => part !== null).join(', ')}</td>
		</tr>
	);
}

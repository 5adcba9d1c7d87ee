/** A run as graph or table, and the job that is chosen in it. */
import { type ReactElement, useState } from 'react';
import type { Job } from '../../../shared/domain/pipeline/model.ts';
import type { RunDetail } from '../../../shared/rpc/pipeline-views.ts';
import { LogPanel } from '../log/log-panel.tsx';
import { useStores } from '../../store/context.tsx';
import { useDesk } from '../../store/hooks.ts';
import { OneOf } from '../../ui/choice.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Glyph } from '../../ui/glyph.tsx';
import graph from './graph.module.css';
import { HostLink } from './host-link.tsx';
import { JobPanel } from './job-panel.tsx';
import { JobTable } from './job-table.tsx';
import styles from './pipeline-card.module.css';
import { PipelineGraph } from './pipeline-graph.tsx';
import { RunLine } from './run-line.tsx';
import { runMarkdown } from './run-markdown.ts';
import { jobLook } from './run-words.ts';

const forms = [
	{ id: 'graph', label: 'Graph' },
	{ id: 'table', label: 'Table' },
] as const;

export function PipelineCard({ detail }: { readonly detail: RunDetail }): ReactElement {
	const { desk } = useStores();
	const form = useDesk((state) => state.preferences.pipelineForm);
	const [chosenId, setChosen] = useState<string | null>(null);
	const chosen = jobOf(detail, chosenId);
	const choose = (id: string): void => setChosen((before) => (before === id ? null : id));
	return (
		<>
			<section className={styles.card} aria-label="Pipeline">
				<header className={styles.head}>
					<RunLine run={detail.run} />
					<div className={styles.tools}>
						{detail.run.url !== null && <HostLink url={detail.run.url} words="Open at the host" />}
						<CopyButton label="Copy as Markdown" done="Copied as Markdown" make={() => runMarkdown(detail)} />
						<OneOf
							label="Form"
							hideLabel
							options={forms}
							value={form}
							onChange={(next) => desk.prefer({ pipelineForm: next })}
						/>
					</div>
				</header>
				{form === 'graph' ? (
					<>
						<PipelineGraph detail={detail} chosen={chosen?.id ?? null} onChoose={choose} />
						<OtherJobs jobs={detail.otherJobs} chosen={chosen?.id ?? null} onChoose={choose} />
						<div className="hidden-text">
							<JobTable detail={detail} chosen={null} onChoose={null} />
						</div>
					</>
				) : (
					<div className={graph.frame} tabIndex={0} role="group" aria-label="Pipeline as a table">
						<JobTable detail={detail} chosen={chosen?.id ?? null} onChoose={choose} />
					</div>
				)}
			</section>
			{chosen !== null && (
				<JobPanel key={chosen.id} detail={detail} job={chosen} onClose={() => setChosen(null)}>
					{chosen.hasLog && (
						<LogPanel service={detail.run.service} runId={detail.run.id} job={chosen} canFollow={detail.canFollowLog} />
					)}
				</JobPanel>
			)}
		</>
	);
}

function allJobs(detail: RunDetail): readonly Job[] {
	return [...detail.stages.flatMap((stage) => stage.jobList), ...detail.otherJobs];
}

function jobOf(detail: RunDetail, id: string | null): Job | null {
	return id === null ? null : (allJobs(detail).find((job) => job.id === id) ?? null);
}

/** Jobs that the configuration puts into no stage: shown, because they run, but they hold nothing. */
function OtherJobs(props: {
	readonly jobs: readonly Job[];
	readonly chosen: string | null;
	readonly onChoose: (id: string) => void;
}): ReactElement | null {
	const { jobs, chosen, onChoose } = props;
	if (jobs.length === 0) return null;
	return (
		<div className={graph.others}>
			<h2>In no stage of signalbox.yaml</h2>
			<ul className={styles.others}>
				{jobs.map((job) => (
					<li key={job.id}>
						<OtherJob job={job} isChosen={job.id === chosen} onChoose={() => onChoose(job.id)} />
					</li>
				))}
			</ul>
		</div>
	);
}

function OtherJob(props: { readonly job: Job; readonly isChosen: boolean; readonly onChoose: () => void }) {
	const { job, isChosen, onChoose } = props;
	const { tone, word } = jobLook[job.state];
	return (
		<button type="button" className={styles.other} aria-pressed={isChosen} onClick={onChoose}>
			<Glyph tone={tone} />
			<span>{job.name}</span>
			<small>{word}</small>
		</button>
	);
}

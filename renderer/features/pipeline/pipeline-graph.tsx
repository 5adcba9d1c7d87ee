import { type KeyboardEvent, type ReactElement, useEffect, useRef } from 'react';
import type { RunDetail } from '../../../shared/rpc/pipeline-views.ts';
import { jobAfter } from './graph-keys.ts';
import styles from './graph.module.css';
import { StageColumn } from './stage-column.tsx';

/** The four stages side by side with their jobs. One Tab stop; arrows move between jobs, Enter opens one. */
export function PipelineGraph(props: {
	readonly detail: RunDetail;
	readonly chosen: string | null;
	readonly onChoose: (jobId: string) => void;
}): ReactElement {
	const { detail, chosen, onChoose } = props;
	const graph = useRef<HTMLDivElement>(null);
	useOneTabStop(graph, chosen);
	return (
		<div
			ref={graph}
			role="toolbar"
			aria-label="Pipeline as a graph; arrow keys move between jobs"
			className={styles.graph}
			onKeyDown={(event) => moveFocus(event, graph.current)}
		>
			{detail.stages.map((stage) => (
				<StageColumn key={stage.name} stage={stage} chosen={chosen} onChoose={onChoose} />
			))}
		</div>
	);
}

function jobsIn(place: HTMLElement): readonly HTMLElement[] {
	return [...place.querySelectorAll<HTMLElement>('[data-job]')];
}

function moveFocus(event: KeyboardEvent, graph: HTMLElement | null): void {
	if (graph === null || !(event.target instanceof HTMLElement)) return;
	const at = event.target.dataset['job'];
	if (at === undefined || event.altKey || event.metaKey || event.ctrlKey) return;
	const stages = [...graph.querySelectorAll<HTMLElement>('[data-stage]')];
	const columns = stages.map((stage) => jobsIn(stage).map((job) => job.dataset['job'] ?? ''));
	const to = jobAfter(event.key, columns, at);
	if (to === null) return;
	event.preventDefault();
	const job = jobsIn(graph).find((each) => each.dataset['job'] === to);
	for (const each of jobsIn(graph)) each.tabIndex = each === job ? 0 : -1;
	job?.focus();
	job?.scrollIntoView({ block: 'nearest' });
}

/** Whatever jobs come and go, one of them can be reached by Tab: the chosen one, or the first. */
function useOneTabStop(graph: { readonly current: HTMLElement | null }, chosen: string | null): void {
	useEffect(() => {
		if (graph.current === null) return;
		const jobs = jobsIn(graph.current);
		if (jobs.some((job) => job.tabIndex === 0)) return;
		const stop = jobs.find((job) => job.dataset['job'] === chosen) ?? jobs[0];
		if (stop !== undefined) stop.tabIndex = 0;
	});
}

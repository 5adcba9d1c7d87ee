/** The log of a job: a million lines that follow, fold, search, and show their colours. */
import { type ReactElement, useState } from 'react';
import { useStore } from 'zustand';
import type { Job } from '../../../shared/domain/pipeline/model.ts';
import type { LogStore } from '../../store/log-store.ts';
import { Problem } from '../../ui/problem.tsx';
import { foldProps, LogRow } from './log-row.tsx';
import { LogTools } from './log-tools.tsx';
import { rowHeight } from './log-window.ts';
import styles from './log.module.css';
import { useLog } from './use-log.ts';
import { type LogView, useLogView } from './use-log-view.ts';

export interface LogPanelProps {
	readonly service: string;
	readonly runId: string;
	readonly job: Job;
	/** False where the host shows a log only once its job has ended. */
	readonly canFollow: boolean;
}

/** Follows the log of one job; another job, or another try of it, is another panel. */
export function LogPanel(props: LogPanelProps): ReactElement {
	const { service, runId, job } = props;
	return (
		<OpenLog key={`${runId} ${job.id} ${job.startedAt ?? ''}`} {...props} place={{ service, runId, jobId: job.id }} />
	);
}

function OpenLog(
	props: LogPanelProps & {
		readonly place: { readonly service: string; readonly runId: string; readonly jobId: string };
	},
): ReactElement {
	const { job, canFollow } = props;
	const log = useLog(props.place);
	const view = useLogView(log);
	const state = useStore(log.store);
	const [showTimes, setShowTimes] = useState(false);
	return (
		<section className={styles.panel} aria-label={`Log of ${job.name}`}>
			<LogTools job={job} log={log} view={view} showTimes={showTimes} onShowTimes={setShowTimes} />
			{state.problem !== null && <Problem problem={state.problem} />}
			{state.gap !== null && <p className={styles.gap}>{state.gap}</p>}
			<LogLines
				job={job}
				log={log}
				view={view}
				showTimes={showTimes}
				emptyText={emptyText(state.status, job, canFollow)}
			/>
		</section>
	);
}

/** What stands in an empty log: nothing came yet, or nothing ever will. */
function emptyText(status: 'loading' | 'live' | 'reconnecting' | 'done', job: Job, canFollow: boolean): string {
	if (status === 'done') return 'This job wrote nothing.';
	if (status === 'reconnecting') return 'The connection is cut. The log goes on when it is back.';
	if (job.startedAt === null) return 'The job has not started yet.';
	return canFollow || status === 'loading'
		? 'Waiting for the first line'
		: 'This host shows the log once the job has ended.';
}

function LogLines({
	job,
	log,
	view,
	showTimes,
	emptyText,
}: {
	readonly job: Job;
	readonly log: LogStore;
	readonly view: LogView;
	readonly showTimes: boolean;
	readonly emptyText: string;
}): ReactElement {
	const { window, folds, search, current, rows } = view;
	const drawn = Array.from({ length: window.count }, (_, index) => folds.lineOfRow(window.first + index));
	return (
		<div
			ref={view.scroller}
			className={styles.scroller}
			onScroll={view.onScroll}
			tabIndex={0}
			role="group"
			aria-label={`Lines of the log of ${job.name}`}
			data-log-rows={rows}
		>
			{rows === 0 && <p className={styles.empty}>{emptyText}</p>}
			<div className={styles.sheet} style={{ height: window.height }}>
				<div className={styles.rows} style={{ transform: `translateY(${window.top}px)`, lineHeight: `${rowHeight}px` }}>
					{drawn.map((line) => (
						<LogRow
							key={line}
							line={line}
							text={log.buffer.line(line)}
							found={search.text()}
							isCurrent={line === current}
							showTimes={showTimes}
							onToggle={view.toggle}
							{...foldProps(folds.at(line))}
						/>
					))}
				</div>
			</div>
		</div>
	);
}

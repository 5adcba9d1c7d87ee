/** The chosen job: what it did or waits for, and what can be done about it. */
import { X } from 'lucide-react';
import { type ReactElement, type ReactNode, useCallback, useState } from 'react';
import { type Job, stageTitles } from '../../../shared/domain/pipeline/model.ts';
import type { RunDetail } from '../../../shared/rpc/pipeline-views.ts';
import { useHost, usePipelineCommands } from '../../store/hooks.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Chip } from '../../ui/chip.tsx';
import { Time } from '../../ui/time.tsx';
import { HostLink } from './host-link.tsx';
import { jobLine } from './job-words.ts';
import styles from './job-panel.module.css';
import { useRunText } from './run-clock.tsx';
import { jobLook } from './run-words.ts';

export function JobPanel(props: {
	readonly detail: RunDetail;
	readonly job: Job;
	readonly onClose: () => void;
	/** Its log, where there is one. */
	readonly children?: ReactNode;
}): ReactElement {
	const { detail, job, onClose, children } = props;
	const line = useRunText(useCallback((now: number) => jobLine({ ...job, note: null }, now), [job]));
	return (
		<Card
			title={
				<span className={styles.title}>
					{job.name}
					<Chip tone={jobLook[job.state].tone}>{line}</Chip>
				</span>
			}
			actions={
				<>
					{job.url !== null && <HostLink url={job.url} words="Open at the host" />}
					<Button variant="quiet" size="s" icon={<X size={15} />} aria-label={`Close ${job.name}`} onPress={onClose} />
				</>
			}
		>
			<div className={styles.panel}>
				{job.note !== null && <p className={styles.note}>{job.note}</p>}
				<p className={styles.facts}>
					{job.stage !== null && <span>{stageTitles[job.stage]}</span>}
					{job.needs.length > 0 && <span>needs {job.needs.join(', ')}</span>}
					{job.mayFail && <span>may fail without failing the run</span>}
					{job.startedAt !== null && (
						<span>
							started <Time at={job.startedAt} />
						</span>
					)}
				</p>
				{job.state === 'needs-person' && <Answer detail={detail} job={job} />}
				{children}
			</div>
		</Card>
	);
}

/** The host's own question, answered from here where the host lets us. */
function Answer({ detail, job }: { readonly detail: RunDetail; readonly job: Job }): ReactElement {
	const { answer } = usePipelineCommands();
	const { mayAct } = useHost();
	const [isAsking, setAsking] = useState(false);
	if (!detail.canAnswer || !mayAct) {
		return (
			<p className="dim">
				{mayAct
					? 'The host asks a person here, and takes the answer only on its own page.'
					: 'The host asks a person here; this window may only look.'}
			</p>
		);
	}
	const say = (approve: boolean): void => {
		setAsking(true);
		void answer({ service: detail.run.service, runId: detail.run.id }, job.id, approve).then(() => setAsking(false));
	};
	return (
		<div className={styles.answer}>
			<span>The host asks whether {job.name} may go on.</span>
			<Button variant="primary" onPress={() => say(true)} isDisabled={isAsking}>
				Approve {job.name}
			</Button>
			<Button onPress={() => say(false)} isDisabled={isAsking}>
				Reject
			</Button>
		</div>
	);
}

import type { ReactElement } from 'react';
import type { Deployment } from '../../../shared/domain/deployment/model.ts';
import { formatCounted, formatNumber } from '../../../shared/domain/format.ts';
import type { EvidencePoint } from '../../../shared/domain/health/evidence/model.ts';
import { answerWords } from '../../../shared/domain/health/evidence/order.ts';
import type { PolicyTrial } from '../../../shared/rpc/views.ts';
import type { ChartMark } from '../../charts/chart-marks.ts';
import { Chip } from '../../ui/chip.tsx';
import { clockTime, exactInstant } from '../../ui/instant.ts';
import { IssueList } from '../connections/issue-list.tsx';
import { answerTone } from './answer-look.ts';
import styles from './trial.module.css';
import { TrialTimeline } from './trial-timeline.tsx';

/** A step as people call it: by the share of traffic that it had. */
function stepName({ strategy }: Deployment, index: number): string {
	const weights = strategy.steps
		.slice(0, index + 1)
		.flatMap((step) => (step.kind === 'set-weight' ? [step.weight] : []));
	const weight = weights.at(-1);
	return weight === undefined ? `step ${index + 1}` : `${formatNumber(weight)} %`;
}

function Changes(props: { readonly trial: PolicyTrial; readonly deployment: Deployment }): ReactElement {
	return (
		<table className={styles.changes}>
			<caption className="hidden-text">When this policy would have changed its mind</caption>
			<thead>
				<tr>
					<th scope="col">Time</th>
					<th scope="col">Answer</th>
					<th scope="col">Step</th>
					<th scope="col">Because</th>
				</tr>
			</thead>
			<tbody>
				{props.trial.changes.map((change) => (
					<tr key={`${change.at} ${change.answer} ${change.outcome}`}>
						<th scope="row" title={exactInstant(change.at)}>
							{clockTime(change.at)}
						</th>
						<td>
							<Chip tone={answerTone(change.answer)} plain>
								{answerWords[change.answer]}
							</Chip>
						</td>
						<td>{stepName(props.deployment, change.stepIndex)}</td>
						<td>{change.summary}</td>
					</tr>
				))}
			</tbody>
		</table>
	);
}

/** What a policy would have said, beside what really happened. */
export function TrialResult(props: {
	readonly trial: PolicyTrial;
	readonly deployment: Deployment;
	readonly points: readonly EvidencePoint[];
	readonly marks: readonly ChartMark[];
}): ReactElement {
	const { trial, deployment } = props;
	const hasErrors = trial.issues.some((issue) => issue.severity === 'error');
	if (hasErrors) return <IssueList issues={trial.issues} />;
	return (
		<div className={styles.result}>
			<p>
				<b>This policy {trial.summary}.</b>
			</p>
			<p className="dim">
				{formatCounted(trial.looks, 'look')} judged again. Really, {deployment.release.version} {trial.actual.text}
			</p>
			{trial.issues.length > 0 && <IssueList issues={trial.issues} />}
			{trial.looks > 0 && <TrialTimeline {...props} />}
			{trial.changes.length > 0 && <Changes trial={trial} deployment={deployment} />}
		</div>
	);
}

/** Two lanes on one axis: what the judge really said, and what the tried policy would have said. */
import type { ReactElement } from 'react';
import type { EvidencePoint } from '../../../shared/domain/health/evidence/model.ts';
import { answerWords } from '../../../shared/domain/health/evidence/order.ts';
import type { PolicyTrial } from '../../../shared/rpc/views.ts';
import type { ChartMark } from '../../charts/chart-marks.ts';
import { clockText } from '../../charts/chart-scale.ts';
import { clockTime } from '../../ui/instant.ts';
import { endingOf, segmentsOf, trialAxis, type Segment, type TrialAxis } from './trial-model.ts';
import styles from './trial.module.css';

const percent = (share: number): string => `${(share * 100).toFixed(2)}%`;
/** A span narrower than this has no room for its word; the list below has it. */
const roomForWord = 0.13;

function Lane({ name, segments }: { readonly name: string; readonly segments: readonly Segment[] }): ReactElement {
	return (
		<div className={styles.lane}>
			<span className={styles.laneName}>{name}</span>
			<span className={styles.track}>
				{segments.map((segment) => (
					<span
						key={segment.at}
						className={styles.segment}
						data-answer={segment.answer}
						title={`${answerWords[segment.answer]} from ${clockTime(segment.at)}`}
						style={{ left: percent(segment.left), width: percent(segment.width) }}
					>
						{segment.width >= roomForWord && answerWords[segment.answer]}
					</span>
				))}
				{segments.length === 0 && <span className={styles.nothing}>no looks</span>}
			</span>
		</div>
	);
}

function Flag(props: {
	readonly axis: TrialAxis;
	readonly at: number;
	readonly text: string;
	readonly row: 'real' | 'tried';
	readonly isBad: boolean;
}) {
	const share = props.axis.position(props.at);
	return (
		<span
			className={styles.flag}
			data-row={props.row}
			data-bad={props.isBad}
			data-side={share > 0.6 ? 'left' : 'right'}
			style={{ left: percent(share) }}
		>
			<span>{props.text}</span>
		</span>
	);
}

export function TrialTimeline(props: {
	readonly trial: PolicyTrial;
	/** The looks as they really were. */
	readonly points: readonly EvidencePoint[];
	readonly marks: readonly ChartMark[];
}): ReactElement {
	const { trial, points, marks } = props;
	const axis = trialAxis(trial, points);
	const { actual, wouldRollBackAt } = trial;
	const ending = endingOf(trial);
	const steps = marks.filter((mark) => mark.kind === 'step' && mark.at >= axis.from && mark.at <= axis.to);
	const isShort = axis.to - axis.from < 10 * 60_000;
	return (
		<div className={styles.timeline} aria-hidden="true">
			<div className={styles.over}>
				{wouldRollBackAt !== null && (
					<Flag
						axis={axis}
						at={wouldRollBackAt}
						row="tried"
						isBad
						text={`would roll back ${clockTime(wouldRollBackAt)}`}
					/>
				)}
				{ending !== null && (
					<Flag
						axis={axis}
						at={ending.at}
						row="real"
						isBad={ending.isBad}
						text={`really ${ending.word} ${clockTime(ending.at)}`}
					/>
				)}
				{steps.map((step) => (
					<span key={step.at} className={styles.step} style={{ left: percent(axis.position(step.at)) }}>
						{step.label}
					</span>
				))}
			</div>
			<Lane name="Really" segments={segmentsOf(points, axis, actual.at ?? axis.to)} />
			<Lane name="This policy" segments={segmentsOf(trial.changes, axis)} />
			<div className={styles.ends}>
				<span>{clockText(axis.from, isShort)}</span>
				<span>{clockText(axis.to, isShort)}</span>
			</div>
		</div>
	);
}

/** The steps of the strategy in a row: what was done and how long it took, what runs now, what is to come. */
import type { ReactElement } from 'react';
import { formatDuration } from '../../../shared/domain/format.ts';
import type { DeploymentView, RailStep } from '../../../shared/rpc/views.ts';
import { useNow } from '../../ui/clock.tsx';
import { Glyph, type Tone } from '../../ui/glyph.tsx';
import styles from './step-rail.module.css';
import { clockSpan, elapsedAt, nextLookText, patienceText, progressAt } from './step-progress.ts';

const words: Readonly<Record<RailStep['state'], string>> = {
	done: 'done',
	now: 'now',
	'to-come': 'to come',
	skipped: 'skipped',
	failed: 'failed',
};

const tones: Readonly<Record<RailStep['state'], Tone>> = {
	done: 'good',
	now: 'busy',
	'to-come': 'neutral',
	skipped: 'neutral',
	failed: 'bad',
};

/** Steps are as wide as they are long, within reason: a step of seconds can still be read. */
function widthOf(step: RailStep): number {
	const minutes = (step.durationMs ?? 0) / 60_000;
	return Math.min(3, 1 + Math.sqrt(minutes) / 3);
}

function Now(props: {
	readonly view: DeploymentView;
	readonly frozenAt: number | null;
	readonly note: string | null;
}): ReactElement {
	const ticking = useNow(1_000);
	const now = props.frozenAt ?? ticking;
	const { timing, deployment } = props.view;
	const elapsed = elapsedAt(timing, deployment.clockRate, now);
	const progress = progressAt(timing, deployment.clockRate, now);
	const time =
		timing.durationMs === null ? clockSpan(elapsed) : `${clockSpan(elapsed)} of ${clockSpan(timing.durationMs)}`;
	// A hold that runs out matters more than the next look.
	const next = patienceText(timing, now) ?? nextLookText(timing, now);
	const parts = [timing.running ? null : 'stands still', next, props.note];
	return (
		<>
			<span className={styles.track}>
				<span className={styles.passed} style={{ width: `${(progress ?? 0) * 100}%` }} />
			</span>
			<span className={styles.time}>{[time, ...parts].filter((part) => part !== null).join(', ')}</span>
		</>
	);
}

function Rest({ step }: { readonly step: RailStep }): ReactElement {
	const duration =
		step.durationMs === null
			? null
			: step.state === 'done'
				? clockSpan(step.durationMs)
				: formatDuration(step.durationMs);
	const parts = [duration, step.note].filter((part) => part !== null);
	const text = parts.length === 0 ? words[step.state] : parts.join(', ');
	return (
		<>
			<span className={styles.track} />
			<span className={styles.time} title={text}>
				{text}
			</span>
		</>
	);
}

/** `frozenAt`: the instant at which the clocks stand still, because nothing newer is known or a replay shows it. */
export function StepRail({
	view,
	frozenAt,
}: {
	readonly view: DeploymentView;
	readonly frozenAt: number | null;
}): ReactElement {
	return (
		<ol className={styles.rail} aria-label="Steps">
			{view.rail.map((step, index) => (
				<li
					key={`${String(index)}-${step.label}`}
					className={styles.step}
					data-state={step.state}
					aria-current={step.state === 'now' ? 'step' : undefined}
					style={{ flexGrow: widthOf(step) }}
				>
					{step.state === 'now' ? <Now view={view} frozenAt={frozenAt} note={step.note} /> : <Rest step={step} />}
					<span className={styles.label}>
						<Glyph tone={tones[step.state]} size={10} />
						{step.label}
						<span className="hidden-text">, {words[step.state]}</span>
					</span>
				</li>
			))}
		</ol>
	);
}

/** A recorded deployment at one instant. The frame says what was so; nothing is computed anew here. */
import { type ReactElement, useCallback, useMemo } from 'react';
import type { MetricName } from '../../../shared/domain/health/model.ts';
import { otherSlot } from '../../../shared/domain/target/model.ts';
import type { DeploymentView, ReplayView } from '../../../shared/rpc/views.ts';
import { TickerProvider } from '../../ui/clock.tsx';
import { useTitle } from '../../ui/page.tsx';
import { placeOf } from '../deployment/shipping-title.ts';
import { EvidencePanel } from '../evidence/evidence-panel.tsx';
import { useEvidenceTrail } from '../evidence/use-evidence-trail.ts';
import { ActionBar } from './action-bar.tsx';
import { ChartGrid, type MetricFigures } from './chart-grid.tsx';
import { marksOf, newestVerdict } from './chart-marks-of.ts';
import { CopyMarkdown } from './copy-markdown.tsx';
import { DeploymentBody } from './deployment-body.tsx';
import { DeploymentHeader } from './deployment-header.tsx';
import { deploymentMarkdown } from './deployment-markdown.ts';
import { figureOfPoint } from './figure.ts';
import styles from './live.module.css';
import { ReplayBar } from './replay-bar.tsx';
import { frameIndexAt, replayTrack } from './replay-cursor.ts';
import { pointAt, replaySources } from './series-source.ts';
import { usePlayback } from './use-playback.ts';
import { useReplayTicker } from './use-replay-ticker.ts';

/** Only what can still be done now has a button in a replay. */
function hasAction(view: DeploymentView): boolean {
	return view.actions.some((action) => action.allowed && action.command !== 'start');
}

export function ReplayDeployment(props: {
	readonly replay: ReplayView;
	readonly current: DeploymentView | null;
	readonly startAt: 'beginning' | 'end';
	readonly onLeave: (() => void) | null;
}): ReactElement | null {
	const { replay, current, onLeave } = props;
	const recording = useRecording(replay, props.startAt);
	const { track, playback, events, canarySlot, frame } = recording;
	const ticker = useReplayTicker(playback.at);
	useTitle(frame === undefined ? 'Replay' : placeOf(frame.view), 'Replay');
	if (frame === undefined) return null;

	const { view } = frame;
	const { deployment } = view;
	const verdict = view.latestLook ?? deployment.verdict;
	const figuresOf = (metric: MetricName): MetricFigures => {
		const series = replay.series[metric];
		const stable = pointAt(series[otherSlot(canarySlot)], playback.at);
		return {
			canary: figureOfPoint(metric, pointAt(series[canarySlot], playback.at)),
			stable: deployment.from === null ? null : figureOfPoint(metric, stable),
		};
	};
	return (
		<>
			{current !== null && hasAction(current) && <WhatIsNow current={current} />}
			<TickerProvider ticker={ticker}>
				<DeploymentHeader
					view={view}
					actions={null}
					tools={<CopyMarkdown make={() => deploymentMarkdown(view, [])} />}
				/>
				<ReplayBar track={track} playback={playback} marks={recording.allMarks} onLeave={onLeave} />
				<DeploymentBody
					view={view}
					verdict={verdict}
					events={events}
					isLoading={false}
					charts={
						<ChartGrid
							deployment={deployment}
							sourceOf={recording.sourceOf}
							figuresOf={figuresOf}
							limits={newestVerdict(verdict, events)}
							// The limits of today may not be those of then.
							policy={null}
							marks={recording.marks}
							range={recording.range}
						/>
					}
					evidence={<ReplayEvidence recording={recording} id={replay.id} view={view} />}
					frozenAt={null}
					isStale={false}
				/>
			</TickerProvider>
		</>
	);
}

/** What the judge knew at the cursor. */
function ReplayEvidence(props: {
	readonly recording: ReturnType<typeof useRecording>;
	readonly id: string;
	readonly view: DeploymentView;
}): ReactElement {
	const { recording, id, view } = props;
	const { deployment, latestLook } = view;
	const trail = useEvidenceTrail(id, null, 0);
	return (
		<EvidencePanel
			deployment={deployment}
			verdict={newestVerdict(latestLook ?? deployment.verdict, recording.events)}
			trail={trail}
			policy={null}
			cursor={recording.playback.at}
			range={recording.range}
			marks={recording.allMarks}
		/>
	);
}

/** The deployment as it is at this moment, above a replay of what it was. */
function WhatIsNow({ current }: { readonly current: DeploymentView }): ReactElement {
	return (
		<div className={styles.now}>
			<p>
				<b>Now:</b> {current.headline}
			</p>
			<ActionBar view={current} />
		</div>
	);
}

/** Everything a replay shows that follows from the recording and the cursor. */
function useRecording(replay: ReplayView, startAt: 'beginning' | 'end') {
	const track = useMemo(() => replayTrack(replay), [replay]);
	const start = startAt === 'end' ? track.to : track.from;
	const allEvents = useMemo(() => replay.frames.map((frame) => frame.recorded), [replay]);
	const canarySlot = replay.frames[0]?.view.deployment.canarySlot ?? 'blue';
	const sources = useMemo(() => replaySources(replay.series, canarySlot, start), [replay, canarySlot, start]);
	const playback = usePlayback(track, start, sources.moveTo);
	const index = frameIndexAt(track, playback.at);
	const events = useMemo(() => allEvents.slice(0, index + 1), [allEvents, index]);
	const marks = useMemo(() => marksOf(events, canarySlot), [events, canarySlot]);
	const allMarks = useMemo(() => marksOf(allEvents, canarySlot), [allEvents, canarySlot]);
	const range = useMemo(() => [track.from, Math.max(track.to, track.from + 60_000)] as const, [track]);
	const sourceOf = useCallback((metric: MetricName) => sources.sourceOf(metric), [sources]);
	return { track, playback, events, marks, allMarks, range, sourceOf, canarySlot, frame: replay.frames[index] };
}

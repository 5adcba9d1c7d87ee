/** A deployment of the room as it is now. */
import { History } from 'lucide-react';
import { type ReactElement, useCallback, useMemo } from 'react';
import { useStore } from 'zustand';
import type { StoreApi } from 'zustand/vanilla';
import { type Deployment, isInFlight } from '../../../shared/domain/deployment/model.ts';
import type { MetricName, Verdict } from '../../../shared/domain/health/model.ts';
import { environmentKey } from '../../../shared/domain/release.ts';
import { otherSlot, type SlotName } from '../../../shared/domain/target/model.ts';
import type { DeploymentView } from '../../../shared/rpc/views.ts';
import type { ChartMark } from '../../charts/chart-marks.ts';
import type { CurrentFigure } from '../../charts/live-chart.tsx';
import { useEnvironment, useIsStale, useRoomSnapshot } from '../../store/hooks.ts';
import type { LiveSnapshot } from '../../store/live-store.ts';
import { useTitle } from '../../ui/page.tsx';
import { ToolButton } from '../../ui/tool-button.tsx';
import { placeOf, shareOrState } from '../deployment/shipping-title.ts';
import { useCopy } from '../deployment/use-copy.ts';
import { useServe } from '../deployment/use-serve.ts';
import { EvidencePanel } from '../evidence/evidence-panel.tsx';
import { useEvidenceTrail } from '../evidence/use-evidence-trail.ts';
import { ActionBar } from './action-bar.tsx';
import { ChartGrid, type MetricFigures } from './chart-grid.tsx';
import { marksOf, newestVerdict } from './chart-marks-of.ts';
import { CopyMarkdown } from './copy-markdown.tsx';
import { DeploymentBody } from './deployment-body.tsx';
import { DeploymentHeader } from './deployment-header.tsx';
import { deploymentMarkdown } from './deployment-markdown.ts';
import { figureOf, figureOfPoint, readingOf } from './figure.ts';
import { OperatorPanel } from './operator-panel.tsx';
import { liveSource } from './series-source.ts';
import { useAnnouncements } from './use-announcements.ts';
import { useLiveStore } from './use-live-store.ts';

function LiveCharts(props: {
	readonly store: StoreApi<LiveSnapshot>;
	readonly deployment: Deployment;
	/** The verdict whose limits are drawn. */
	readonly limits: Verdict | null;
	readonly marks: readonly ChartMark[];
}): ReactElement {
	const { store, deployment, limits, marks } = props;
	const { canarySlot } = deployment;
	const readings = useStore(store, (live) => live.readings);
	const environment = useEnvironment(environmentKey(deployment.service, deployment.environment));
	const hasStable = deployment.from !== null;
	const sourceOf = useCallback((metric: MetricName) => liveSource(store, metric, canarySlot), [store, canarySlot]);
	// Nothing is read for what is over; after a restart its last recorded points are all there is.
	const recorded = useStore(store, (live) => (isInFlight(deployment) ? null : live.series));
	const figure = (metric: MetricName, slot: SlotName): CurrentFigure => {
		const reading = readingOf(readings, metric, slot);
		return reading === null && recorded !== null
			? figureOfPoint(metric, recorded[metric][slot].at(-1) ?? null)
			: figureOf(reading);
	};
	const figuresOf = (metric: MetricName): MetricFigures => ({
		canary: figure(metric, canarySlot),
		stable: hasStable ? figure(metric, otherSlot(canarySlot)) : null,
	});
	return (
		<ChartGrid
			deployment={deployment}
			sourceOf={sourceOf}
			figuresOf={figuresOf}
			limits={limits}
			policy={environment?.healthPolicy ?? null}
			marks={marks}
			range={null}
		/>
	);
}

export function LiveDeployment(props: {
	readonly view: DeploymentView;
	/** Opens the replay; null while there is nothing to replay. */
	readonly onReplay: (() => void) | null;
}): ReactElement {
	const { view, onReplay } = props;
	const { deployment } = view;
	const store = useLiveStore(deployment.id);
	const events = useStore(store, (live) => live.events);
	const status = useStore(store, (live) => live.status);
	const isStale = useIsStale();
	const lastKnownAt = useRoomSnapshot((snapshot) => snapshot.lastKnownAt);
	const verdict = view.latestLook ?? deployment.verdict;
	const limits = newestVerdict(verdict, events);
	const marks = useMemo(() => marksOf(events, deployment.canarySlot), [events, deployment.canarySlot]);
	const trail = useEvidenceTrail(deployment.id, view.latestLook, deployment.stepIndex);
	const policy = useEnvironment(environmentKey(deployment.service, deployment.environment))?.healthPolicy ?? null;
	useTitle(placeOf(view), shareOrState(view));
	useAnnouncements(view, verdict);
	const copy = useCopy();
	const markdown = (): string => deploymentMarkdown(view, store.getState().readings);
	useServe(deployment.id, { 'copy-markdown': () => copy(markdown(), 'The deployment was copied as Markdown') });
	return (
		<>
			<DeploymentHeader
				view={view}
				actions={<ActionBar view={view} />}
				tools={
					<>
						{onReplay !== null && (
							<ToolButton icon={<History size={13} aria-hidden="true" />} onClick={onReplay}>
								Replay
							</ToolButton>
						)}
						<CopyMarkdown make={markdown} />
					</>
				}
			/>
			<OperatorPanel view={view} />
			<DeploymentBody
				view={view}
				verdict={verdict}
				events={events}
				isLoading={status === 'loading'}
				charts={<LiveCharts store={store} deployment={deployment} limits={limits} marks={marks} />}
				evidence={
					<EvidencePanel
						deployment={deployment}
						verdict={verdict}
						trail={trail}
						policy={isInFlight(deployment) ? policy : null}
						cursor={null}
						range={null}
						marks={marks}
					/>
				}
				frozenAt={isStale ? lastKnownAt : null}
				isStale={isStale}
			/>
		</>
	);
}

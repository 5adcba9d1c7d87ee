/** One service: its newest run through the stages, what waits between its environments, releases, runs, history. */
import { type ReactElement, useMemo } from 'react';
import { isEndedRun } from '../../../shared/domain/pipeline/model.ts';
import type { RunDetail, ServiceView } from '../../../shared/rpc/pipeline-views.ts';
import type { EnvironmentView } from '../../../shared/rpc/views.ts';
import { addresses } from '../../store/address.ts';
import { useEnvironments, useKnownUntil, useService } from '../../store/hooks.ts';
import type { RunSnapshot } from '../../store/run-store.ts';
import { LinkButton } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Card } from '../../ui/card.tsx';
import { Problem } from '../../ui/problem.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Time } from '../../ui/time.tsx';
import { HistoryPanel } from '../history/history-panel.tsx';
import { ApprovalPanel, stagesAsking } from '../pipeline/approval-panel.tsx';
import { GatePanel } from '../pipeline/gate-panel.tsx';
import { PipelineCard } from '../pipeline/pipeline-card.tsx';
import { RunClockProvider } from '../pipeline/run-clock.tsx';
import { runName } from '../pipeline/run-line.tsx';
import { useLookAt } from '../pipeline/use-look-at.ts';
import { useRun } from '../pipeline/use-run-store.ts';
import { EnvironmentsNow } from './environments-now.tsx';
import { FreezesCard } from './freezes-card.tsx';
import { HostLine, HostTrouble } from './host-line.tsx';
import { NoPipeline, NoRun } from './no-pipeline.tsx';
import { ReleaseScreen } from './release-screen.tsx';
import { ReleasesCard } from './releases-card.tsx';
import { RunsCard } from './runs-card.tsx';
import { ServiceHead } from './service-head.tsx';
import { inOrder } from './service-model.ts';
import styles from './service.module.css';
import { useRunAnnouncements } from './use-run-announcements.ts';

export interface ServiceScreenProps {
	readonly service: string;
	/** A run by its address; null shows the newest. */
	readonly runId?: string | null;
	/** A release by its address; null shows the service. */
	readonly version?: string | null;
}

export function ServiceScreen({ service, runId = null, version = null }: ServiceScreenProps): ReactElement {
	const view = useService(service);
	const all = useEnvironments();
	const environments = useMemo(() => inOrder(all.filter((each) => each.service === service)), [all, service]);
	const hasPipeline = view?.pipeline != null;
	const looked = useMemo(() => (hasPipeline ? [service] : []), [hasPipeline, service]);
	useLookAt(looked);
	if (version !== null) return <ReleaseScreen key={version} service={service} version={version} own={environments} />;
	if (view?.pipeline == null) return <WithoutPipeline service={service} view={view} environments={environments} />;
	return (
		<WithPipeline
			key={runId ?? ''}
			service={service}
			view={view}
			pipeline={view.pipeline}
			environments={environments}
			runId={runId}
		/>
	);
}

interface Known {
	readonly service: string;
	readonly environments: readonly EnvironmentView[];
}

function WithoutPipeline({ service, view, environments }: Known & { readonly view: ServiceView | null }) {
	const project = view?.project ?? environments[0]?.project ?? null;
	return (
		<>
			<ServiceHead
				service={service}
				project={project}
				owner={view?.owner ?? environments[0]?.owner ?? null}
				environments={environments}
				pipeline={null}
				detail={null}
			/>
			<div className={styles.stack}>
				<EnvironmentsNow service={service} environments={environments} pipeline={null} freezes={view?.freezes ?? []} />
				<FreezesCard service={service} freezes={view?.freezes ?? []} environments={environments} />
				{view !== null && <NoPipeline service={service} project={project} />}
				<HistoryPanel key={service} service={service} />
			</div>
		</>
	);
}

function WithPipeline(
	props: Known & {
		readonly view: ServiceView;
		readonly pipeline: NonNullable<ServiceView['pipeline']>;
		readonly runId: string | null;
	},
): ReactElement {
	const { service, view, pipeline, environments, runId } = props;
	const run = useRun(service, runId);
	useRunAnnouncements(run.detail?.run ?? null);
	const linkCutAt = useKnownUntil();
	const knownUntil = linkCutAt ?? (run.status === 'reconnecting' ? run.lastKnownAt : null);
	return (
		<RunClockProvider knownUntil={knownUntil} skewMs={pipeline.clockSkewMs ?? 0}>
			<ServiceHead
				service={service}
				project={view.project}
				owner={view.owner}
				environments={environments}
				pipeline={pipeline}
				detail={run.detail}
			/>
			<div className={styles.stack}>
				<OlderRun service={service} runId={runId} detail={run.detail} latest={pipeline.latest?.id ?? null} />
				<HostTrouble pipeline={pipeline} />
				<Run {...props} run={run} />
				<HostLine pipeline={pipeline} />
				<EnvironmentsNow service={service} environments={environments} pipeline={pipeline} freezes={view.freezes} />
				<FreezesCard service={service} freezes={view.freezes} environments={environments} />
				<div className={styles.two}>
					<ReleasesCard service={service} newest={pipeline.releases} environments={environments} />
					<RunsCard service={service} shown={run.detail?.run.id ?? null} />
				</div>
				<section aria-labelledby="service-history" className={styles.history}>
					<h2 id="service-history">Deployments</h2>
					<HistoryPanel key={service} service={service} />
				</section>
			</div>
		</RunClockProvider>
	);
}

function Run(props: {
	readonly service: string;
	readonly pipeline: NonNullable<ServiceView['pipeline']>;
	readonly runId: string | null;
	readonly run: RunSnapshot;
}): ReactElement {
	const { service, pipeline, runId, run } = props;
	const { detail, status } = run;
	if (detail !== null) {
		return (
			<>
				{detail.problem !== null && pipeline.problem === null && (
					<Card tone="warn">
						<Problem problem={detail.problem} compact />
					</Card>
				)}
				<PipelineCard key={detail.run.id} detail={detail} />
				<Verdicts detail={detail} />
			</>
		);
	}
	if (status === 'loading' && (runId !== null || pipeline.latest !== null)) {
		return (
			<Card flush>
				<Skeleton rows={5} label="Reading the run" />
			</Card>
		);
	}
	if (runId === null) return <NoRun service={service} pipeline={pipeline} />;
	return (
		<Card>
			<EmptyState
				title="This run is not known"
				actions={<LinkButton href={addresses.service(service)}>Go to the newest run</LinkButton>}
			>
				It may have been removed at the host, or the address was cut when it was copied.
			</EmptyState>
		</Card>
	);
}

/** Gates, and approvals beside them where people are asked. */
function Verdicts({ detail }: { readonly detail: RunDetail }): ReactElement {
	if (stagesAsking(detail).length === 0) return <GatePanel detail={detail} />;
	return (
		<div className={styles.verdicts}>
			<GatePanel detail={detail} />
			<ApprovalPanel detail={detail} />
		</div>
	);
}

/** A run by its address that is not the newest: said, with the way to the newest. */
function OlderRun(props: {
	readonly service: string;
	readonly runId: string | null;
	readonly detail: RunDetail | null;
	readonly latest: string | null;
}): ReactElement | null {
	const { service, runId, detail, latest } = props;
	if (runId === null || detail === null || latest === null || latest === runId) return null;
	const { run } = detail;
	return (
		<p className={styles.older}>
			<span>
				This is {runName(run)}
				{isEndedRun(run) && run.finishedAt !== null && (
					<>
						, which ended <Time at={run.finishedAt} />
					</>
				)}
				. A newer one exists.
			</span>
			<LinkButton size="s" href={addresses.service(service)}>
				Go to the newest run
			</LinkButton>
		</p>
	);
}

/** The head of the Service screen: what the newest commit does, where releases stand, and the one next act. */
import type { ReactElement } from 'react';
import { isInFlight } from '../../../shared/domain/deployment/model.ts';
import { formatCounted, formatPercent } from '../../../shared/domain/format.ts';
import { isEndedRun } from '../../../shared/domain/pipeline/model.ts';
import type { PipelineView, ReleaseView, RunDetail, RunView } from '../../../shared/rpc/pipeline-views.ts';
import type { EnvironmentView } from '../../../shared/rpc/views.ts';
import { addresses } from '../../store/address.ts';
import { useDeployment, useHost, usePipelineCommands, useRoom } from '../../store/hooks.ts';
import { EnvBadge } from '../../ui/env.tsx';
import { PageHead, useTitle } from '../../ui/page.tsx';
import { Time } from '../../ui/time.tsx';
import { canaryShare } from '../deployment/words.ts';
import { ActionButton } from '../pipeline/action-button.tsx';
import { DeployButton } from './deploy-button.tsx';
import { nextOffer } from './service-model.ts';
import styles from './service.module.css';

export interface ServiceHeadProps {
	readonly service: string;
	readonly project: string | null;
	readonly owner: string | null;
	readonly environments: readonly EnvironmentView[];
	readonly pipeline: PipelineView | null;
	/** The run on screen; null before it is known. */
	readonly detail: RunDetail | null;
}

export function ServiceHead(props: ServiceHeadProps): ReactElement {
	const { service, project, owner, environments, pipeline, detail } = props;
	const run = detail?.run ?? pipeline?.latest ?? null;
	useTitle(service);
	return (
		<PageHead
			over={<Where project={project} service={service} owner={owner} isTitle={run === null} />}
			title={run === null ? service : <Headline service={service} run={run} releases={pipeline?.releases ?? []} />}
			under={environments.length === 0 ? undefined : <Standings environments={environments} />}
			actions={pipeline === null ? undefined : <Actions {...props} pipeline={pipeline} run={run} />}
		/>
	);
}

function Where(props: {
	readonly project: string | null;
	readonly service: string;
	readonly owner: string | null;
	readonly isTitle: boolean;
}): ReactElement {
	const { project, service, owner, isTitle } = props;
	const name = useRoom((room) => (project === null ? null : (room.projects[project]?.name ?? project)));
	return (
		<span className={styles.where}>
			{name !== null && <span>{name}</span>}
			{!isTitle && (
				<>
					{name !== null && <span aria-hidden="true">/</span>}
					<a href={addresses.service(service)}>{service}</a>
				</>
			)}
			{owner !== null && <span className="faint">owned by {owner}</span>}
		</span>
	);
}

/** "2.4.1 is in Acceptance, 2 commits, 1 h old" */
function Headline(props: {
	readonly service: string;
	readonly run: RunView;
	readonly releases: readonly ReleaseView[];
}): ReactElement {
	const { service, run, releases } = props;
	const release = releases.find(({ version }) => version === run.version) ?? null;
	return (
		<>
			<span className="hidden-text">{service}: </span>
			{run.headline}
			{release?.commitCount != null && `, ${formatCounted(release.commitCount, 'commit')}`}
			{release?.oldestCommitAt != null && (
				<>
					, <Time at={release.oldestCommitAt} form="since" /> old
				</>
			)}
		</>
	);
}

function Standings({ environments }: { readonly environments: readonly EnvironmentView[] }): ReactElement {
	return (
		<ul className={styles.standings} aria-label="Releases by environment">
			{environments.map((environment) => (
				<StandingIn key={environment.key} environment={environment} />
			))}
		</ul>
	);
}

function StandingIn({ environment }: { readonly environment: EnvironmentView }): ReactElement {
	const view = useDeployment(environment.deploymentId);
	const flying = view !== null && isInFlight(view.deployment) ? view.deployment : null;
	const share = flying === null ? null : canaryShare(flying);
	return (
		<li>
			<EnvBadge name={environment.environment} production={environment.tier === 'production'} />{' '}
			<span className="mono">{environment.standing?.version ?? 'no release'}</span>
			{flying !== null && (
				<>
					, going to{' '}
					<a href={addresses.deployment(flying.id)} className="mono">
						{flying.release.version}
					</a>
					{share !== null && ` at ${formatPercent(share / 100)}`}
				</>
			)}
		</li>
	);
}

function Actions(
	props: ServiceHeadProps & { readonly pipeline: PipelineView; readonly run: RunView | null },
): ReactElement | null {
	const { service, pipeline, detail, environments } = props;
	const commands = usePipelineCommands();
	const { mayAct } = useHost();
	if (!mayAct) return null;
	const newest = pipeline.releases[0];
	const offer = newest === undefined ? null : nextOffer(newest, environments);
	return (
		<>
			{detail !== null && <RunActions detail={detail} />}
			<ActionButton action={pipeline.start} onPress={() => void commands.start(service)} />
			{offer !== null && <DeployButton offer={offer} isPrimary />}
		</>
	);
}

/** What can be done to the run on screen: cancelled while it runs, run again once it has ended. */
function RunActions({ detail }: { readonly detail: RunDetail }): ReactElement {
	const { cancel, rerun } = usePipelineCommands();
	const { run } = detail;
	const place = { service: run.service, runId: run.id };
	if (!isEndedRun(run)) return <ActionButton action={detail.cancel} onPress={() => void cancel(place)} />;
	return (
		<>
			<ActionButton action={detail.rerun} onPress={() => void rerun(place, false)} />
			{run.state === 'failed' && <ActionButton action={detail.rerunFailed} onPress={() => void rerun(place, true)} />}
		</>
	);
}

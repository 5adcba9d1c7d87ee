import { type ReactElement, useCallback } from 'react';
import { formatPercent } from '../../../shared/domain/format.ts';
import type { EnvironmentKey } from '../../../shared/domain/release.ts';
import type { DeploymentView, EnvironmentView } from '../../../shared/rpc/views.ts';
import { addresses } from '../../store/address.ts';
import {
	isViewInFlight,
	useDeployment,
	useEnvironment,
	useHost,
	useIsStale,
	useKnownUntil,
	usePipeline,
} from '../../store/hooks.ts';
import { useNowText } from '../../ui/clock.tsx';
import { Glyph } from '../../ui/glyph.tsx';
import { exactInstant } from '../../ui/instant.ts';
import { SplitBar } from '../../ui/split-bar.tsx';
import { Time } from '../../ui/time.tsx';
import { canaryShare, flightTone, healthLine, healthLook, stateWords, trafficOf } from '../deployment/words.ts';
import { clockSpan, elapsedAt } from '../live/step-progress.ts';
import { batchOf, batchWords } from '../service/service-model.ts';
import styles from './board-cell.module.css';

/** One service in one environment: what stands there and how it is, or what is on its way. */
export function BoardCell({
	environmentKey,
	onStart,
}: {
	readonly environmentKey: EnvironmentKey;
	readonly onStart: (key: EnvironmentKey) => void;
}): ReactElement | null {
	const environment = useEnvironment(environmentKey);
	const view = useDeployment(environment?.deploymentId ?? null);
	const { mayAct } = useHost();
	if (environment === null) return null;
	const flying = view !== null && isViewInFlight(view) ? view : null;
	return (
		<div className={styles.board}>
			{flying === null ? <Standing environment={environment} /> : <Flying view={flying} />}
			<Waiting environment={environment} />
			{mayAct && flying === null && environment.start.allowed && (
				<button
					type="button"
					tabIndex={-1}
					data-does="start"
					className={styles.start}
					aria-label={`Deploy ${environment.service} to ${environment.environment}`}
					title={`${environment.start.label} (D)`}
					onClick={() => onStart(environmentKey)}
				>
					Deploy
				</button>
			)}
		</div>
	);
}

/** "3 commits wait, 2 h": what the next deployment would take along. */
function Waiting({ environment }: { readonly environment: EnvironmentView }): ReactElement | null {
	const { service, key } = environment;
	const batch = usePipeline(service, ({ batches }) => batchOf(batches, key));
	if (batch === null) return null;
	return (
		<small className={styles.small} title={`${batch.toVersion} is ahead of ${batch.fromVersion ?? 'nothing'}`}>
			{batchWords(batch)}
			{batch.oldestCommitAt !== null && (
				<>
					, <Time at={batch.oldestCommitAt} form="since" />
				</>
			)}
		</small>
	);
}

function Standing({ environment }: { readonly environment: EnvironmentView }): ReactElement {
	const { standing, standingSince, health, asOf, deploymentId, service } = environment;
	const href = deploymentId === null ? addresses.service(service) : addresses.deployment(deploymentId);
	const said = healthLine(environment);
	const known = asOf === null ? 'never measured' : `as of ${exactInstant(asOf)}`;
	return (
		<>
			<Glyph tone={standing === null ? 'neutral' : healthLook[health].tone} />
			<span className={styles.line}>
				<a href={href} className={styles.stop} data-stop tabIndex={-1}>
					<span className="mono">{standing?.version ?? 'no release'}</span>
				</a>
				{standingSince !== null && <Time at={standingSince} form="since" className={styles.age} />}
			</span>
			<small className={styles.small} title={`${said} (${known})`}>
				{said}
			</small>
		</>
	);
}

function Flying({ view }: { readonly view: DeploymentView }): ReactElement {
	const { deployment } = view;
	const isStale = useIsStale();
	return (
		<>
			<Glyph tone={flightTone(deployment)} />
			<span className={styles.line}>
				<a href={addresses.deployment(deployment.id)} className={styles.stop} data-stop tabIndex={-1}>
					<span className="mono">
						{deployment.from !== null && `${deployment.from.version} to `}
						<b>{deployment.release.version}</b>
					</span>
				</a>
			</span>
			<div className={styles.bar}>
				<SplitBar {...trafficOf(deployment)} size="mini" stale={isStale} />
			</div>
			<StepLine view={view} />
		</>
	);
}

/** "25 %, watching, 8 min of 30 min" */
function StepLine({ view }: { readonly view: DeploymentView }): ReactElement {
	const { deployment, timing } = view;
	const knownUntil = useKnownUntil();
	const words = useCallback(
		(now: number): string => {
			const share = canaryShare(deployment);
			const parts = [
				share === null ? 'traffic not confirmed' : formatPercent(share / 100),
				stateWords(deployment),
				...(timing.durationMs === null || deployment.state !== 'analysing'
					? []
					: [
							`${clockSpan(elapsedAt(timing, deployment.clockRate, knownUntil ?? now))} of ${clockSpan(timing.durationMs)}`,
						]),
			];
			return parts.join(', ');
		},
		[deployment, timing, knownUntil],
	);
	const text = useNowText(words);
	return (
		<small className={styles.small} title={view.headline}>
			{text}
		</small>
	);
}

/** Each environment's release, and what waits to come there. */
import type { ReactElement } from 'react';
import { isInFlight } from '../../../shared/domain/deployment/model.ts';
import type { BatchView, FreezeView, PipelineView } from '../../../shared/rpc/pipeline-views.ts';
import { formatCounted } from '../../../shared/domain/format.ts';
import type { EnvironmentView } from '../../../shared/rpc/views.ts';
import { addresses } from '../../store/address.ts';
import { useDeployment } from '../../store/hooks.ts';
import { Card } from '../../ui/card.tsx';
import { Chip } from '../../ui/chip.tsx';
import { EnvBadge } from '../../ui/env.tsx';
import { Glyph } from '../../ui/glyph.tsx';
import { Time } from '../../ui/time.tsx';
import { healthLook, withoutOutcome } from '../deployment/words.ts';
import { batchOf, batchWords } from './service-model.ts';
import styles from './service.module.css';

export function EnvironmentsNow(props: {
	readonly service: string;
	readonly environments: readonly EnvironmentView[];
	readonly pipeline: PipelineView | null;
	readonly freezes: readonly FreezeView[];
}): ReactElement | null {
	const { service, environments, pipeline, freezes } = props;
	if (environments.length === 0) return null;
	return (
		<section className={styles.environments} aria-label="Environments now">
			{environments.map((environment) => (
				<EnvironmentNow
					key={environment.key}
					service={service}
					environment={environment}
					batch={batchOf(pipeline?.batches ?? null, environment.key)}
					freeze={freezes.find((each) => each.environment === environment.key && each.isNow) ?? null}
				/>
			))}
		</section>
	);
}

function EnvironmentNow(props: {
	readonly service: string;
	readonly environment: EnvironmentView;
	readonly batch: BatchView | null;
	readonly freeze: FreezeView | null;
}): ReactElement {
	const { service, environment, batch, freeze } = props;
	const view = useDeployment(environment.deploymentId);
	const look = healthLook[environment.health];
	const inFlight = view !== null && isInFlight(view.deployment) ? view : null;
	return (
		<Card
			title={<EnvBadge name={environment.environment} production={environment.tier === 'production'} />}
			actions={<Chip tone={look.tone}>{look.word}</Chip>}
			className={styles.environment}
		>
			<Standing environment={environment} />
			<p className="dim">{withoutOutcome(environment.healthText)}</p>
			{inFlight !== null && (
				<p className={styles.inFlight}>
					<a href={addresses.deployment(inFlight.deployment.id)}>{inFlight.headline}</a>
				</p>
			)}
			{batch !== null && <Batch service={service} batch={batch} />}
			{freeze !== null && freeze.lift === null && (
				<p className={styles.frozen}>
					<Glyph tone="paused" /> Frozen: {freeze.name}
				</p>
			)}
			<p className={styles.target}>
				{environment.targetLabel}
				{environment.asOf !== null && (
					<>
						, known <Time at={environment.asOf} />
					</>
				)}
			</p>
		</Card>
	);
}

function Standing({ environment }: { readonly environment: EnvironmentView }): ReactElement {
	const { standing, standingSince } = environment;
	if (standing === null) return <p className={styles.version}>nothing released yet</p>;
	return (
		<p className={styles.version}>
			<span className="mono">{standing.version}</span>{' '}
			{standingSince !== null && (
				<span className={styles.since}>
					for <Time at={standingSince} form="since" />
				</span>
			)}
		</p>
	);
}

/** "3 commits wait: 2.4.1, 2 authors, oldest 2 h" */
function Batch({ service, batch }: { readonly service: string; readonly batch: BatchView }): ReactElement {
	return (
		<p className={styles.batch}>
			<b>{batch.commits === null ? 'What waits' : batchWords(batch)}</b>{' '}
			{batch.commits === null ? 'is' : 'to come with'}{' '}
			<a className="mono" href={addresses.release(service, batch.toVersion)}>
				{batch.toVersion}
			</a>
			<span className={styles.batchFacts}>
				{batch.authors > 0 && formatCounted(batch.authors, 'author')}
				{batch.oldestCommitAt !== null && (
					<>
						{batch.authors > 0 && ', '}oldest <Time at={batch.oldestCommitAt} />
					</>
				)}
			</span>
		</p>
	);
}

import { type ReactElement, useMemo } from 'react';
import { isInFlight } from '../../../shared/domain/deployment/model.ts';
import type { EnvironmentView } from '../../../shared/rpc/views.ts';
import { addresses } from '../../store/address.ts';
import { useDeployment, useEnvironments } from '../../store/hooks.ts';
import { Card } from '../../ui/card.tsx';
import { Chip } from '../../ui/chip.tsx';
import { EnvBadge } from '../../ui/env.tsx';
import { LinkButton } from '../../ui/button.tsx';
import { PageHead, useTitle } from '../../ui/page.tsx';
import { Time } from '../../ui/time.tsx';
import { healthLook, withoutOutcome } from '../deployment/words.ts';
import { HistoryPanel } from './history-panel.tsx';
import styles from './history.module.css';

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

function EnvironmentNow({ environment }: { readonly environment: EnvironmentView }): ReactElement {
	const view = useDeployment(environment.deploymentId);
	const look = healthLook[environment.health];
	const inFlight = view !== null && isInFlight(view.deployment) ? view : null;
	return (
		<Card
			title={<EnvBadge name={environment.environment} production={environment.tier === 'production'} />}
			actions={<Chip tone={look.tone}>{look.word}</Chip>}
		>
			<Standing environment={environment} />
			<p className="dim">{withoutOutcome(environment.healthText)}</p>
			{inFlight !== null && (
				<p className={styles.inFlight}>
					<a href={addresses.deployment(inFlight.deployment.id)}>{inFlight.headline}</a>
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

/** One service: its environments now and its history. */
export function ServiceScreen({ service }: { readonly service: string }): ReactElement {
	const all = useEnvironments();
	const own = useMemo(() => all.filter((environment) => environment.service === service), [all, service]);
	const owner = own[0]?.owner ?? null;
	useTitle(service);
	return (
		<>
			<PageHead
				title={service}
				over={own[0]?.project}
				under={owner === null ? undefined : `Owned by ${owner}`}
				actions={<LinkButton href={addresses.board}>Start a release from the board</LinkButton>}
			/>
			{own.length > 0 && (
				<section className={styles.environments} aria-label="Environments now">
					{own.map((environment) => (
						<EnvironmentNow key={environment.key} environment={environment} />
					))}
				</section>
			)}
			<HistoryPanel key={service} service={service} />
		</>
	);
}

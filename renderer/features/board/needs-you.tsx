import { type ReactElement, useState } from 'react';
import type { NeedView } from '../../../shared/rpc/views.ts';
import { addresses } from '../../store/address.ts';
import { isViewInFlight, useDeployment, useNeeds, useRoom } from '../../store/hooks.ts';
import { Button, LinkButton } from '../../ui/button.tsx';
import { cx } from '../../ui/cx.ts';
import { EnvBadge } from '../../ui/env.tsx';
import { Glyph } from '../../ui/glyph.tsx';
import { Time } from '../../ui/time.tsx';
import { ActionButtons } from '../deployment/action-buttons.tsx';
import styles from './needs-you.module.css';

/** Shown before "all of them" is asked for. */
const shownAtFirst = 6;

/** What waits for a person, most urgent first. Nothing at all when nothing does. */
export function NeedsYou(): ReactElement | null {
	const needs = useNeeds();
	const [isAll, setIsAll] = useState(false);
	if (needs.length === 0) return null;
	const shown = isAll ? needs : needs.slice(0, shownAtFirst);
	return (
		<section className={styles.section} aria-label="Needs you">
			<header className={styles.header}>
				<h2>Needs you</h2>
				{needs.length > shownAtFirst && (
					<Button variant="quiet" size="s" onPress={() => setIsAll(!isAll)}>
						{isAll ? 'Show the most urgent' : `Show all ${needs.length}`}
					</Button>
				)}
			</header>
			<ul className={styles.needs}>
				{shown.map((need) => (
					<Need key={need.id} need={need} />
				))}
			</ul>
		</section>
	);
}

function Need({ need }: { readonly need: NeedView }): ReactElement {
	const environment = useRoom((room) =>
		need.environment === null ? null : (room.environments[need.environment] ?? null),
	);
	const view = useDeployment(need.deploymentId);
	const isNow = need.urgency === 'now';
	return (
		<li className={cx(styles.need, isNow && styles.now)}>
			<p className={styles.title}>
				<Glyph tone={isNow ? 'bad' : 'warn'} />
				<span>
					{need.title}{' '}
					{environment !== null && (
						<EnvBadge name={environment.environment} production={environment.tier === 'production'} />
					)}
				</span>
			</p>
			<p className={styles.detail}>{need.detail}</p>
			<div className={styles.foot}>
				<LinkButton size="s" href={hrefOf(need)} aria-label={`Open: ${need.title}`}>
					Open
				</LinkButton>
				{view !== null && isViewInFlight(view) && <ActionButtons view={view} only={['roll-back']} />}
				<Time at={need.since} className={styles.since} />
			</div>
		</li>
	);
}

/** Where a need can be met: its deployment, its run, its report, its connection, or its service. */
export function hrefOf(need: NeedView): string {
	if (need.pipeline != null) {
		const { service, runId } = need.pipeline;
		return runId === null ? addresses.service(service) : addresses.run(service, runId);
	}
	if (need.report !== undefined) return addresses.month(need.report.month, need.report.scope);
	if (need.deploymentId !== null) return addresses.deployment(need.deploymentId);
	if (need.kind === 'connection' || need.environment === null) return addresses.connections;
	return addresses.service(need.environment.slice(0, need.environment.lastIndexOf('/')));
}

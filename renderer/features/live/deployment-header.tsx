/** Which deployment this is and how it stands, in one sentence. */
import { ExternalLink } from 'lucide-react';
import type { ReactElement, ReactNode } from 'react';
import { actorName, environmentKey } from '../../../shared/domain/release.ts';
import type { DeploymentView, HostView } from '../../../shared/rpc/views.ts';
import { formatNumber } from '../../../shared/domain/format.ts';
import { addresses } from '../../store/address.ts';
import { useEnvironment, useHost } from '../../store/hooks.ts';
import { EnvBadge } from '../../ui/env.tsx';
import { Time } from '../../ui/time.tsx';
import { toolClass } from '../../ui/tool-button.tsx';
import styles from './live.module.css';

function capital(text: string): string {
	return text.charAt(0).toUpperCase() + text.slice(1);
}

function stepText(view: DeploymentView): string {
	const { stepIndex, strategy } = view.deployment;
	const total = strategy.steps.length;
	const kind = capital(strategy.kind);
	return stepIndex >= total ? `${kind}, all ${total} steps done` : `${kind}, step ${stepIndex + 1} of ${total}`;
}

export function DeploymentHeader(props: {
	readonly view: DeploymentView;
	/** Commands, at the right. */
	readonly actions: ReactNode;
	/** Copy, replay: things that change nothing. */
	readonly tools: ReactNode;
}): ReactElement {
	const { view } = props;
	const { deployment } = view;
	const key = environmentKey(deployment.service, deployment.environment);
	const environment = useEnvironment(key);
	const host = useHost();
	return (
		<header className={styles.head}>
			<div className={styles.headTop}>
				<nav aria-label="Where this is" className={styles.crumbs}>
					<a href={addresses.service(deployment.service)}>{deployment.service}</a>
					<span aria-hidden="true">/</span>
					<EnvBadge name={deployment.environment} production={deployment.tier === 'production'} />
					{environment !== null && <span>{environment.targetLabel}</span>}
					{view.heldBy !== null && <span className={styles.held}>held by {view.heldBy}</span>}
				</nav>
				<div className={styles.tools}>
					{props.tools}
					<OpenInWindow id={deployment.id} host={host.kind} />
				</div>
			</div>
			<div className={styles.headMain}>
				<div className={styles.headWords}>
					<h1 tabIndex={-1}>{view.headline}</h1>
					<p className={styles.subline}>
						<span>{stepText(view)}.</span>{' '}
						<span>
							Started <Time at={deployment.createdAt} form="clock" /> by {actorName(deployment.startedBy)},{' '}
							<Time at={deployment.createdAt} />.
						</span>{' '}
						{deployment.clockRate !== 1 && (
							<span>Steps run {formatNumber(deployment.clockRate, 1)} times faster than the clock.</span>
						)}
					</p>
				</div>
				{props.actions}
			</div>
		</header>
	);
}

/** The opener is kept: it hands the new window this window's key to the control room. The desktop has one window. */
export function OpenInWindow(props: { readonly id: string; readonly host: HostView['kind'] }): ReactElement | null {
	const { id, host } = props;
	if (host === 'desktop') return null;
	return (
		<a className={toolClass} href={addresses.deployment(id)} target="_blank" rel="opener">
			<ExternalLink size={13} aria-hidden="true" />
			Open in a new window
		</a>
	);
}

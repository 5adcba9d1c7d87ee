/** Which deployment this is and how it stands, in one sentence. */
import { ExternalLink, Link2 } from 'lucide-react';
import type { ReactElement, ReactNode } from 'react';
import { actorName, environmentKey } from '../../../shared/domain/release.ts';
import type { DeploymentView, HostView } from '../../../shared/rpc/views.ts';
import { formatNumber } from '../../../shared/domain/format.ts';
import { linkTo } from '../../../shared/shell/links.ts';
import { addresses } from '../../store/address.ts';
import { useEnvironment, useHost } from '../../store/hooks.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { EnvBadge } from '../../ui/env.tsx';
import { Time } from '../../ui/time.tsx';
import { ToolButton, toolClass } from '../../ui/tool-button.tsx';
import { useOpenWindow } from '../deployment/use-open-window.ts';
import { capital } from '../deployment/words.ts';
import styles from './live.module.css';

function stepText(view: DeploymentView): string {
	const kind = capital(view.deployment.strategy.kind);
	const total = view.rail.length;
	// Steps are counted as the rail below shows them; the engine's own are finer.
	const index = view.rail.findIndex(({ state }) => state === 'now' || state === 'failed');
	if (index >= 0) return `${kind}, step ${index + 1} of ${total}`;
	return view.rail.every(({ state }) => state === 'done') ? `${kind}, all ${total} steps done` : kind;
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
	const openWindow = useOpenWindow();
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
					<CopyLink id={deployment.id} />
					<OpenInWindow
						id={deployment.id}
						host={host.kind}
						open={() => openWindow(addresses.deployment(deployment.id), 'deployment')}
					/>
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

/**
 * On the desktop the shell opens the window, or brings the one that shows this to the front. In a browser the opener is
 * kept: it hands the new window this window's key to the control room.
 */
export function OpenInWindow(props: {
	readonly id: string;
	readonly host: HostView['kind'];
	/** Asks the shell of the desktop. */
	readonly open: () => void;
}): ReactElement {
	const { id, host, open } = props;
	const icon = <ExternalLink size={13} aria-hidden="true" />;
	if (host === 'desktop') {
		return (
			<ToolButton icon={icon} onClick={open}>
				Open in its own window
			</ToolButton>
		);
	}
	return (
		<a className={toolClass} href={addresses.deployment(id)} target="_blank" rel="opener">
			{icon}
			Open in its own window
		</a>
	);
}

/** A link that works in chats and tickets: it opens Signalbox at this place and does nothing there. */
function CopyLink({ id }: { readonly id: string }): ReactElement {
	return (
		<CopyButton
			label="Copy link"
			done="Link copied"
			icon={<Link2 size={13} aria-hidden="true" />}
			make={() => linkTo(addresses.deployment(id))}
		/>
	);
}

import { Activity } from 'lucide-react';
import { type ReactElement, useCallback } from 'react';
import type { DeploymentView } from '../../../shared/rpc/views.ts';
import { addresses } from '../../store/address.ts';
import { useInFlight, useIsStale, useKnownUntil } from '../../store/hooks.ts';
import { useNowText } from '../../ui/clock.tsx';
import { LinkButton } from '../../ui/button.tsx';
import { Chip } from '../../ui/chip.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { EnvBadge } from '../../ui/env.tsx';
import { PageHead, useTitle } from '../../ui/page.tsx';
import { SplitBar } from '../../ui/split-bar.tsx';
import { Time } from '../../ui/time.tsx';
import { actorName } from '../../../shared/domain/release.ts';
import { ActionButtons } from '../deployment/action-buttons.tsx';
import { flightTone, stateWords, trafficOf, withoutOutcome } from '../deployment/words.ts';
import { clockSpan, elapsedAt } from '../live/step-progress.ts';
import styles from './in-flight-screen.module.css';
import { MiniRail } from './mini-rail.tsx';

/** Everything that is shipping, with what can be done about it. */
export function InFlightScreen(): ReactElement {
	useTitle('In flight');
	const views = useInFlight();
	return (
		<>
			<PageHead
				title="In flight"
				under={views.length === 0 ? undefined : 'What waits for a person stands first, then the oldest.'}
			/>
			{views.length === 0 ? (
				<section className={styles.empty}>
					<EmptyState
						icon={<Activity size={28} />}
						title="Nothing is in flight"
						actions={<LinkButton href={addresses.board}>Deploy from the board</LinkButton>}
					>
						A release on its way shows here: its traffic, its steps, the verdict, and one press to roll it back.
					</EmptyState>
				</section>
			) : (
				<ul className={styles.list}>
					{views.map((view) => (
						<Flight key={view.deployment.id} view={view} />
					))}
				</ul>
			)}
		</>
	);
}

function Flight({ view }: { readonly view: DeploymentView }): ReactElement {
	const { deployment } = view;
	const isStale = useIsStale();
	const verdict = view.latestLook ?? deployment.verdict;
	return (
		<li className={styles.flight}>
			<header className={styles.head}>
				<div className={styles.words}>
					<p className={styles.where}>
						<span>{deployment.service}</span>
						<EnvBadge name={deployment.environment} production={deployment.tier === 'production'} />
						<span className="faint">
							{deployment.strategy.kind === 'canary' ? 'canary' : 'blue-green'}, started{' '}
							<Time at={deployment.createdAt} /> by {actorName(deployment.startedBy)}
						</span>
					</p>
					<h2 className={styles.title}>
						<a href={addresses.deployment(deployment.id)}>{view.headline}</a>
					</h2>
				</div>
				<ActionButtons view={view} />
			</header>
			<SplitBar {...trafficOf(deployment)} stale={isStale} />
			<MiniRail rail={view.rail} />
			<footer className={styles.foot}>
				<Chip tone={flightTone(deployment)}>{stateWords(deployment)}</Chip>
				<StepClock view={view} />
				<span className={styles.why}>
					{withoutOutcome(deployment.problem?.message ?? deployment.pause?.text ?? verdict?.summary ?? '')}
				</span>
				{view.heldBy !== null && <span className="faint">held by {view.heldBy}</span>}
			</footer>
		</li>
	);
}

function StepClock({ view }: { readonly view: DeploymentView }): ReactElement | null {
	const { timing, deployment } = view;
	const knownUntil = useKnownUntil();
	const words = useCallback(
		(now: number) =>
			timing.durationMs === null
				? ''
				: `${clockSpan(elapsedAt(timing, deployment.clockRate, knownUntil ?? now))} of ${clockSpan(timing.durationMs)}`,
		[timing, deployment.clockRate, knownUntil],
	);
	const text = useNowText(words);
	return text === '' ? null : <span className="dim">{text}</span>;
}

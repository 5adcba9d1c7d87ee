import { type ReactElement, useCallback } from 'react';
import { formatPercent } from '../../../shared/domain/format.ts';
import type { DeploymentView } from '../../../shared/rpc/views.ts';
import { useIsStale, useKnownUntil } from '../../store/hooks.ts';
import { useNowText } from '../../ui/clock.tsx';
import { EnvBadge } from '../../ui/env.tsx';
import { Glyph } from '../../ui/glyph.tsx';
import { SplitBar } from '../../ui/split-bar.tsx';
import { canaryShare, capital, flightTone, stateWords, trafficOf, withoutOutcome } from '../deployment/words.ts';
import styles from './wall.module.css';
import { stepWords, timeLeft } from './wall-model.ts';

/** A release on its way, its version as large as it gets. */
export function WallFlight({
	view,
	isAlone,
}: {
	readonly view: DeploymentView;
	readonly isAlone: boolean;
}): ReactElement {
	const { deployment } = view;
	const isStale = useIsStale();
	const tone = flightTone(deployment);
	const share = canaryShare(deployment);
	const verdict = view.latestLook ?? deployment.verdict;
	const why = deployment.problem?.message ?? deployment.pause?.text ?? verdict?.summary ?? null;
	return (
		<article className={styles.flight} data-tone={tone} data-alone={isAlone}>
			<p className={styles.where}>
				<b>{deployment.service}</b>
				<EnvBadge name={deployment.environment} production={deployment.tier === 'production'} />
				<span className={styles.verdict} data-tone={tone}>
					<Glyph tone={tone} />
					{capital(stateWords(deployment))}
				</span>
			</p>
			<p className={styles.version}>
				<strong>{deployment.release.version}</strong>
				{isAlone && deployment.from !== null && <span>replaces {deployment.from.version}</span>}
				{share !== null && (
					<span className={styles.share}>
						<b>{formatPercent(share / 100)}</b>
						{isAlone && ' of traffic'}
					</span>
				)}
			</p>
			<div className={styles.split}>
				<SplitBar {...trafficOf(deployment)} stale={isStale} />
			</div>
			<p className={styles.step}>
				<span>{stepWords(view)}</span>
				<Left view={view} />
			</p>
			{why !== null && <p className={styles.why}>{capital(withoutOutcome(why))}</p>}
		</article>
	);
}

function Left({ view }: { readonly view: DeploymentView }): ReactElement {
	const knownUntil = useKnownUntil();
	const words = useCallback((now: number) => timeLeft(view, knownUntil ?? now) ?? '', [view, knownUntil]);
	return <span>{useNowText(words)}</span>;
}

/** How traffic is split: what the target confirmed, and what was asked for where that is another. */
import type { ReactElement } from 'react';
import type { Deployment } from '../../../shared/domain/deployment/model.ts';
import { otherSlot, sameSplit, type TrafficSplit } from '../../../shared/domain/target/model.ts';
import { SplitBar } from '../../ui/split-bar.tsx';
import { Time } from '../../ui/time.tsx';
import { shareText } from './describe-event.ts';
import styles from './live.module.css';

/** From this share on, per cent, the bar itself has room for the words. */
const fitsInBar = 12;

function Bar(props: {
	readonly deployment: Deployment;
	readonly split: TrafficSplit;
	readonly size: 'large' | 'mini';
	readonly stale: boolean;
}): ReactElement {
	const { deployment, split, size, stale } = props;
	const { from, release, canarySlot } = deployment;
	const stable = from === null ? null : { name: from.version, word: 'stable', percent: split[otherSlot(canarySlot)] };
	const canary = { name: release.version, word: 'canary', percent: split[canarySlot] };
	return <SplitBar stable={stable} canary={canary} size={size} stale={stale} />;
}

function Confirmation({ deployment }: { readonly deployment: Deployment }): ReactElement {
	const { wanted, confirmed, confirmedAt } = deployment.traffic;
	const share = shareText(wanted[deployment.canarySlot]);
	const age = confirmedAt === null ? null : <Time at={confirmedAt} />;
	if (confirmed === null)
		return (
			<>
				Asked for {share} to {deployment.release.version}; the target has not confirmed it yet.
			</>
		);
	if (sameSplit(wanted, confirmed)) return <>The target confirmed this split {age}.</>;
	return (
		<>
			Asked for {share} to {deployment.release.version}; the target showed {shareText(confirmed[deployment.canarySlot])}{' '}
			{age}.
		</>
	);
}

export function Traffic(props: { readonly deployment: Deployment; readonly stale: boolean }): ReactElement {
	const { deployment, stale } = props;
	const { wanted, confirmed } = deployment.traffic;
	const isSettled = confirmed !== null && sameSplit(wanted, confirmed);
	const canary = (confirmed ?? wanted)[deployment.canarySlot];
	return (
		<section aria-label="Traffic" className={styles.traffic}>
			<Bar deployment={deployment} split={confirmed ?? wanted} size="large" stale={stale || confirmed === null} />
			<div className={styles.trafficNote}>
				<span data-settled={isSettled}>
					<Confirmation deployment={deployment} />
				</span>
				{canary > 0 && canary < fitsInBar && (
					<span className={styles.trafficShare}>
						<span className="mono">{deployment.release.version}</span> canary {shareText(canary)}
					</span>
				)}
			</div>
			{!isSettled && confirmed !== null && (
				<div className={styles.wanted}>
					<span>asked for</span>
					<Bar deployment={deployment} split={wanted} size="mini" stale={false} />
				</div>
			)}
		</section>
	);
}

import { Eye, FastForward, WifiOff } from 'lucide-react';
import type { ReactElement, ReactNode } from 'react';
import { formatNumber } from '../../shared/domain/format.ts';
import { useHost, useRoom, useRoomSnapshot } from '../store/hooks.ts';
import { cx } from '../ui/cx.ts';
import { clockTime } from '../ui/instant.ts';
import { Time } from '../ui/time.tsx';
import styles from './banners.module.css';

/** What must be known about everything on screen. Nothing here when all is as usual. */
export function Banners({ isKnown }: { readonly isKnown: boolean }): ReactElement {
	return (
		<section aria-label="State of this window">
			<LinkBanner isKnown={isKnown} />
			{isKnown && <ReadOnlyBanner />}
			{isKnown && <ClockBanner />}
		</section>
	);
}

function Banner(props: {
	readonly tone: 'warn' | 'calm';
	readonly icon: ReactNode;
	readonly children: ReactNode;
	readonly role?: 'status';
}): ReactElement {
	return (
		<div className={cx(styles.banner, styles[props.tone])} role={props.role}>
			{props.icon}
			<p>{props.children}</p>
		</div>
	);
}

function LinkBanner({ isKnown }: { readonly isKnown: boolean }): ReactElement | null {
	const { state, since } = useRoomSnapshot((snapshot) => snapshot.link);
	const lastKnownAt = useRoomSnapshot((snapshot) => snapshot.lastKnownAt);
	if (state === 'connected' || (state === 'connecting' && !isKnown)) return null;
	return (
		<Banner tone="warn" icon={<WifiOff size={15} aria-hidden="true" />} role="status">
			<b>Reconnecting.</b>{' '}
			{isKnown && lastKnownAt !== null ? (
				<>This is what was last known at {clockTime(lastKnownAt)}; it may be different by now.</>
			) : (
				<>The control room has not answered since {clockTime(since)}.</>
			)}{' '}
			{lastKnownAt !== null && <Time at={lastKnownAt} />}
		</Banner>
	);
}

function ReadOnlyBanner(): ReactElement | null {
	const { mayAct, kind } = useHost();
	if (mayAct) return null;
	return (
		<Banner tone="calm" icon={<Eye size={15} aria-hidden="true" />}>
			<b>This window may look but not act.</b>
			{kind === 'browser' && ' Signalbox was started without the right to act from the browser.'}
		</Banner>
	);
}

function ClockBanner(): ReactElement | null {
	const rate = useRoom((room) => (room.sample.state === 'running' ? room.sample.clockRate : 1));
	const hasMadeUpPast = useRoom((room) => Object.values(room.factSources).some(({ kind }) => kind === 'sample'));
	if (rate <= 1) return null;
	return (
		<Banner tone="calm" icon={<FastForward size={15} aria-hidden="true" />}>
			The sample&apos;s steps run {formatNumber(rate, 1)} times faster than the clock on the wall. Requests and
			measurements are real.
			{hasMadeUpPast && ' The past months of deliveries, incidents and tests are made up.'}
		</Banner>
	);
}

import type { ReactElement } from 'react';
import { formatAge, formatDuration } from '../../shared/domain/format.ts';
import { useNowText } from './clock.tsx';
import { clockTime, exactInstant } from './instant.ts';

/** How long ago an instant was, with the exact instant on hover. `since` says only for how long: "4 min". */
export function Time({
	at,
	form = 'ago',
	className,
}: {
	readonly at: number;
	readonly form?: 'ago' | 'since' | 'clock';
	readonly className?: string | undefined;
}): ReactElement {
	const text = useNowText((now) => {
		if (form === 'clock') return clockTime(at);
		return form === 'ago' ? formatAge(coarse(now - at)) : formatDuration(coarse(Math.max(0, now - at)));
	});
	return (
		<time dateTime={new Date(at).toISOString()} title={exactInstant(at)} className={className}>
			{text}
		</time>
	);
}

/** Cut to the unit that still tells something, so that "2 h 13 min" does not flicker: seconds below a minute, then minutes, hours, days. */
function coarse(ms: number): number {
	const unit = ms < 60_000 ? 1_000 : ms < 3_600_000 ? 60_000 : ms < 86_400_000 ? 3_600_000 : 86_400_000;
	return Math.floor(ms / unit) * unit;
}

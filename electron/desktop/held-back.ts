/** What happens in quiet hours waits here for their end. */
import type { ShellNotification } from '../../shared/shell/notifications.ts';
import { type LocalTime, isQuiet, showingOf } from '../../shared/shell/quiet-hours.ts';
import type { SettingsDesk } from '../host/shell/desk.ts';

export interface HeldBackDeps {
	readonly settings: Pick<SettingsDesk, 'current' | 'onChange'>;
	readonly localTime: () => LocalTime;
	/** Calls every so many ms until the returned function is called. */
	readonly every: (ms: number, work: () => void) => () => void;
}

export interface HeldBack {
	add(news: ShellNotification): void;
	/** It has been decided meanwhile. */
	drop(key: string): void;
	close(): void;
}

/** Quiet hours begin and end on a minute. */
const minuteMs = 60_000;

/** `release` gets everything at once when quiet hours are over, without what the settings leave out by then. */
export function createHeldBack(
	{ settings, localTime, every }: HeldBackDeps,
	release: (list: readonly ShellNotification[]) => void,
): HeldBack {
	let held: readonly ShellNotification[] = [];
	let stopWatch: (() => void) | null = null;
	const keep = (list: readonly ShellNotification[]) => {
		held = list;
		if (held.length > 0) stopWatch ??= every(minuteMs, look);
		else {
			stopWatch?.();
			stopWatch = null;
		}
	};
	const look = () => {
		const time = localTime();
		const now = settings.current();
		if (held.length === 0 || isQuiet(now.quietHours, time)) return;
		const list = held.filter(({ kind }) => showingOf(kind, now, time) === 'shown');
		keep([]);
		release(list);
	};
	const leave = settings.onChange(look);
	return {
		add: (news) => keep([...held, news]),
		drop: (key) => keep(held.filter((each) => each.key !== key)),
		close() {
			leave();
			keep([]);
		},
	};
}

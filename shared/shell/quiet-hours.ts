/** When notifications keep still. Pure: the time of day on this machine is passed in. */
import type { NotificationKind, ShellSettings } from './settings.ts';

/** The time on this machine's own clock. */
export interface LocalTime {
	/** 0 is Sunday. */
	readonly day: number;
	/** Since midnight, 0..1439. */
	readonly minutes: number;
}

/**
 * True during quiet hours: from the minute of `from` up to, not including, that of `to`. Hours that pass midnight belong to
 * the day on which they begin. Hours that begin and end at the same time are none.
 */
export function isQuiet(hours: ShellSettings['quietHours'], time: LocalTime): boolean {
	if (!hours.enabled) return false;
	const from = minutesOf(hours.from);
	const to = minutesOf(hours.to);
	const begins = (day: number) => hours.days.includes(day);
	if (from <= to) return begins(time.day) && time.minutes >= from && time.minutes < to;
	return time.minutes >= from ? begins(time.day) : time.minutes < to && begins((time.day + 6) % 7);
}

/** `held` is told once quiet hours are over. */
export type Showing = 'shown' | 'held' | 'left-out';

/** What becomes of a notification of this kind at this time. */
export function showingOf(
	kind: NotificationKind,
	{ notifications, quietHours }: Pick<ShellSettings, 'notifications' | 'quietHours'>,
	time: LocalTime,
): Showing {
	if (!notifications.enabled || !notifications.kinds.includes(kind)) return 'left-out';
	if (!isQuiet(quietHours, time)) return 'shown';
	return kind === 'failed' && quietHours.letFailuresThrough ? 'shown' : 'held';
}

/** The time of day of an instant, in the zone of this machine. */
export function localTimeOf(instant: Date): LocalTime {
	return { day: instant.getDay(), minutes: instant.getHours() * 60 + instant.getMinutes() };
}

/** `text`: `HH:MM`, as the settings check it. */
function minutesOf(text: string): number {
	const [hours = 0, minutes = 0] = text.split(':').map(Number);
	return hours * 60 + minutes;
}

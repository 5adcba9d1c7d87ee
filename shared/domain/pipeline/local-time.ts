/** Wall clocks and instants. Where clocks go back an hour, a wall time happens twice; where they go forward, not at all. */
import { Temporal } from 'temporal-polyfill';

/** First instant at which the wall clock shows `local`, or has jumped over it; ms since the epoch. */
export function firstInstantAt(local: Temporal.PlainDateTime, zone: string): number {
	return instantAt(local, zone, 'earlier');
}

/** Last instant at which the wall clock shows `local`, or has jumped over it; ms since the epoch. */
export function lastInstantAt(local: Temporal.PlainDateTime, zone: string): number {
	return instantAt(local, zone, 'later');
}

function instantAt(local: Temporal.PlainDateTime, zone: string, disambiguation: 'earlier' | 'later'): number {
	const found = local.toZonedDateTime(zone, { disambiguation });
	return found.toPlainDateTime().equals(local) ? found.epochMilliseconds : jumpOver(local, zone);
}

/** The instant at which the clock jumped over `local`. */
function jumpOver(local: Temporal.PlainDateTime, zone: string): number {
	const after = local.toZonedDateTime(zone, { disambiguation: 'later' });
	// The transition itself counts as before; "previous" would leave it out.
	const jump = after.add({ milliseconds: 1 }).getTimeZoneTransition('previous');
	return (jump ?? after).epochMilliseconds;
}

/** A local day as instants: 23, 24 or 25 hours, and none at all where the zone left it out. */
export function localDay(date: string, zone: string): { readonly from: number; readonly to: number } {
	const day = Temporal.PlainDate.from(date);
	const startOf = (start: Temporal.PlainDate) => start.toZonedDateTime(zone).epochMilliseconds;
	return { from: startOf(day), to: startOf(day.add({ days: 1 })) };
}

/** The local date at an instant. */
export function dateAt(instant: number, zone: string): Temporal.PlainDate {
	return Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone).toPlainDate();
}

/** `2026-12-23 18:00 Europe/Berlin` */
export function wallClockText(instant: number, zone: string): string {
	return `${localMinute(instant, zone)} ${zone}`;
}

/** `2026-10-14 09:31`, where the zone is named elsewhere. */
export function localMinute(instant: number, zone: string): string {
	const local = Temporal.Instant.fromEpochMilliseconds(Math.floor(instant)).toZonedDateTimeISO(zone);
	return local.toPlainDateTime().toString({ smallestUnit: 'minute' }).replace('T', ' ');
}

/** `2026-10-14` */
export function localDate(instant: number, zone: string): string {
	return localMinute(instant, zone).slice(0, 10);
}

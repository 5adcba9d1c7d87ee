/** Instants as reports print them, in the reporting zone, which each report names once. */
import { Temporal } from 'temporal-polyfill';

/** `2026-10-14 09:31` */
export function localMinute(instant: number, zone: string): string {
	const local = Temporal.Instant.fromEpochMilliseconds(Math.floor(instant)).toZonedDateTimeISO(zone);
	return local.toPlainDateTime().toString({ smallestUnit: 'minute' }).replace('T', ' ');
}

/** `2026-10-14` */
export function localDate(instant: number, zone: string): string {
	return localMinute(instant, zone).slice(0, 10);
}

/** Instants as sources write them. An offset is part of the instant and never dropped: 21:50 +0200 is 19:50 in UTC. */

export interface ReadInstant {
	/** ms since the epoch. */
	readonly at: number;
	/** Minutes east of UTC; null for `Z`. */
	readonly offsetMinutes: number | null;
}

export type InstantProblem = 'not-a-time' | 'no-offset' | 'no-such-day' | 'out-of-range';

/** What programs write for "never" (the year 1, the epoch) is no instant, nor is a year that nobody who reads this sees. */
const earliest = Date.UTC(1980, 0, 1);
const latest = Date.UTC(2200, 0, 1);

/** ISO 8601 and RFC 3339, also with a space before the time or the offset; seconds may be left out, digits beyond ms are cut. */
const form =
	/^(\d{4})-(\d{2})-(\d{2})[Tt ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s?([Zz]|UTC|[+-]\d{2}(?::?\d{2})?)?$/;

function minutesOf(offset: string): number | null {
	if (/^(?:z|utc)$/i.test(offset)) return null;
	const hours = Number(offset.slice(1, 3));
	const minutes = Number(offset.slice(3).replace(':', '') || '0');
	const size = hours * 60 + minutes;
	return offset.startsWith('-') ? -size : size;
}

/** An instant, or why it is none. A time without an offset is none: nobody knows which instant it means. */
export function readInstant(text: string): ReadInstant | InstantProblem {
	const found = form.exec(text.trim());
	if (found === null) return 'not-a-time';
	const [, year, month, day, hour, minute, second = '0', fraction = '', offset] = found;
	if (offset === undefined) return 'no-offset';
	const [h, m, s] = [Number(hour), Number(minute), Number(second)];
	const local = Date.UTC(
		Number(year),
		Number(month) - 1,
		Number(day),
		h,
		m,
		s,
		Number(fraction.padEnd(3, '0').slice(0, 3)),
	);
	const isDay = new Date(local).getUTCDate() === Number(day) && Number(month) >= 1 && Number(month) <= 12;
	const offsetMinutes = minutesOf(offset);
	if (!isDay || h > 23 || m > 59 || s > 59 || Math.abs(offsetMinutes ?? 0) > 18 * 60) return 'no-such-day';
	const at = local - (offsetMinutes ?? 0) * 60_000;
	// Years below 100 are of the last century to `Date.UTC`.
	return Number(year) < 100 || at < earliest || at >= latest ? 'out-of-range' : { at, offsetMinutes };
}

/** For answers of hosts: null where it is no instant. */
export function instantOf(text: string | null | undefined): ReadInstant | null {
	const read = readInstant(text ?? '');
	return typeof read === 'string' ? null : read;
}

/** As `instantOf`, ms since the epoch. */
export function millisOf(text: string | null | undefined): number | null {
	return instantOf(text)?.at ?? null;
}

/** The same as a host is asked with: `2026-11-28T09:00:00Z`; whole seconds, cut. */
export function toIso(ms: number): string {
	return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}

/** Moments of freezes as they are written: by the week, once, or by the year. */

/** Reads like one side of a `Freeze`'s window. */
export type Moment =
	| { readonly kind: 'weekly'; readonly weekday: number; readonly minute: number }
	| { readonly kind: 'once'; readonly at: string }
	| { readonly kind: 'yearly'; readonly day: string };

const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;

/** Reads "fri 16:00", "2026-12-20T00:00" or "12-24"; null for anything else and for days that do not exist. */
export function parseMoment(text: string): Moment | null {
	return parseWeekly(text) ?? parseOnce(text) ?? parseYearly(text);
}

function parseWeekly(text: string): Moment | null {
	const [, word = '', clock = ''] = /^([A-Za-z]{3,9}) +(\d{1,2}:\d{2})$/.exec(text) ?? [];
	const name = word.toLowerCase();
	const index = weekdays.findIndex((weekday) => weekday === name || weekday.slice(0, 3) === name);
	const minute = parseClock(clock);
	return index < 0 || minute === null ? null : { kind: 'weekly', weekday: index + 1, minute };
}

/** Reads "09:30" as minutes after midnight; null for anything else. 24:00 is none, it is 00:00 of the next day. */
export function parseClock(text: string): number | null {
	const [, hours = '99', minutes = '99'] = /^(\d{1,2}):(\d{2})$/.exec(text) ?? [];
	return Number(hours) < 24 && Number(minutes) < 60 ? Number(hours) * 60 + Number(minutes) : null;
}

function parseOnce(text: string): Moment | null {
	const [, day = '', clock = ''] = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2})$/.exec(text) ?? [];
	return parseDay(day) === null || parseClock(clock) === null ? null : { kind: 'once', at: `${day}T${clock}` };
}

function parseYearly(text: string): Moment | null {
	// A leap year, so that 02-29 is a day.
	return /^\d{2}-\d{2}$/.test(text) && parseDay(`2024-${text}`) !== null ? { kind: 'yearly', day: text } : null;
}

/** Reads "2026-12-04" as that text; null for days that the calendar does not have. */
export function parseDay(text: string): string | null {
	if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return null;
	const [year = 0, month = 0, day = 0] = text.split('-').map(Number);
	const instant = new Date(Date.UTC(year, month - 1, day));
	return instant.getUTCMonth() === month - 1 && instant.getUTCDate() === day && year >= 1970 ? text : null;
}

/** True for the IANA name of a time zone that the runtime knows. Offsets such as +02:00 are none: they know no summer. */
export function isZone(zone: string): boolean {
	if (!/^[A-Za-z]/.test(zone)) return false;
	try {
		new Intl.DateTimeFormat('en', { timeZone: zone });
		return true;
	} catch {
		return false;
	}
}

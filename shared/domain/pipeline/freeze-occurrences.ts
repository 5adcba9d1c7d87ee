/** When a freeze's window opens and closes, one occurrence after another, in the wall clock of its zone. */
import { Temporal } from 'temporal-polyfill';
import type { Freeze } from './decisions.ts';

/** From the first up to, and without, the second. */
export interface LocalWindow {
	readonly from: Temporal.PlainDateTime;
	readonly to: Temporal.PlainDateTime;
}

type When<K extends Freeze['when']['kind']> = Extract<Freeze['when'], { readonly kind: K }>;

/** Occurrences in order, beginning before the one that `today` could lie in. Endless for what recurs. */
export function* occurrences(when: Freeze['when'], today: Temporal.PlainDate): Generator<LocalWindow> {
	if (when.kind === 'once') {
		yield { from: Temporal.PlainDateTime.from(when.from), to: Temporal.PlainDateTime.from(when.to) };
	} else if (when.kind === 'weekly') {
		const monday = today.subtract({ days: today.dayOfWeek - 1 });
		for (let week = -1; ; week += 1) yield weekly(when, monday.add({ weeks: week }));
	} else {
		for (let year = today.year - 1; ; year += 1) yield yearly(when, year);
	}
}

/** An end that does not lie behind its start belongs to the next week: fri 16:00 to mon 08:00. */
function weekly({ from, to }: When<'weekly'>, monday: Temporal.PlainDate): LocalWindow {
	const at = ({ weekday, minute }: typeof from) =>
		monday
			.add({ days: weekday - 1 })
			.toPlainDateTime()
			.add({ minutes: minute });
	const start = at(from);
	const end = at(to);
	return { from: start, to: isAfter(end, start) ? end : end.add({ weeks: 1 }) };
}

/** Both days belong to it. An end before its start belongs to the next year: 12-20 to 01-06. */
function yearly({ from, to }: When<'yearly'>, year: number): LocalWindow {
	const last = to < from ? year + 1 : year;
	return {
		from: firstDayFrom(from, year).toPlainDateTime(),
		to: lastDayUntil(to, last).add({ days: 1 }).toPlainDateTime(),
	};
}

/** The 29th of February in a year without one begins with the 1st of March. */
function firstDayFrom(monthDay: string, year: number): Temporal.PlainDate {
	const day = lastDayUntil(monthDay, year);
	return day.toString().endsWith(monthDay) ? day : day.add({ days: 1 });
}

/** … and ends with the 28th. */
function lastDayUntil(monthDay: string, year: number): Temporal.PlainDate {
	return Temporal.PlainMonthDay.from(monthDay).toPlainDate({ year });
}

export function isAfter(one: Temporal.PlainDateTime, other: Temporal.PlainDateTime): boolean {
	return Temporal.PlainDateTime.compare(one, other) > 0;
}

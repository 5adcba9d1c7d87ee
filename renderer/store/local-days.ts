/** Local calendar days, `YYYY-MM-DD`, as they are read and said. Pure. */
import type { Period } from '../../shared/domain/delivery/metrics.ts';
import { addDays, monthPeriod } from '../../shared/domain/delivery/periods.ts';
import { monthTitle } from '../../shared/domain/delivery/words.ts';

/** True for a day that the calendar has. */
export function isDay(text: string): boolean {
	const at = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
	return !Number.isNaN(at) && new Date(at).toISOString().slice(0, 10) === text;
}

export function isMonth(text: string): boolean {
	return /^\d{4}-\d{2}$/.test(text) && isDay(`${text}-01`);
}

/** The month that a period is exactly, if it is one. */
export function monthOfPeriod(period: Period): string | null {
	const month = period.from.slice(0, 7);
	return isMonth(month) && monthPeriod(month).from === period.from && monthPeriod(month).to === period.to
		? month
		: null;
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `3 Oct`, with the year where asked for. */
export function dayWords(day: string, withYear = false): string {
	const name = months[Number(day.slice(5, 7)) - 1] ?? '';
	return `${Number(day.slice(8, 10))} ${name}${withYear ? ` ${day.slice(0, 4)}` : ''}`;
}

/** `1 to 31 October 2026`, `28 Sep to 4 Oct 2026`, `20 Dec 2025 to 3 Jan 2026`; `to` is not part of the period. */
export function periodWords(period: Period): string {
	const last = addDays(period.to, -1);
	if (last === period.from) return dayWords(period.from, true);
	if (last.slice(0, 7) === period.from.slice(0, 7)) {
		return `${Number(period.from.slice(8))} to ${Number(last.slice(8))} ${monthTitle(last.slice(0, 7))}`;
	}
	return `${dayWords(period.from, last.slice(0, 4) !== period.from.slice(0, 4))} to ${dayWords(last, true)}`;
}

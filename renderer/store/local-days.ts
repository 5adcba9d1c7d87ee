/** Arithmetic with local calendar days, `YYYY-MM-DD`. Days of a calendar have no zone, so UTC serves to count them. Pure. */
import type { Period } from '../../shared/domain/delivery/metrics.ts';

const dayMs = 86_400_000;

function toMs(day: string): number {
	return Date.parse(`${day}T00:00:00Z`);
}

function fromMs(at: number): string {
	return new Date(at).toISOString().slice(0, 10);
}

export function isDay(text: string): boolean {
	return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(toMs(text)) && fromMs(toMs(text)) === text;
}

export function isMonth(text: string): boolean {
	return /^\d{4}-\d{2}$/.test(text) && isDay(`${text}-01`);
}

export function addDays(day: string, count: number): string {
	return fromMs(toMs(day) + count * dayMs);
}

/** Days from one to the other, the last one not counted. */
export function daysBetween(from: string, to: string): number {
	return Math.round((toMs(to) - toMs(from)) / dayMs);
}

/** `2026-10` and -1 give `2026-09`. */
export function addMonths(month: string, count: number): string {
	const [year = 0, number = 1] = month.split('-').map(Number);
	return fromMs(Date.UTC(year, number - 1 + count, 1)).slice(0, 7);
}

/** Period of whole months, beginning with `month`. */
export function wholeMonth(month: string, count = 1): Period {
	return { from: `${month}-01`, to: `${addMonths(month, count)}-01` };
}

/** The month that a period is exactly, if it is one. */
export function monthOfPeriod(period: Period): string | null {
	const month = period.from.slice(0, 7);
	return isMonth(month) && wholeMonth(month).from === period.from && wholeMonth(month).to === period.to ? month : null;
}

const months = [
	...['January', 'February', 'March', 'April', 'May', 'June'],
	...['July', 'August', 'September', 'October', 'November', 'December'],
];

/** `October 2026`. */
export function monthWords(month: string): string {
	return `${months[Number(month.slice(5, 7)) - 1] ?? month} ${month.slice(0, 4)}`;
}

/** `3 Oct`, with the year where asked for. */
export function dayWords(day: string, withYear = false): string {
	const name = (months[Number(day.slice(5, 7)) - 1] ?? '').slice(0, 3);
	return `${Number(day.slice(8, 10))} ${name}${withYear ? ` ${day.slice(0, 4)}` : ''}`;
}

/** `1 to 31 October 2026`, `28 Sep to 4 Oct 2026`, `20 Dec 2025 to 3 Jan 2026`; `to` is not part of the period. */
export function periodWords(period: Period): string {
	const last = addDays(period.to, -1);
	if (last === period.from) return dayWords(period.from, true);
	if (last.slice(0, 7) === period.from.slice(0, 7)) {
		return `${Number(period.from.slice(8))} to ${Number(last.slice(8))} ${monthWords(last)}`;
	}
	return `${dayWords(period.from, last.slice(0, 4) !== period.from.slice(0, 4))} to ${dayWords(last, true)}`;
}

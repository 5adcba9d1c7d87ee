/** Periods of local days without a zone: arithmetic on the calendar alone. Days are `YYYY-MM-DD`, months `YYYY-MM`. */
import { Temporal } from 'temporal-polyfill';
import type { MetricsQuery, Period } from './metrics.ts';

const dayMs = 86_400_000;

/** Days since 1970-01-01: quick to compare and to count with. */
export function dayNumber(day: string): number {
	return Date.parse(day) / dayMs;
}

export function dayOfNumber(number: number): string {
	return new Date(number * dayMs).toISOString().slice(0, 10);
}

export function addDays(day: string, days: number): string {
	return dayOfNumber(dayNumber(day) + days);
}

export function monthOf(day: string): string {
	return day.slice(0, 7);
}

/** The whole month. */
export function monthPeriod(month: string): Period {
	return { from: `${month}-01`, to: `${addMonths(month, 1)}-01` };
}

export function addMonths(month: string, months: number): string {
	return Temporal.PlainYearMonth.from(month).add({ months }).toString();
}

/** Monday of the day's week. */
export function weekStart(day: string): string {
	const number = dayNumber(day);
	// 1970-01-01 was a Thursday.
	return dayOfNumber(number - ((((number + 3) % 7) + 7) % 7));
}

/** Days of the calendar in it, whatever their length. */
export function countDays(period: Period): number {
	return dayNumber(period.to) - dayNumber(period.from);
}

/** The period right before: of as many months where it is of whole months, else of as many days. */
export function previousPeriod(period: Period): Period {
	if (!period.from.endsWith('-01') || !period.to.endsWith('-01'))
		return { from: addDays(period.from, -countDays(period)), to: period.from };
	const [first, last] = [monthOf(period.from), monthOf(period.to)].map((month) => Temporal.PlainYearMonth.from(month));
	const months = first === undefined || last === undefined ? 0 : first.until(last, { largestUnit: 'month' }).months;
	return { from: `${addMonths(monthOf(period.from), -months)}-01`, to: period.from };
}

/** What the query is compared with: what it says, else the period right before. */
export function comparedPeriod(query: Pick<MetricsQuery, 'period' | 'compareWith'>): Period {
	return query.compareWith ?? previousPeriod(query.period);
}

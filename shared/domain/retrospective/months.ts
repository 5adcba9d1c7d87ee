/** Months of the reporting zone. */
import { Temporal } from 'temporal-polyfill';
import { addMonths, monthPeriod } from '../delivery/periods.ts';
import { dateAt, firstInstantAt, localDay } from '../pipeline/local-time.ts';

export function monthAt(instant: number, zone: string): string {
	return dateAt(instant, zone).toPlainYearMonth().toString();
}

/** The first instant after the month, ms since the epoch. */
export function monthEnd(month: string, zone: string): number {
	return localDay(monthPeriod(month).to, zone).from;
}

export interface WorkingDays {
	readonly zone: string;
	/** Minutes after midnight. */
	readonly atMinutes: number;
	/** Local days, `YYYY-MM-DD`, that are no working days beside Saturdays and Sundays. */
	readonly holidays: readonly string[];
}

/**
 * When the report about `month` is due: on the first working day of the month after it, at the configured wall time. A time
 * that the clocks jump over is the instant of the jump; one that comes twice is the earlier one.
 */
export function reportDueAt(month: string, { zone, atMinutes, holidays }: WorkingDays): number {
	let day = Temporal.PlainDate.from(monthPeriod(month).to);
	// A month of nothing but holidays is a mistake in the file; the report is then due on its last day.
	const last = day.add({ months: 1 }).subtract({ days: 1 });
	while (isDayOff(day, holidays) && Temporal.PlainDate.compare(day, last) < 0) day = day.add({ days: 1 });
	const time = new Temporal.PlainTime(Math.floor(atMinutes / 60), atMinutes % 60);
	return firstInstantAt(day.toPlainDateTime(time), zone);
}

function isDayOff(day: Temporal.PlainDate, holidays: readonly string[]): boolean {
	return day.dayOfWeek > 5 || holidays.includes(day.toString());
}

/** The newest month whose report is due at `now`, and the one that is due next. */
export function dueReports(
	now: number,
	days: WorkingDays,
): { readonly due: string; readonly next: { readonly month: string; readonly at: number } } {
	const current = monthAt(now, days.zone);
	const last = addMonths(current, -1);
	const isDue = reportDueAt(last, days) <= now;
	const nextMonth = isDue ? current : last;
	return {
		due: isDue ? last : addMonths(current, -2),
		next: { month: nextMonth, at: reportDueAt(nextMonth, days) },
	};
}

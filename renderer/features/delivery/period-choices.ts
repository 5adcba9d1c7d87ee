/** Periods that are offered, by their id in a list. Pure. */
import { addDays, addMonths, monthPeriod } from '../../../shared/domain/delivery/periods.ts';
import type { Period } from '../../../shared/domain/delivery/metrics.ts';
import { monthTitle } from '../../../shared/domain/delivery/words.ts';
import type { PeriodAsk } from '../../store/delivery-address.ts';
import { monthOfPeriod, periodWords } from '../../store/local-days.ts';
import type { Option } from '../../ui/select.tsx';

const spans = [7, 14, 30, 90, 180, 365];
/** Opens the fields for days of one's own. */
export const ownDays = 'own';

/** Months that can be chosen: this one, those with deployments, at most two years of them. */
function months(today: string, known: readonly string[]): readonly string[] {
	const present = today.slice(0, 7);
	return [...new Set([present, addMonths(present, -1), ...known])].toSorted().toReversed().slice(0, 24);
}

/** Id of a period in the list. */
export function periodId(period: PeriodAsk): string {
	if ('last' in period) return `last.${period.last}`;
	const month = monthOfPeriod(period);
	return month === null ? `${period.from}_${period.to}` : month;
}

/** In words: "Last 90 days", "October 2026", "3 to 9 October 2026". */
export function periodTitle(period: PeriodAsk): string {
	if ('last' in period) return period.last === 1 ? 'Today' : `Last ${period.last} days`;
	const month = monthOfPeriod(period);
	return month === null ? periodWords(period) : monthTitle(month);
}

/** What can be chosen; the chosen one is always among them. */
export function periodOptions(chosen: PeriodAsk, today: string, known: readonly string[]): readonly Option<string>[] {
	const offered: PeriodAsk[] = [...spans.map((last) => ({ last })), ...months(today, known).map(monthPeriod)];
	const isOffered = offered.some((period) => periodId(period) === periodId(chosen));
	return [
		...(isOffered ? offered : [chosen, ...offered]).map((period) => ({
			id: periodId(period),
			label: periodTitle(period),
		})),
		{ id: ownDays, label: 'Other days' },
	];
}

/** The period of an id that `periodOptions` gave; null for what it did not. */
export function periodOfId(id: string): PeriodAsk | null {
	const last = /^last\.(\d+)$/.exec(id)?.[1];
	if (last !== undefined) return { last: Number(last) };
	if (/^\d{4}-\d{2}$/.test(id)) return monthPeriod(id);
	const [, from, to] = /^(\d{4}-\d{2}-\d{2})_(\d{4}-\d{2}-\d{2})$/.exec(id) ?? [];
	return from === undefined || to === undefined ? null : { from, to };
}

/** What a period can be compared with, beside what comes right before it. */
export function compareOptions(
	period: Period,
	chosen: Period | null,
): readonly (Option<string> & { period: Period | null })[] {
	const yearBefore = { from: shiftYear(period.from), to: shiftYear(period.to) };
	const month = monthOfPeriod(period);
	const options = [
		{ id: 'before', label: month === null ? 'the days before' : monthTitle(addMonths(month, -1)), period: null },
		{ id: 'year', label: month === null ? 'a year before' : monthTitle(addMonths(month, -12)), period: yearBefore },
	];
	const isKnown = chosen === null || chosen.from === yearBefore.from;
	return isKnown ? options : [...options, { id: 'chosen', label: periodWords(chosen), period: chosen }];
}

function shiftYear(day: string): string {
	const shifted = `${Number(day.slice(0, 4)) - 1}${day.slice(4)}`;
	// 29 February has no day of its own a year before.
	return shifted.endsWith('-02-29') ? addDays(`${shifted.slice(0, 4)}-02-28`, 1) : shifted;
}

/** Values of the metrics with their states: measured, no data, or not measured and why. */
import type { Calendar, Span } from './calendar.ts';
import type { GatheredRange, GatheredSources } from './gathered.ts';
import type { MetricValue } from './metrics.ts';
import type { Times } from './quantiles.ts';
import { dayTitle } from './words.ts';

/** One stretch of time that is asked about. */
export interface Asked {
	readonly range: GatheredRange;
	readonly span: Span;
	readonly sources: GatheredSources;
	readonly calendar: Calendar;
	readonly now: number;
	readonly withBots: boolean;
}

export type Measure = (asked: Asked) => MetricValue;

export function notMeasured(...remarks: readonly string[]): MetricValue {
	return { state: 'not-measured', value: null, n: 0, of: null, p90: null, remarks };
}

export function noData(...remarks: readonly string[]): MetricValue {
	return { state: 'no-data', value: null, n: 0, of: null, p90: null, remarks };
}

/** Median and p90; `none` where there is no value at all. */
export function measuredTimes(times: Times, none: string, remarks: readonly string[]): MetricValue {
	const [value = null, p90 = null] = times.quantiles([0.5, 0.9]);
	if (value === null) return noData(none, ...remarks);
	return { state: 'measured', value, n: times.count, of: null, p90, remarks };
}

/** `none` where there is nothing to divide by. */
export function measuredShare(n: number, of: number, none: string, remarks: readonly string[]): MetricValue {
	if (of === 0) return noData(none, ...remarks);
	return { state: 'measured', value: n / of, n, of, p90: null, remarks };
}

/** Answers for a stretch of which nothing can be known; null where the metric may go on to measure. */
export function unknowable({ span, sources, calendar, now }: Asked): MetricValue | null {
	if (span.from >= now) return noData('It has not begun yet.');
	if (sources.withDeployments === 0) return notMeasured('No source of deployments is connected.');
	if (sources.coveredFrom === null) return noData('No deployment has been recorded yet.');
	if (span.to <= sources.coveredFrom)
		return notMeasured(`Nothing is known from before ${dayTitle(calendar.dayAt(sources.coveredFrom))}.`);
	return null;
}

/**
 * What of the stretch is over and covered by any source. The first day that is known counts whole: where nothing but a first
 * deployment says since when, counting from that very instant would make many a day of the few minutes since.
 */
export function knownPart({ span, sources, calendar, now }: Asked): Span {
	const known = sources.coveredFrom === null ? span.from : calendar.dayStart(sources.coveredFrom);
	return { from: Math.max(span.from, known), to: Math.min(span.to, now) };
}

/** What makes every metric of the stretch less than whole. */
export function coverageRemarks({ span, sources, calendar }: Asked): readonly string[] {
	const { coveredFrom, completeFrom } = sources;
	const begins = coveredFrom !== null && coveredFrom > span.from;
	const isLate = completeFrom !== null && completeFrom > span.from && completeFrom !== coveredFrom;
	return [
		...(begins ? [`Nothing is known from before ${dayTitle(calendar.dayAt(coveredFrom))}.`] : []),
		...(isLate ? [`Not every source is complete before ${dayTitle(calendar.dayAt(completeFrom))}.`] : []),
	];
}

/** True when the stretch begins before anything is known: only a part of it is measured. */
export function isCutByCoverage({ span, sources }: Pick<Asked, 'span' | 'sources'>): boolean {
	return sources.coveredFrom !== null && sources.coveredFrom > span.from;
}

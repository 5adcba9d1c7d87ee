/** The stretches of time that a question is about: its period, what that is compared with, and the buckets of its trend. */
import type { Bucket, Calendar, Span } from './calendar.ts';
import type { MetricsQuery, MetricValue } from './metrics.ts';
import { comparedPeriod } from './periods.ts';

export interface AskedStretches<A> {
	readonly asked: A;
	readonly before: A;
	/** As `Calendar.buckets` has them. */
	readonly buckets: readonly { readonly bucket: Bucket; readonly asked: A }[];
}

/** Puts what was gathered of each stretch together with its span; `ask` makes the question of one. */
export function askStretches<R, A>(
	gathered: { readonly period: R; readonly previous: R; readonly buckets: readonly R[] },
	query: MetricsQuery,
	{ calendar, now }: { readonly calendar: Calendar; readonly now: number },
	ask: (range: R, span: Span) => A,
): AskedStretches<A> {
	return {
		asked: ask(gathered.period, calendar.spanOf(query.period)),
		before: ask(gathered.previous, calendar.spanOf(comparedPeriod(query))),
		buckets: calendar.buckets(query.period, query.bucket, now).flatMap((bucket, index) => {
			const range = gathered.buckets[index];
			return range === undefined ? [] : [{ bucket, asked: ask(range, bucket.span) }];
		}),
	};
}

/** Null where one of the two has no value. */
export function changeBetween(value: MetricValue, previous: MetricValue): number | null {
	return value.value === null || previous.value === null ? null : value.value - previous.value;
}

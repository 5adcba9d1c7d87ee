/** Gathers what the five metrics are answered from out of columns: comes to the same as `gather` does from histories. */
import type { Calendar, Span } from '../../../shared/domain/delivery/calendar.ts';
import type { Gathered, GatheredPeriod, GatheredSources } from '../../../shared/domain/delivery/gathered.ts';
import type { MetricsQuery } from '../../../shared/domain/delivery/metrics.ts';
import { comparedPeriod } from '../../../shared/domain/delivery/periods.ts';
import { countPassing } from '../../../shared/domain/order.ts';
import { countBetween, countUpTo } from '../../../shared/domain/delivery/quantiles.ts';
import type { ColumnCache } from './column-cache.ts';
import type { BinnedMonth } from './lead-pile.ts';
import { createStretch, gatheredFrom, type Pile, type Stretch } from './stretch.ts';

/** A unit that is asked about. */
export interface ColumnUnit {
	readonly id: number;
	/** Has a source of incidents. */
	readonly isJudged: boolean;
	/** Starts of incidents that came from no deployment, ascending. */
	readonly incidentsWithoutDeployment: Float64Array;
}

export interface ColumnRequest {
	readonly units: readonly ColumnUnit[];
	readonly query: MetricsQuery;
	readonly sources: GatheredSources;
	readonly calendar: Calendar;
	readonly now: number;
	readonly cache: ColumnCache;
}

export function gatherColumns(request: ColumnRequest): Gathered {
	const { query, sources, calendar, now } = request;
	const buckets = pile(
		request,
		calendar.buckets(query.period, query.bucket, now).map(({ span }) => span),
	);
	return {
		sources,
		buckets: buckets.map((bucket) => gatheredFrom([bucket])),
		// The buckets lie side by side and make up the whole period.
		period: gatheredFrom(buckets),
		previous: gatheredFrom(pile(request, [calendar.spanOf(comparedPeriod(query))])),
	};
}

/** The period alone, without its trend and what it is compared with. */
export function gatherPeriod(request: Omit<ColumnRequest, 'sources' | 'now'>): GatheredPeriod {
	return gatheredFrom(pile(request, [request.calendar.spanOf(request.query.period)]));
}

/** `spans` follow one another. */
function pile(
	{ units, calendar, cache }: Pick<ColumnRequest, 'units' | 'calendar' | 'cache'>,
	spans: readonly Span[],
): readonly Pile[] {
	const stretches = spans.map((span) => createStretch(span, calendar));
	for (const unit of units) fill(stretches, unit, cache);
	return stretches.map((stretch) => stretch.finish());
}

/** Adds a unit to stretches that follow one another. */
function fill(stretches: readonly Stretch[], unit: ColumnUnit, cache: ColumnCache): void {
	const [first, last] = [stretches[0], stretches.at(-1)];
	if (first === undefined || last === undefined) return;
	const months = cache.monthsOf(unit.id, { from: first.from, to: last.to });
	for (const month of months) fillMonth(stretches, month, unit.isJudged);
	if (unit.incidentsWithoutDeployment.length === 0) return;
	for (const stretch of stretches) {
		stretch.addIncidentsWithoutDeployment(countBetween(unit.incidentsWithoutDeployment, stretch));
	}
}

/** Rows of a month lie in the order of time, as stretches do. */
function fillMonth(stretches: readonly Stretch[], month: BinnedMonth, isJudged: boolean): void {
	const [earliest, latest] = [month.at[0], month.at[month.count - 1]];
	if (earliest === undefined || latest === undefined) return;
	let next = countPassing(stretches, ({ to }) => to <= earliest);
	let from = 0;
	for (let stretch = stretches[next]; stretch !== undefined && stretch.from <= latest; stretch = stretches[next]) {
		const first = Math.max(from, countUpTo(month.at, stretch.from, false));
		from = Math.max(first, countUpTo(month.at, stretch.to, false));
		if (from > first) stretch.add(month, first, from, isJudged);
		next += 1;
	}
}

/** "Why is this number so": the rows behind a metric, page by page. */
import type { DeliveryStore } from '../../engine/delivery-ports.ts';
import type { Span } from '../../../shared/domain/delivery/calendar.ts';
import type { GatheredPeriod } from '../../../shared/domain/delivery/gathered.ts';
import {
	type DeliveryMetric,
	type DoraMetric,
	doraMetrics,
	type MetricRow,
} from '../../../shared/domain/delivery/metrics.ts';
import { countBetween } from '../../../shared/domain/delivery/quantiles.ts';
import { newestFirst, rowsOf } from '../../../shared/domain/delivery/rows.ts';
import { ok } from '../../../shared/domain/result.ts';
import type { ColumnCache } from './column-cache.ts';
import { createFactLookups } from './fact-lookups.ts';
import type { KnownUnit } from './engine-room.ts';
import { gatherPeriod } from './gather-columns.ts';
import { createHistories, type Histories } from './histories.ts';
import { pageRows, startOfPage } from './page-rows.ts';
import type { QueryParts } from './query-metrics.ts';

type RowsRequest = Parameters<DeliveryStore['rows']>[0];

export function createRowsQuery(parts: QueryParts): Pick<DeliveryStore, 'rows'> {
	const { context, room, quality } = parts;
	const histories = createHistories(context);
	const lookups = createFactLookups(context);

	function doraPage(request: RowsRequest, metric: DoraMetric) {
		const { query, now } = request;
		const units = room.unitsOf(query.scope);
		const calendar = room.calendar();
		const span = calendar.spanOf(query.period);
		const period = gatherPeriod({ units, query, calendar, cache: room.columns });
		const incident = (ref: string) => lookups.incident(ref);
		const newest = Math.min(span.to, (startOfPage(request.cursor) ?? span.to) + 1);
		const counts = countsFor(request, metric, period);
		const chunks = chunksOf(
			{ units, metric, histories, columns: room.columns },
			{ from: span.from, to: Math.max(span.from, newest) },
			{ now, withBots: query.withBots, incident, commit: () => null },
			// What a page takes on average, and a little.
			(1.1 * (span.to - span.from) * (request.limit + 1)) / Math.max(1, counts.total),
		);
		const page = pageRows({ ...request, chunks });
		const words = (row: MetricRow) => (metric === 'change-lead-time' ? withWords(row, units) : row);
		return { ...page, rows: page.rows.map(words), ...counts };
	}
	/** What a commit says is only looked up for what is shown. */
	function withWords(row: MetricRow, units: readonly KnownUnit[]): MetricRow {
		if (row.detail.commit !== row.id) return row;
		const { unit } = units.find(({ unit: one }) => one.service === row.service) ?? {};
		const repository = unit?.configured?.repository ?? null;
		const known = repository === null ? null : lookups.commit(repository, row.id);
		if (known === null) return row;
		return { ...row, title: known.subject, detail: { ...row.detail, author: known.author } };
	}
	return {
		rows: (request) =>
			context.read('list the rows behind a delivery metric', () =>
				ok(isDora(request.metric) ? doraPage(request, request.metric) : quality.rows(request, request.metric)),
			),
	};
}

function isDora(metric: DeliveryMetric): metric is DoraMetric {
	return doraMetrics.some((one) => one === metric);
}

const hourMs = 3_600_000;
/** Longest chunk: few enough rows for all services of a large project. */
const longestMs = { ofMany: 7 * 24 * hourMs, ofFew: 91 * 24 * hourMs };

interface Read {
	readonly units: readonly KnownUnit[];
	readonly metric: DoraMetric;
	readonly histories: Histories;
	readonly columns: ColumnCache;
}

/** Newest first, the first one about so long (ms), later ones longer and longer: a page mostly needs one. */
function* chunksOf(
	{ units, metric, histories, columns }: Read,
	span: Span,
	context: Omit<Parameters<typeof rowsOf>[2], 'span'>,
	firstMs: number,
): Generator<readonly MetricRow[]> {
	const longest = units.length > 20 ? longestMs.ofMany : longestMs.ofFew;
	let length = Math.min(longest, Math.max(hourMs, Math.ceil(firstMs)));
	let { to } = span;
	while (to > span.from) {
		const part = { from: Math.max(span.from, to - length), to };
		yield units
			.filter((known) => hasAny(known, part, columns))
			.flatMap((known) => {
				const { service, environment } = known.unit;
				const history = histories.of(known, part);
				const unit = { service, environment, history, isJudged: known.isJudged };
				return rowsOf(unit, metric, { ...context, span: part });
			})
			.sort(newestFirst);
		to = part.from;
		length = Math.min(longest, length * 2);
	}
}

/** Whether anything of the unit lies in the stretch: told by the columns, so that no history is read in vain. */
function hasAny({ id, incidentsWithoutDeployment }: KnownUnit, span: Span, columns: ColumnCache): boolean {
	if (countBetween(incidentsWithoutDeployment, span) > 0) return true;
	return columns.monthsOf(id, span).some(({ at }) => countBetween(at, span) > 0);
}

/** Of all pages: as many as the rows would be, told by the columns. */
function countsFor(
	{ show, query }: RowsRequest,
	metric: DoraMetric,
	period: GatheredPeriod,
): { readonly total: number; readonly counted: number } {
	const { all, counted } = rowCounts(metric, period, query.withBots);
	if (show === 'all') return { total: all, counted };
	return { total: show === 'counted' ? counted : all - counted, counted };
}

function rowCounts(metric: DoraMetric, period: GatheredPeriod, withBots: boolean): { all: number; counted: number } {
	const {
		standings,
		leads,
		negativeLeads,
		noLeadTime,
		judged,
		unjudged,
		incidentsWithoutDeployment: incidents,
	} = period;
	const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
	const deployments = sum(Object.values(standings));
	switch (metric) {
		case 'deployment-frequency':
			return { all: deployments, counted: standings.counted };
		case 'change-lead-time': {
			const [people, bots] = [leads.people.count, leads.bots.count];
			const left = negativeLeads.people + negativeLeads.bots + sum(Object.values(noLeadTime));
			return { all: people + bots + left, counted: people + (withBots ? bots : 0) };
		}
		case 'change-fail-rate':
			return { all: deployments + incidents, counted: judged.counted + judged.takenBack };
		case 'recovery-time':
			return { all: judged.failed + unjudged.failed + incidents, counted: judged.recoveries.count };
		case 'rework-rate':
			return { all: deployments, counted: standings.counted + standings.rollback + standings['taken-back'] };
	}
}

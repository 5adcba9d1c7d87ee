/** Which months there are, and everything about one of them that a report is made of. */
import type { DeliveryStore } from '../../engine/delivery-ports.ts';
import type { MonthInputs } from '../../../shared/domain/maturity/inputs.ts';
import type { Span } from '../../../shared/domain/delivery/calendar.ts';
import { factRef, type IncidentFact } from '../../../shared/domain/delivery/facts.ts';
import type { MetricRow, MetricScope, MetricsQuery } from '../../../shared/domain/delivery/metrics.ts';
import { addMonths, monthOf, monthPeriod } from '../../../shared/domain/delivery/periods.ts';
import { newestFirst, rowsOf } from '../../../shared/domain/delivery/rows.ts';
import { ok } from '../../../shared/domain/result.ts';
import { listTests } from '../../../shared/domain/tests/listed.ts';
import type { MonthColumns } from './columns.ts';
import type { KnownUnit } from './engine-room.ts';
import { createFactLookups, type FactLookups } from './fact-lookups.ts';
import { createHistories, type Histories } from './histories.ts';
import { createRunReader } from './load-runs.ts';
import { answer, type QueryParts } from './query-metrics.ts';
import type { TestsRoom } from './query-tests.ts';
import { causesOf, eventsOf } from './query-timeline.ts';
import { serviceFilter } from './units.ts';

interface MonthParts extends QueryParts {
	readonly tests: TestsRoom;
}

export function createMonthsQuery(parts: MonthParts): Pick<DeliveryStore, 'months' | 'monthFacts'> {
	const { context } = parts;
	const histories = createHistories(context);
	const lookups = createFactLookups(context);
	return {
		months: (scope) => context.read('list the months with deployments', () => ok(monthsOf(parts, scope))),
		monthFacts: (request) =>
			context.read('gather what a month was like', () => ok(factsOf({ ...parts, histories, lookups }, request))),
	};
}

function monthsOf({ room }: MonthParts, scope: MetricScope): readonly string[] {
	const calendar = room.calendar();
	const found = new Set<string>();
	const localMonth = (at: number | undefined) => (at === undefined ? null : monthOf(calendar.dayAt(at)));
	for (const { id } of room.unitsOf(scope)) {
		for (const { at, count } of room.columns.allMonths(id)) {
			const [first, last] = [localMonth(at[0]), localMonth(at[count - 1])];
			// At the edges a month in UTC reaches into the local ones beside it.
			const months = first === last ? [first] : Array.from(at, localMonth);
			for (const month of months) if (month !== null) found.add(month);
		}
	}
	return [...found].sort().reverse();
}

interface FactParts extends MonthParts {
	readonly histories: Histories;
	readonly lookups: FactLookups;
}

function factsOf(parts: FactParts, { scope, month, now }: Parameters<DeliveryStore['monthFacts']>[0]): MonthInputs {
	const { room, histories } = parts;
	const metricsOf = (name: string) => answer(parts, queryOf(scope, name), now);
	const units = room.unitsOf(scope);
	const span = room.calendar().spanOf(monthPeriod(month));
	const deployments = units.flatMap((known) => {
		const { service, environment } = known.unit;
		return histories.deployments(known, span).map((deployment) => ({ ...deployment, service, environment }));
	});
	return {
		metrics: metricsOf(month),
		lastMonth: metricsOf(addMonths(month, -1)),
		monthBefore: metricsOf(addMonths(month, -2)),
		deployments,
		failures: deployments.flatMap(({ failure, ref, service, environment, version }) =>
			failure === null ? [] : [{ ...failure, ref, service, environment, version }],
		),
		incidents: incidentsOf(parts, scope, units, span),
		slowest: slowestOf(parts, units, span, now),
		...servicesFacts(parts, scope, span, now),
		timelineEvents: eventCounts(parts, scope, span),
		dataAsOf: room.dataAsOf(),
	};
}

function queryOf(scope: MetricScope, month: string): MetricsQuery {
	return { scope, period: monthPeriod(month), compareWith: null, bucket: 'week', withBots: false };
}

/** Of the month, and open ones from before it; in the scope of everything also those of no service that is known. */
function incidentsOf(
	{ context, lookups }: FactParts,
	scope: MetricScope,
	units: readonly KnownUnit[],
	{ from, to }: Span,
): MonthInputs['incidents'] {
	const isService = serviceFilter(context, scope);
	const environments = new Set(units.map(({ unit }) => unit.environment));
	const hasProduction = units.some(({ unit }) => unit.tier === 'production');
	const isAll = scope.services.length === 0 && scope.group === null;
	const isHere = ({ service, environment }: IncidentFact) =>
		(service === null ? isAll : isService(service)) &&
		(environment === null ? hasProduction : environments.has(environment));
	return [...lookups.openIncidents(from), ...lookups.incidents(from, to)].filter(isHere).map((incident) => {
		const { title, service, severity, startedAt, resolvedAt, url } = incident;
		const ref = factRef(incident);
		const { explicit, inferred } = causesOf(context, ref);
		const deployment = [...explicit].sort()[0] ?? [...inferred].sort()[0] ?? null;
		return { ref, title, service, severity, startedAt, resolvedAt, url, deployment };
	});
}

const mostSlowest = 10;

/** Commits that waited longest: only units that can hold one of them are read. */
function slowestOf(
	{ room, histories, lookups }: FactParts,
	units: readonly KnownUnit[],
	span: Span,
	now: number,
): readonly MetricRow[] {
	const longest = units
		.map((known) => ({ known, most: longestOf(room.columns.monthsOf(known.id, span), span) }))
		.filter(({ most }) => most >= 0)
		.sort((one, other) => other.most - one.most);
	// Whatever is among the longest is at least as long as the longest of the unit in that place.
	const least = longest[mostSlowest - 1]?.most ?? 0;
	return longest
		.filter(({ most }) => most >= least)
		.flatMap(({ known }) => {
			const { service, environment, configured } = known.unit;
			const repository = configured?.repository ?? null;
			const history = histories.of(known, span);
			const rows = rowsOf({ service, environment, history, isJudged: known.isJudged }, 'change-lead-time', {
				...{ span, now, withBots: false, incident: lookups.incident, commit: () => null },
			});
			return rows.filter(({ counts }) => counts).map((row) => ({ row, repository }));
		})
		.sort((one, other) => (other.row.value ?? 0) - (one.row.value ?? 0) || newestFirst(one.row, other.row))
		.slice(0, mostSlowest)
		.map(({ row, repository }) => {
			const known = repository === null ? null : lookups.commit(repository, row.id);
			return known === null ? row : { ...row, title: known.subject, detail: { ...row.detail, author: known.author } };
		});
}

/** The longest lead time of a person's commit in the span, ms; -1: there is none. */
function longestOf(months: readonly MonthColumns[], { from, to }: Span): number {
	let most = -1;
	for (const { count, at, lead, leadEnd, leadFlag, leadScale } of months) {
		for (let deployment = 0, index = 0; deployment < count; deployment += 1) {
			const end = leadEnd[deployment] ?? 0;
			const instant = at[deployment] ?? 0;
			for (; index < end; index += 1) {
				const ms = (lead[index] ?? 0) * leadScale;
				if (ms > most && leadFlag[index] === 0 && instant >= from && instant < to) most = ms;
			}
		}
	}
	return most;
}

/** Of the services of the scope, whatever the environment. */
function servicesFacts(
	{ context, quality, tests }: FactParts,
	scope: MetricScope,
	span: Span,
	now: number,
): Pick<MonthInputs, 'tests' | 'runs'> {
	const services = quality.servicesOf(scope);
	const runsIn = createRunReader(context);
	const runs = services.flatMap((service) =>
		runsIn(service, span).flatMap(({ service: name, workflow, commit, state, startedAt, finishedAt, ...run }) => {
			if (state === 'running' || finishedAt === null) return [];
			const durationMs = startedAt === null ? null : finishedAt - startedAt;
			const { waitedForPeopleMs } = run;
			return [{ service: name, workflow, commit, state, durationMs, waitedForPeopleMs, at: finishedAt }];
		}),
	);
	const found = tests.at(services, Math.min(span.to - 1, now));
	if (found.summary.asOf === null) return { runs, tests: null };
	const listed = new Set(Object.values(listTests(found.tests)).flat());
	const rows = found.rowsOf(found.tests.filter((test) => listed.has(test)));
	return { runs, tests: { summary: found.summary, rows } };
}

function eventCounts({ context }: FactParts, scope: MetricScope, span: Span): MonthInputs['timelineEvents'] {
	const isService = serviceFilter(context, scope);
	const isAll = scope.services.length === 0 && scope.group === null;
	const counts = { flag: 0, migration: 0, configuration: 0 };
	for (const { type, service } of eventsOf(context, span)) {
		if (type !== 'other' && (service === null ? isAll : isService(service))) counts[type] += 1;
	}
	return counts;
}

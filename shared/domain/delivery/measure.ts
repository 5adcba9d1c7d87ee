/** Gathers what the five metrics are answered from, out of judged histories: the plain way that quicker ones are held against. */
import { countPassing } from '../order.ts';
import type { Calendar, Span } from './calendar.ts';
import type { Gathered, GatheredSources } from './gathered.ts';
import { type Collector, createCollector } from './gathering.ts';
import type { JudgedHistory } from './judged.ts';
import type { MetricsQuery } from './metrics.ts';
import { comparedPeriod } from './periods.ts';
import { causedIn, withoutRepeats } from './repeated-incidents.ts';

/** A unit that is asked about. */
export interface MeasuredUnit {
	readonly service: string;
	readonly environment: string;
	readonly history: JudgedHistory;
	/** What is connected for it; incidents also where they are noted by hand. */
	readonly sources: { readonly deployments: boolean; readonly commits: boolean; readonly incidents: boolean };
	/** From then on its facts are complete, ms since the epoch; null: not known. */
	readonly coveredFrom: { readonly deployments: number | null; readonly incidents: number | null };
}

export interface GatherContext {
	/** Of the reporting zone. */
	readonly calendar: Calendar;
	readonly now: number;
}

/** `units` are those of the query's scope. */
export function gather(
	units: readonly MeasuredUnit[],
	query: MetricsQuery,
	{ calendar, now }: GatherContext,
): Gathered {
	const stretch = (span: Span) => ({ span, collector: createCollector() });
	const period = stretch(calendar.spanOf(query.period));
	const previous = stretch(calendar.spanOf(comparedPeriod(query)));
	const buckets = calendar.buckets(query.period, query.bucket, now).map(({ span }) => stretch(span));
	const find = (instant: number): readonly Collector[] => {
		const bucket = buckets[countPassing(buckets, ({ span }) => span.from <= instant) - 1];
		return [period, previous, ...(bucket === undefined ? [] : [bucket])]
			.filter(({ span }) => instant >= span.from && instant < span.to)
			.map(({ collector }) => collector);
	};
	for (const unit of toldOnce(units)) addUnit(unit, find, calendar);
	return {
		sources: sourcesOf(units),
		period: period.collector.finish(),
		previous: previous.collector.finish(),
		buckets: buckets.map(({ collector }) => collector.finish()),
	};
}

/** The units with each incident that no deployment caused once. */
export function toldOnce<T extends { readonly history: JudgedHistory }>(units: readonly T[]): readonly T[] {
	const histories = units.map(({ history }) => history);
	const caused = causedIn(histories);
	const without = withoutRepeats(
		histories.map(({ incidentsWithoutDeployment }) => ({ without: incidentsWithoutDeployment })),
		(ref) => caused.has(ref),
	);
	return units.map((unit, index) => ({
		...unit,
		history: { ...unit.history, incidentsWithoutDeployment: without[index] ?? [] },
	}));
}

function addUnit(unit: MeasuredUnit, find: (instant: number) => readonly Collector[], calendar: Calendar): void {
	const { deployments, leads, incidentsWithoutDeployment } = unit.history;
	const where = deployments.map(({ at }) => find(at));
	let lastCounted: number | null = null;
	for (const [index, deployment] of deployments.entries()) {
		const isCounted = deployment.standing === 'counted';
		for (const collector of where[index] ?? []) {
			collector.addDeployment(deployment, {
				day: calendar.dayNumberAt(deployment.at),
				isJudged: unit.sources.incidents,
			});
			if (isCounted && lastCounted !== null) collector.addGap(deployment.at - lastCounted);
		}
		if (isCounted) lastCounted = deployment.at;
	}
	for (const lead of leads) for (const collector of where[lead.deployment] ?? []) collector.addLead(lead);
	for (const { startedAt } of incidentsWithoutDeployment)
		for (const collector of find(startedAt)) collector.addIncidentWithoutDeployment();
}

function sourcesOf(units: readonly MeasuredUnit[]): GatheredSources {
	const count = (has: (unit: MeasuredUnit) => boolean) => units.filter(has).length;
	const firsts = units.flatMap(({ history }) => history.deployments[0]?.at ?? []);
	const known = units.flatMap(({ coveredFrom }) => coveredFrom.deployments ?? []);
	const incidents = units
		.filter(({ sources }) => sources.incidents)
		.map(({ coveredFrom }) => coveredFrom.incidents ?? Number.NEGATIVE_INFINITY);
	const incidentsFrom = Math.min(...incidents);
	return {
		units: units.length,
		withDeployments: count(({ sources, history }) => sources.deployments || history.deployments.length > 0),
		withCommits: count(({ sources }) => sources.commits),
		withIncidents: count(({ sources }) => sources.incidents),
		hasDeployments: firsts.length > 0,
		coveredFrom: leastOf([...firsts, ...known]),
		completeFrom: known.length === 0 ? null : Math.max(...known),
		incidentsFrom: Number.isFinite(incidentsFrom) ? incidentsFrom : null,
	};
}

function leastOf(values: readonly number[]): number | null {
	return values.length === 0 ? null : Math.min(...values);
}

/** What questions share: units that are up to date, their columns, and what is known of sources. */
import { createCalendar, type Calendar } from '../../../shared/domain/delivery/calendar.ts';
import type { GatheredSources } from '../../../shared/domain/delivery/gathered.ts';
import type { FactRef } from '../../../shared/domain/delivery/facts.ts';
import type { MetricScope } from '../../../shared/domain/delivery/metrics.ts';
import { withoutRepeats } from '../../../shared/domain/delivery/repeated-incidents.ts';
import { type ColumnCache, createColumnCache } from './column-cache.ts';
import type { StoreContext } from './context.ts';
import { kindNumbers } from './fact-bodies.ts';
import type { ColumnUnit } from './gather-columns.ts';
import { createJudge, type Judge } from './judge.ts';
import { type Unit, unitsInScope } from './units.ts';
import type { UnitFacts } from './write-unit.ts';

/** A unit with what is kept of it as a whole. */
export interface KnownUnit extends ColumnUnit {
	readonly unit: Unit;
	readonly facts: UnitFacts;
}

export interface EngineRoom {
	readonly judge: Judge;
	readonly columns: ColumnCache;
	/** Of the reporting zone. */
	calendar(): Calendar;
	/** Units of a scope, judged as the facts are now. */
	unitsOf(scope: MetricScope): readonly KnownUnit[];
	sourcesOf(units: readonly KnownUnit[]): GatheredSources;
	/** When the newest fact was told; null: there is none. */
	dataAsOf(): number | null;
}

const noFacts: UnitFacts = {
	...{ firstAt: null, deploymentSources: [], incidentSources: [], incidentsWithoutDeployment: [] },
};

export function createEngineRoom(context: StoreContext): EngineRoom {
	const { db } = context;
	const columns = createColumnCache(db);
	const known = new Map<number, KnownUnit>();
	const judge = createJudge({ context, onChanged: columns.drop, onJudged: (unit) => known.delete(unit) });
	context.onStale(() => {
		known.clear();
		columns.clear();
	});
	let calendar: Calendar | null = null;
	const factsOf = db.prepare('select body from unit_facts where unit = ?');
	const newest = db.prepare('select max(told_at) as at from sources');
	const causes = db.prepare('select unit from causes where incident = ?');
	const causedIn = (incident: FactRef) => causes.all(incident).map((row) => Number(row['unit']));

	function look(unit: Unit): KnownUnit {
		const before = known.get(unit.id);
		if (before !== undefined) return before;
		const row = factsOf.get(unit.id);
		const facts: UnitFacts = row === undefined ? noFacts : JSON.parse(String(row['body']));
		const found = {
			...{ id: unit.id, unit, facts, isJudged: hasIncidents(unit, facts) },
			incidentsWithoutDeployment: startsOf(facts.incidentsWithoutDeployment),
		};
		known.set(unit.id, found);
		return found;
	}
	return {
		judge,
		columns,
		calendar() {
			const { zone } = context.setup().policy;
			if (calendar?.zone !== zone) calendar = createCalendar(zone);
			return calendar;
		},
		unitsOf(scope) {
			const asked = new Set(unitsInScope(context, judge.units(), scope).map(({ id }) => id));
			judge.catchUp((unit) => asked.has(unit.id));
			return toldOnce(unitsInScope(context, judge.units(), scope).map(look), causedIn);
		},
		sourcesOf: (units) => sourcesOf(context, units),
		dataAsOf() {
			const at = newest.get()?.['at'];
			return typeof at === 'number' ? at : null;
		},
	};
}

function startsOf(incidents: UnitFacts['incidentsWithoutDeployment']): Float64Array {
	return Float64Array.from(incidents.map(({ startedAt }) => startedAt)).sort();
}

/**
 * Units with each incident that no deployment caused once. Only one that names what its unit does not know, or whose service has
 * several units here, can be of another unit as well.
 */
function toldOnce(
	units: readonly KnownUnit[],
	causedIn: (incident: FactRef) => readonly number[],
): readonly KnownUnit[] {
	const ids = new Set(units.map(({ id }) => id));
	const ofService = Map.groupBy(units, ({ unit }) => unit.service);
	const isElsewhere = ({ unit, facts }: KnownUnit) =>
		(ofService.get(unit.service)?.length ?? 0) > 1 ||
		facts.incidentsWithoutDeployment.some(({ because }) => because === 'named-unknown');
	const suspects = units.filter(isElsewhere);
	if (suspects.length === 0 || units.length === 1) return units;
	const kept = withoutRepeats(
		suspects.map(({ facts }) => ({ without: facts.incidentsWithoutDeployment })),
		(incident) => causedIn(incident).some((unit) => ids.has(unit)),
	);
	const changed = new Map(suspects.map((known, index) => [known.id, kept[index] ?? []]));
	return units.map((known) => {
		const without = changed.get(known.id) ?? known.facts.incidentsWithoutDeployment;
		if (without.length === known.facts.incidentsWithoutDeployment.length) return known;
		const facts = { ...known.facts, incidentsWithoutDeployment: without };
		return { ...known, facts, incidentsWithoutDeployment: startsOf(without) };
	});
}

/** Of services that no setup names: what told of them. */
function hasIncidents({ configured }: Unit, { incidentSources }: UnitFacts): boolean {
	return configured?.sources.incidents === true || incidentSources.length > 0;
}

function sourcesOf(context: StoreContext, units: readonly KnownUnit[]): GatheredSources {
	const coverage = readCoverage(context);
	const count = (has: (unit: KnownUnit) => boolean) => units.filter(has).length;
	const firsts = units.flatMap(({ facts }) => facts.firstAt ?? []);
	const known = units.flatMap(({ facts }) => coverage.of(facts.deploymentSources) ?? []);
	const incidents = units
		.filter(({ isJudged }) => isJudged)
		.map(({ facts }) => coverage.ofIncidents(facts.incidentSources) ?? Number.NEGATIVE_INFINITY);
	const incidentsFrom = incidents.reduce((least, from) => Math.min(least, from), Number.POSITIVE_INFINITY);
	return {
		units: units.length,
		withDeployments: count(
			({ unit, facts }) => unit.configured?.sources.deployments === true || facts.firstAt !== null,
		),
		withCommits: count(({ unit }) => unit.configured?.sources.commits === true),
		withIncidents: count(({ isJudged }) => isJudged),
		hasDeployments: firsts.length > 0,
		coveredFrom: leastOf([...firsts, ...known]),
		completeFrom: known.length === 0 ? null : known.reduce((greatest, from) => Math.max(greatest, from)),
		incidentsFrom: Number.isFinite(incidentsFrom) ? incidentsFrom : null,
	};
}

function leastOf(values: readonly number[]): number | null {
	return values.length === 0 ? null : values.reduce((least, value) => Math.min(least, value));
}

/** From when on sources are complete: of several that tell of one unit the one that goes back furthest. */
function readCoverage({ db }: StoreContext) {
	const from = new Map<number, number>();
	for (const row of db.prepare('select id, covered_from from sources where covered_from is not null').all()) {
		from.set(Number(row['id']), Number(row['covered_from']));
	}
	const telling = db.prepare('select source from counts where kind = ? and n > 0').all(kindNumbers.incident);
	const everyIncident = telling.flatMap((row) => from.get(Number(row['source'])) ?? []);
	const of = (sources: readonly number[]) => leastOf(sources.flatMap((source) => from.get(source) ?? []));
	// A service without any incident: each source that tells of incidents might have told of its own.
	const anywhere = everyIncident.length === 0 ? null : everyIncident.reduce((one, other) => Math.max(one, other));
	return { of, ofIncidents: (sources: readonly number[]) => (sources.length === 0 ? anywhere : of(sources)) };
}

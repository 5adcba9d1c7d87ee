/** Deployments, flag changes, migrations and incidents on one axis, and what changed before an incident. */
import type { DeliveryStore } from '../../engine/delivery-ports.ts';
import type { Span } from '../../../shared/domain/delivery/calendar.ts';
import {
	factRef,
	type FactRef,
	type IncidentFact,
	type TimelineEventFact,
} from '../../../shared/domain/delivery/facts.ts';
import type { JudgedDeployment } from '../../../shared/domain/delivery/judged.ts';
import { nameOf } from '../../../shared/domain/delivery/judging-words.ts';
import type { MetricScope, TimelineItem } from '../../../shared/domain/delivery/metrics.ts';
import { journalSource, ownDeploymentId } from '../../../shared/domain/delivery/own-sources.ts';
import { rankSuspects } from '../../../shared/domain/delivery/suspects.ts';
import { countUpTo } from '../../../shared/domain/delivery/quantiles.ts';
import { compareText } from '../../../shared/domain/order.ts';
import { ok } from '../../../shared/domain/result.ts';
import { type MonthColumns, standingNumber } from './columns.ts';
import type { StoreContext } from './context.ts';
import { readEvent } from './fact-bodies.ts';
import { keyOf } from './find-facts.ts';
import type { EngineRoom, KnownUnit } from './engine-room.ts';
import { createFactLookups, type FactLookups } from './fact-lookups.ts';
import { unknownFact } from './failures.ts';
import { createHistories, type Histories } from './histories.ts';
import { serviceFilter } from './units.ts';

interface Parts {
	readonly context: StoreContext;
	readonly room: EngineRoom;
	readonly histories: Histories;
	readonly lookups: FactLookups;
}

const everywhere: MetricScope = { services: [], group: null, environments: [] };
/** Something that lasts is shown where any part of it lies in the stretch: so far before it what began is looked at, ms. */
const longestLooked = 7 * 86_400_000;

export function createTimelineQuery(asked: {
	readonly context: StoreContext;
	readonly room: EngineRoom;
}): Pick<DeliveryStore, 'timeline' | 'suspects'> {
	const { context, room } = asked;
	const parts = { ...asked, histories: createHistories(context), lookups: createFactLookups(context) };
	return {
		timeline: ({ scope, from, to, limit }) =>
			context.read('draw the timeline', () => {
				const units = room.unitsOf(scope);
				const others = othersOf(parts, units, scope, { from: from - longestLooked, to }).filter(
					(item) => lastsUntil(item) >= from,
				);
				const { newest, total } = newestDeployments(parts, units, { from, to }, limit);
				const items = [...newest, ...others].sort(newestFirst).slice(0, limit);
				return ok({ items, total: total + others.length });
			}),
		suspects: ({ incident: ref, lookBackMs }) =>
			context.read('rank what changed before an incident', () => {
				const incident = parts.lookups.incident(ref);
				if (incident === null) return unknownFact(ref);
				const item = incidentItem(incident);
				return ok({ incident: item, suspects: suspectsOf(parts, incident, item, lookBackMs) });
			}),
	};
}

/** An incident that is open lasts. */
function lastsUntil({ kind, at, endedAt }: TimelineItem): number {
	if (endedAt !== null) return Math.max(at, endedAt);
	return kind === 'incident' ? Number.POSITIVE_INFINITY : at;
}

function newestFirst(one: TimelineItem, other: TimelineItem): number {
	return other.at - one.at || compareText(one.ref, other.ref);
}

interface UnitDeployment {
	readonly known: KnownUnit;
	readonly deployment: JudgedDeployment;
}

/** Each once: what a second source told of it has no mark of its own. */
function deploymentsOf({ histories }: Parts, units: readonly KnownUnit[], span: Span): readonly UnitDeployment[] {
	return units.flatMap((known) =>
		histories
			.deployments(known, span)
			.filter(({ standing }) => standing !== 'told-twice')
			.map((deployment) => ({ known, deployment })),
	);
}

const hourMs = 3_600_000;

/**
 * Those that ended in the stretch: as many as are asked for by their start, and how many there are. Nothing that ended before an
 * instant began after it, so that reading back from the end may stop once enough began behind.
 */
function newestDeployments(
	parts: Parts,
	units: readonly KnownUnit[],
	{ from, to }: Span,
	limit: number,
): { readonly newest: readonly TimelineItem[]; readonly total: number } {
	const endedIn = endsOf(parts, units, { from, to });
	const newest: TimelineItem[] = [];
	let until = to;
	let length = Math.max(hourMs, (to - from) * (limit / Math.max(1, endedIn.total)));
	while (until > from && newest.filter(({ at }) => at >= until).length < limit) {
		const since = Math.max(from, Math.floor(until - length));
		const span = { from: since, to: until };
		newest.push(
			...deploymentsOf(
				parts,
				units.filter((unit) => endedIn.hasAny(unit, span)),
				span,
			).map(deploymentItem),
		);
		until = since;
		length *= 2;
	}
	return { newest, total: endedIn.total };
}

/** Told by the columns, so that no history is read in vain. */
function endsOf({ room }: Parts, units: readonly KnownUnit[], span: Span) {
	const count = ({ id }: KnownUnit, { from, to }: Span) =>
		room.columns
			.monthsOf(id, { from, to })
			.reduce(
				(sum, month) => sum + toldOnce(month, countUpTo(month.at, from, false), countUpTo(month.at, to, false)),
				0,
			);
	return {
		total: units.reduce((sum, unit) => sum + count(unit, span), 0),
		hasAny: (unit: KnownUnit, part: Span) => count(unit, part) > 0,
	};
}

const toldTwice = standingNumber('told-twice');

/** Rows `from` to `to` (without) of a month, less what was told twice. */
function toldOnce({ standing }: Pick<MonthColumns, 'standing'>, from: number, to: number): number {
	let count = 0;
	for (let index = from; index < to; index += 1) if (standing[index] !== toldTwice) count += 1;
	return count;
}

/** What is no deployment, as far as it began in the stretch, and incidents that are open. */
function othersOf(
	{ context, lookups }: Parts,
	units: readonly KnownUnit[],
	scope: MetricScope,
	span: Span,
): readonly TimelineItem[] {
	const isService = serviceFilter(context, scope);
	const isAll = scope.services.length === 0 && scope.group === null;
	const environments = new Set(units.map(({ unit }) => unit.environment));
	const isHere = ({ service, environment }: { readonly service: string | null; readonly environment: string | null }) =>
		(service === null ? isAll : isService(service)) && (environment === null || environments.has(environment));
	return [
		...[...lookups.openIncidents(span.from), ...lookups.incidents(span.from, span.to)].filter(isHere).map(incidentItem),
		...eventsOf(context, span).filter(isHere).map(eventItem),
	];
}

function deploymentItem({ known: { unit }, deployment }: UnitDeployment): TimelineItem {
	const { ref, version, commit, startedAt, at, standing, failure, url } = deployment;
	const native = ref.startsWith(`${journalSource}|`) ? ref.slice(journalSource.length + 1) : null;
	return {
		...{ ref, kind: 'deployment', service: unit.service, environment: unit.environment },
		...{ title: nameOf(version, commit), at: startedAt, endedAt: standing === 'unfinished' ? null : at, standing },
		...{ isFailed: failure !== null, severity: null, url },
		deploymentId: native === null ? null : ownDeploymentId(journalSource, native),
	};
}

function incidentItem(incident: IncidentFact): TimelineItem {
	const { service, environment, title, startedAt: at, resolvedAt: endedAt, severity, url } = incident;
	return {
		...{ ref: factRef(incident), kind: 'incident', service, environment, title, at, endedAt, standing: null },
		...{ isFailed: false, severity, url, deploymentId: null },
	};
}

function eventItem(event: TimelineEventFact): TimelineItem {
	const { type, service, environment, title, at, endedAt, url } = event;
	return {
		...{ ref: factRef(event), kind: type, service, environment, title, at, endedAt, standing: null },
		...{ isFailed: false, severity: null, url, deploymentId: null },
	};
}

/** Events that began in a stretch. */
export function eventsOf({ db, names }: StoreContext, { from, to }: Span): readonly TimelineEventFact[] {
	return db
		.prepare(`
			select source, native, home, part, body from facts indexed by events_by_time
			where kind = 5 and at >= ? and at < ?
		`)
		.all(from, to)
		.map((row) => readEvent(keyOf(names, row), String(row['body'])));
}

function suspectsOf(parts: Parts, incident: IncidentFact, item: TimelineItem, lookBackMs: number) {
	const { context, room } = parts;
	const named = incident.environment;
	const scope = { ...everywhere, environments: named === null ? [] : [named] };
	const units = room.unitsOf(scope);
	const span = { from: incident.startedAt - lookBackMs, to: incident.startedAt + lookBackMs };
	const causes = causesOf(context, item.ref);
	const found = deploymentsOf(parts, units, span);
	const near = [...found.map(deploymentItem), ...othersOf(parts, units, scope, span)];
	const deployments = new Map(found.map(({ deployment }) => [deployment.ref, deployment]));
	const far = farCauses(parts, units, causes.explicit, deployments);
	return rankSuspects(item, [...near, ...far], {
		...causes,
		environments: new Set(units.map(({ unit }) => unit.environment)),
		lookBackMs,
		deployment: (ref) => {
			const one = deployments.get(ref);
			return one === undefined ? null : { commits: one.commits, isUnplanned: one.unplanned !== null };
		},
	});
}

/** What is said to be the cause is shown however long ago it was. */
function farCauses(
	{ histories }: Parts,
	units: readonly KnownUnit[],
	explicit: ReadonlySet<FactRef>,
	near: Map<FactRef, JudgedDeployment>,
): readonly TimelineItem[] {
	const missing = new Set([...explicit].filter((ref) => !near.has(ref)));
	if (missing.size === 0) return [];
	return units.flatMap((known) =>
		histories
			.deployments(known, { from: 0, to: Number.MAX_SAFE_INTEGER })
			.filter(({ ref }) => missing.has(ref))
			.map((deployment) => {
				near.set(deployment.ref, deployment);
				return deploymentItem({ known, deployment });
			}),
	);
}

/** Deployments that an incident was put down to. */
export function causesOf(
	{ db }: StoreContext,
	incident: FactRef,
): { readonly explicit: ReadonlySet<FactRef>; readonly inferred: ReadonlySet<FactRef> } {
	const rows = db.prepare('select deployment, is_inferred from causes where incident = ?').all(incident);
	const refs = (isInferred: number) =>
		new Set(rows.filter((row) => row['is_inferred'] === isInferred).map((row) => String(row['deployment'])));
	return { explicit: refs(0), inferred: refs(1) };
}

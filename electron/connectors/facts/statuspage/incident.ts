/** One incident of a status page as a fact. */
import type { StatuspageFactsConfig } from '../../../../shared/config/delivery-model.ts';
import type { IncidentFact, IncidentSeverity } from '../../../../shared/domain/delivery/facts.ts';
import { instantOf, millisOf } from '../common/instants.ts';
import { serviceOf } from '../common/names.ts';
import type { StatuspageIncident } from './schemas.ts';

/** An incident, or planned work (null: no incident). */
export interface ReadIncident {
	readonly fact: IncidentFact | null;
	readonly id: string;
	readonly createdAt: number;
}

const planned: readonly string[] = ['scheduled', 'in_progress', 'verifying', 'completed'];
/** A post-mortem is written about an incident that is over; it is none of its own. */
const over: readonly string[] = ['resolved', 'postmortem'];

const severities: Readonly<Record<string, IncidentSeverity>> = {
	...{ critical: 'critical', major: 'high', minor: 'medium', none: 'low' },
};

function resolvedAt(incident: StatuspageIncident): number | null {
	if (!over.includes(incident.status)) return null;
	const said = (incident.incident_updates ?? [])
		.filter(({ status }) => status === 'resolved')
		.flatMap((update) => millisOf(update.created_at) ?? []);
	return millisOf(incident.resolved_at) ?? (said.length > 0 ? Math.min(...said) : millisOf(incident.updated_at));
}

/** Components are named where the incident lists them, else in what was posted about it. */
function componentsOf(incident: StatuspageIncident): { readonly names: string[]; readonly ids: string[] } {
	const posted = (incident.incident_updates ?? []).flatMap(({ affected_components: affected }) =>
		(affected ?? []).map(({ code, name }) => ({ id: code, name })),
	);
	const all = [...(incident.components ?? []), ...posted];
	return { names: [...new Set(all.map(({ name }) => name))], ids: [...new Set(all.flatMap(({ id }) => id ?? []))] };
}

/** The incident, or why it cannot be understood. */
export function readIncident(
	config: StatuspageFactsConfig,
	incident: StatuspageIncident,
	isOurs: (name: string) => boolean,
): ReadIncident | string {
	const created = instantOf(incident.created_at);
	if (created === null) return 'its time of creation is no instant';
	const base = { id: incident.id, createdAt: created.at };
	if (planned.includes(incident.status) || incident.impact === 'maintenance') return { ...base, fact: null };
	const ended = resolvedAt(incident);
	if (over.includes(incident.status) && ended === null) return 'it is resolved, but nothing tells when';
	const began = instantOf(incident.started_at) ?? created;
	const { names, ids } = componentsOf(incident);
	const impact = incident.impact ?? '';
	const fact: IncidentFact = {
		...{ kind: 'incident', source: config.id, nativeId: incident.id, url: incident.shortlink ?? null },
		...{ offsetMinutes: began.offsetMinutes, title: incident.name },
		service: serviceOf(config.services, [...names, ...ids], isOurs),
		sourceService: names.length === 0 ? null : names.join(', '),
		environment: null,
		severity: Object.hasOwn(severities, impact) ? (severities[impact] ?? 'unknown') : 'unknown',
		startedAt: began.at,
		...{ detectedAt: null, acknowledgedAt: null, resolvedAt: ended === null ? null : Math.max(ended, began.at) },
		...{ causedBy: [], isNotFromChange: false },
	};
	return { ...base, fact };
}

/**
 * Incidents of Opsgenie, not alerts: an incident is what people declared and resolved, while one problem raises dozens of alerts that
 * close by themselves. Where the plan has no incidents, Opsgenie says so, and nothing is measured by it.
 */
import type { OpsgenieFactsConfig } from '../../../../shared/config/delivery-model.ts';
import type { IncidentFact } from '../../../../shared/domain/delivery/facts.ts';
import { ok } from '../../../../shared/domain/result.ts';
import type { Result } from '../../../../shared/domain/result.ts';
import type { FactSource } from '../../../engine/delivery-ports.ts';
import { joinUrl } from '../../http.ts';
import type { CiReply } from '../../http-hosts/host.ts';
import { parseJson } from '../../http-hosts/json.ts';
import type { Refusal } from '../common/failures.ts';
import { createFactsHttp, type FactsHttp, type FactsHttpDeps } from '../common/http.ts';
import { instantOf, millisOf } from '../common/instants.ts';
import { serviceOf } from '../common/names.ts';
import { pageKeyOf } from '../common/page-key.ts';
import { readEach } from '../common/read-each.ts';
import { severityOf } from '../common/severity.ts';
import type { ListedIncident, ListedPage, Part } from '../common/windowed-host.ts';
import { createWindowedSource } from '../common/windows.ts';
import { errorSchema, incidentSchema, listSchema, oneSchema, type OpsgenieIncident } from './schemas.ts';
import { createServiceNames, type ServiceNamesOf } from './service-names.ts';

const pageSize = 100;

interface Opsgenie {
	readonly config: OpsgenieFactsConfig;
	readonly http: FactsHttp;
	readonly names: ServiceNamesOf;
	isOurs(name: string): boolean;
}

function refusal(reply: CiReply): Refusal {
	const said = errorSchema.safeParse(parseJson(reply.text));
	return said.success ? { said: said.data.message } : {};
}

/** The end of its effect on users where people wrote it, else the last change of what is no longer open. */
function endOf(incident: OpsgenieIncident): number | null {
	if (incident.status === 'open') return null;
	return millisOf(incident.impactEndDate) ?? millisOf(incident.updatedAt);
}

function factOf(
	opsgenie: Opsgenie,
	incident: OpsgenieIncident,
	names: ReadonlyMap<string, string>,
): ListedIncident | string {
	const { config } = opsgenie;
	const created = instantOf(incident.createdAt);
	if (created === null) return 'its time of creation is no instant';
	const resolvedAt = endOf(incident);
	if (incident.status !== 'open' && resolvedAt === null) return `it is ${incident.status}, but nothing tells when`;
	const began = instantOf(incident.impactStartDate) ?? created;
	const impacted = incident.impactedServices ?? [];
	const said = [...impacted.map((id) => names.get(id)), ...impacted];
	const fact: IncidentFact = {
		...{ kind: 'incident', source: config.id, nativeId: incident.id, url: incident.links?.web ?? null },
		offsetMinutes: began.offsetMinutes,
		title: incident.message ?? incident.id,
		service: serviceOf(config.services, said, opsgenie.isOurs),
		sourceService: impacted.length === 0 ? null : impacted.map((id) => names.get(id) ?? id).join(', '),
		environment: null,
		severity: severityOf([incident.priority]),
		startedAt: began.at,
		detectedAt: created.at,
		acknowledgedAt: null,
		resolvedAt: resolvedAt === null ? null : Math.max(resolvedAt, began.at),
		...{ causedBy: [], isNotFromChange: false },
	};
	return { fact, createdAt: created.at, id: incident.id };
}

async function read(
	opsgenie: Opsgenie,
	entries: readonly unknown[],
	signal: AbortSignal,
): Promise<Pick<ListedPage, 'incidents' | 'leftOut'>> {
	const ids = entries.flatMap((entry) => incidentSchema.safeParse(entry).data?.impactedServices ?? []);
	const names = ids.length === 0 ? new Map<string, string>() : await opsgenie.names.of(ids, signal);
	const { items, leftOut } = readEach(entries, incidentSchema, (one) => factOf(opsgenie, one, names), 'incident');
	return { incidents: items, leftOut };
}

async function list(opsgenie: Opsgenie, query: string, part: Part, signal: AbortSignal): Promise<Result<ListedPage>> {
	const asked = new URLSearchParams({
		...{ query, limit: String(part.limit), offset: String(part.offset), sort: 'createdAt', order: 'asc' },
	});
	const address = `${joinUrl(opsgenie.config.api, 'v1/incidents')}?${asked.toString()}`;
	const found = await opsgenie.http.read({ address, signal, what: 'its incidents' }, listSchema);
	if (!found.ok) return found;
	const { data, totalCount, paging } = found.value.value;
	const { length } = data;
	const isBeyond = totalCount == null ? length >= part.limit : part.offset + length < totalCount;
	// The one may be capped and the other be missing; an empty page is an end unless the count contradicts.
	const hasMore = isBeyond || (length > 0 && Boolean(paging?.next));
	const each = await read(opsgenie, data, signal);
	return ok({ ...each, length, hasMore, key: pageKeyOf(data), total: totalCount ?? null });
}

async function one(opsgenie: Opsgenie, id: string, signal: AbortSignal): Promise<Result<ListedIncident | null>> {
	const address = joinUrl(opsgenie.config.api, `v1/incidents/${encodeURIComponent(id)}`);
	const what = 'an incident';
	const found = await opsgenie.http.find({ address, signal, what }, oneSchema);
	if (!found.ok) return found;
	if (found.value === null) return ok(null);
	const { incidents } = await read(opsgenie, [found.value.data], signal);
	return incidents[0] === undefined ? opsgenie.http.odd(what) : ok(incidents[0]);
}

export function createOpsgenieSource(config: OpsgenieFactsConfig, deps: FactsHttpDeps): FactSource {
	const { token } = config;
	const http = createFactsHttp(
		{
			...{ label: 'Opsgenie', product: 'Opsgenie', base: config.api, headers: { accept: 'application/json' }, refusal },
			auth: token === null ? null : { secret: token, headers: (secret) => ({ authorization: `GenieKey ${secret}` }) },
		},
		deps,
	);
	const names = createServiceNames(http, config.api);
	const opsgenie: Opsgenie = { config, http, names, isOurs: deps.isOurService ?? (() => false) };
	return createWindowedSource({
		...{ id: config.id, kind: 'opsgenie', label: 'Opsgenie', about: [config.api] },
		...{ pageSize, mostOffset: 20_000, longestWindowMs: 365 * 24 * 60 * 60 * 1000 },
		created: ({ from, to }, part, signal) => list(opsgenie, `createdAt >= ${from} AND createdAt < ${to}`, part, signal),
		open: (part, signal) => list(opsgenie, 'status: open', part, signal),
		one: (id, signal) => one(opsgenie, id, signal),
		clockSkewMs: () => http.clockSkewMs(),
		close: () => http.close(),
	});
}

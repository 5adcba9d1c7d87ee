/** Incidents of PagerDuty. A read-only API key is enough. */
import type { PagerdutyFactsConfig } from '../../../../shared/config/delivery-model.ts';
import type { IncidentFact } from '../../../../shared/domain/delivery/facts.ts';
import { ok } from '../../../../shared/domain/result.ts';
import type { Result } from '../../../../shared/domain/result.ts';
import type { FactSource } from '../../../engine/delivery-ports.ts';
import { joinUrl } from '../../http.ts';
import type { CiReply } from '../../http-hosts/host.ts';
import { parseJson } from '../../http-hosts/json.ts';
import type { Refusal } from '../common/failures.ts';
import { createFactsHttp, type FactsHttp, type FactsHttpDeps } from '../common/http.ts';
import { instantOf, millisOf, toIso } from '../common/instants.ts';
import { serviceOf } from '../common/names.ts';
import { pageKeyOf } from '../common/page-key.ts';
import { readEach } from '../common/read-each.ts';
import { severityOf } from '../common/severity.ts';
import type { ListedIncident, ListedPage, Part, Window } from '../common/windowed-host.ts';
import { createWindowedSource } from '../common/windows.ts';
import { errorSchema, incidentSchema, listSchema, logSchema, oneSchema, type PagerdutyIncident } from './schemas.ts';

const pageSize = 100;
/** Pages up to this length also get the time of acknowledgement of resolved ones, at a request each. */
const mostLogs = 10;

interface Pagerduty {
	readonly config: PagerdutyFactsConfig;
	readonly http: FactsHttp;
	isOurs(name: string): boolean;
}

function refusal(reply: CiReply): Refusal {
	const said = errorSchema.safeParse(parseJson(reply.text));
	if (!said.success) return {};
	const { message, errors } = said.data.error;
	return { said: [message ?? '', ...(errors ?? [])].join(' ') };
}

const addressOf = (
	{ config }: Pagerduty,
	path: string,
	query: Record<string, string | readonly string[]> = {},
): string => {
	const pairs = Object.entries(query).flatMap(([name, value]) =>
		(typeof value === 'string' ? [value] : value).map((one) => [name, one]),
	);
	const text = new URLSearchParams(pairs).toString();
	return `${joinUrl(config.api, path)}${text === '' ? '' : `?${text}`}`;
};

function factOf(pagerduty: Pagerduty, incident: PagerdutyIncident): ListedIncident | string {
	const { config } = pagerduty;
	const created = instantOf(incident.created_at);
	if (created === null) return 'its time of creation is no instant';
	const ended = incident.resolved_at ?? incident.last_status_change_at;
	const resolvedAt = incident.status === 'resolved' ? millisOf(ended) : null;
	if (incident.status === 'resolved' && resolvedAt === null) return 'it is resolved, but nothing tells when';
	const acknowledged = (incident.acknowledgements ?? []).flatMap(({ at }) => millisOf(at) ?? []);
	const service = incident.service ?? null;
	const fact: IncidentFact = {
		...{ kind: 'incident', source: config.id, nativeId: incident.id, url: incident.html_url ?? null },
		offsetMinutes: created.offsetMinutes,
		title: incident.title ?? incident.summary ?? incident.id,
		service: serviceOf(config.services, [service?.summary, service?.id], pagerduty.isOurs),
		sourceService: service?.summary ?? service?.id ?? null,
		environment: null,
		severity: severityOf([incident.priority?.summary, incident.urgency]),
		startedAt: created.at,
		detectedAt: created.at,
		acknowledgedAt: acknowledged.length === 0 ? null : Math.min(...acknowledged),
		resolvedAt,
		causedBy: [],
		// What was merged into another incident is told by that one, and would count twice.
		isNotFromChange: incident.resolve_reason?.type === 'merge_resolve_reason',
	};
	return { fact, createdAt: created.at, id: incident.id };
}

/** First acknowledgement out of the log; null where it cannot be had, because nothing depends on it. */
async function acknowledgedAt(pagerduty: Pagerduty, id: string, signal: AbortSignal): Promise<number | null> {
	const address = addressOf(pagerduty, `incidents/${encodeURIComponent(id)}/log_entries`, {
		...{ is_overview: 'true', limit: '100', time_zone: 'UTC' },
	});
	const read = await pagerduty.http.read({ address, signal, what: 'the log of an incident' }, logSchema);
	if (!read.ok) return null;
	// Newest first: of a log that goes on nobody knows when the first one was.
	if (read.value.value.more === true) return null;
	const times = read.value.value.log_entries
		.filter(({ type }) => type.startsWith('acknowledge_log_entry'))
		.flatMap((entry) => millisOf(entry.created_at) ?? []);
	return times.length === 0 ? null : Math.min(...times);
}

async function withLog(pagerduty: Pagerduty, incident: ListedIncident, signal: AbortSignal): Promise<ListedIncident> {
	const { fact } = incident;
	if (fact.resolvedAt === null || fact.acknowledgedAt !== null) return incident;
	return { ...incident, fact: { ...fact, acknowledgedAt: await acknowledgedAt(pagerduty, incident.id, signal) } };
}

async function list(
	pagerduty: Pagerduty,
	query: Record<string, string | readonly string[]>,
	part: Part,
	signal: AbortSignal,
): Promise<Result<ListedPage>> {
	const address = addressOf(pagerduty, 'incidents', {
		...query,
		...{ limit: String(part.limit), offset: String(part.offset), total: 'true', time_zone: 'UTC' },
		sort_by: 'created_at:asc',
	});
	const read = await pagerduty.http.read({ address, signal, what: 'its incidents' }, listSchema);
	if (!read.ok) return read;
	const { incidents, more, total } = read.value.value;
	const { items, leftOut } = readEach(incidents, incidentSchema, (one) => factOf(pagerduty, one), 'incident');
	const { length } = incidents;
	const hasMore = more ?? length >= part.limit;
	return ok({ incidents: items, leftOut, length, hasMore, key: pageKeyOf(incidents), total: total ?? null });
}

async function created(
	pagerduty: Pagerduty,
	window: Window,
	part: Part,
	signal: AbortSignal,
): Promise<Result<ListedPage>> {
	const page = await list(pagerduty, { since: toIso(window.from), until: toIso(window.to) }, part, signal);
	if (!page.ok || page.value.length > mostLogs) return page;
	const incidents: ListedIncident[] = [];
	for (const incident of page.value.incidents) incidents.push(await withLog(pagerduty, incident, signal));
	return ok({ ...page.value, incidents });
}

async function one(pagerduty: Pagerduty, id: string, signal: AbortSignal): Promise<Result<ListedIncident | null>> {
	const address = addressOf(pagerduty, `incidents/${encodeURIComponent(id)}`);
	const what = 'an incident';
	const found = await pagerduty.http.find({ address, signal, what }, oneSchema);
	if (!found.ok) return found;
	if (found.value === null) return ok(null);
	const { incident } = found.value;
	const { items } = readEach([incident], incidentSchema, (each) => factOf(pagerduty, each), 'incident');
	return items[0] === undefined ? pagerduty.http.odd(what) : ok(await withLog(pagerduty, items[0], signal));
}

export function createPagerdutySource(config: PagerdutyFactsConfig, deps: FactsHttpDeps): FactSource {
	const { token } = config;
	const http = createFactsHttp(
		{
			...{ label: 'PagerDuty', product: 'PagerDuty', base: config.api, refusal },
			headers: { accept: 'application/vnd.pagerduty+json;version=2' },
			auth:
				token === null ? null : { secret: token, headers: (secret) => ({ authorization: `Token token=${secret}` }) },
		},
		deps,
	);
	const pagerduty: Pagerduty = { config, http, isOurs: deps.isOurService ?? (() => false) };
	return createWindowedSource({
		...{ id: config.id, kind: 'pagerduty', label: 'PagerDuty', about: [config.api] },
		pageSize,
		mostOffset: 10_000,
		// Six months at most; 180 days are never more.
		longestWindowMs: 180 * 24 * 60 * 60 * 1000,
		created: (window, part, signal) => created(pagerduty, window, part, signal),
		open: (part, signal) =>
			list(pagerduty, { 'statuses[]': ['triggered', 'acknowledged'], date_range: 'all' }, part, signal),
		one: (id, signal) => one(pagerduty, id, signal),
		clockSkewMs: () => http.clockSkewMs(),
		close: () => http.close(),
	});
}

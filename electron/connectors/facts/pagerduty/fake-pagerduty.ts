/** A PagerDuty of this machine: lists by creation, at most six months and ten thousand at once, log entries. */
import type { Asked } from '../../http-hosts/testing.ts';
import { type FakeFactsAnswer, type FakeFactsHost, startFakeFactsHost } from '../common/testing.ts';

export interface FakePagerdutyIncident {
	id: string;
	type: 'incident';
	/** `[#1234] The title`. */
	summary: string;
	incident_number: number;
	title: string;
	status: 'triggered' | 'acknowledged' | 'resolved';
	created_at: string;
	resolved_at?: string | null;
	last_status_change_at: string;
	html_url: string;
	urgency: string;
	priority: { id: string; summary: string } | null;
	service: { id: string; type: string; summary: string };
	acknowledgements: { at: string }[];
	resolve_reason: { type: 'merge_resolve_reason'; incident: { id: string; type: 'incident_reference' } } | null;
	log: { type: string; created_at: string }[];
}

export interface FakePagerduty {
	readonly host: FakeFactsHost;
	readonly incidents: FakePagerdutyIncident[];
	/** Most that a page has, whatever is asked for. */
	pageSize: number;
	/** Whether the log of an incident goes on after its first page. */
	logsGoOn: boolean;
	add(at: number, changes?: Partial<FakePagerdutyIncident>): FakePagerdutyIncident;
}

/** https://github.com/PagerDuty/api-schema, reference/REST/openapiv3.json, `sort_by_incidents`. */
const orders = /^(?:incident_number|created_at|resolved_at|urgency)(?::(?:asc|desc))?$/;
const sixMonthsMs = 184 * 24 * 60 * 60 * 1000;

const refuse = (message: string): FakeFactsAnswer => ({
	status: 400,
	body: { error: { message: 'Invalid Input Provided', code: 2001, errors: [message] } },
});

/** https://support.pagerduty.com/main/docs/rest-api-rate-limits: the reset is in seconds. */
const budget = { 'ratelimit-limit': '960', 'ratelimit-remaining': '955', 'ratelimit-reset': '30' };

function list({ query }: Asked, all: readonly FakePagerdutyIncident[], pageSize: number): FakeFactsAnswer {
	if (!orders.test(query.get('sort_by') ?? 'created_at')) return refuse('Sort by is invalid.');
	const limit = Math.min(pageSize, Number(query.get('limit') ?? '25'));
	const offset = Number(query.get('offset') ?? '0');
	if (limit > 100) return refuse('Limit may not be greater than 100.');
	if (offset + limit > 10_000) return refuse('Offset plus limit may not be greater than 10000.');
	const [since, until] = [Date.parse(query.get('since') ?? ''), Date.parse(query.get('until') ?? '')];
	if (until - since > sixMonthsMs) return refuse('The time range may not be greater than 6 months.');
	const isWithin = ({ created_at }: FakePagerdutyIncident) => {
		if (query.get('date_range') === 'all') return true;
		return Date.parse(created_at) >= since && Date.parse(created_at) < until;
	};
	const statuses = query.getAll('statuses[]');
	const found = all
		.filter((one) => isWithin(one) && (statuses.length === 0 || statuses.includes(one.status)))
		.toSorted((a, b) => Date.parse(a.created_at) - Date.parse(b.created_at));
	const incidents = found.slice(offset, offset + limit).map(({ log: _, ...rest }) => rest);
	const more = offset + limit < found.length;
	const total = query.get('total') === 'true' ? found.length : null;
	return { status: 200, headers: budget, body: { incidents, limit, offset, more, total } };
}

export async function startFakePagerduty(token: string): Promise<FakePagerduty> {
	const incidents: FakePagerdutyIncident[] = [];
	const route = (asked: Asked): FakeFactsAnswer | null => {
		if (asked.headers.authorization !== `Token token=${token}`) return { status: 401, body: {} };
		if (asked.path === '/incidents') return list(asked, incidents, fake.pageSize);
		const [, id, rest] = /^\/incidents\/([^/]+)(\/log_entries)?$/.exec(asked.path) ?? [];
		if (id === undefined) return null;
		const found = incidents.find((one) => one.id === id);
		if (found === undefined) return { status: 404, body: { error: { message: 'Not Found', code: 2100 } } };
		if (rest !== undefined)
			return { status: 200, body: { log_entries: found.log, limit: 100, offset: 0, more: fake.logsGoOn, total: null } };
		return { status: 200, body: { incident: found } };
	};
	const limited = () => ({
		...{ status: 429, headers: { 'ratelimit-limit': '960', 'ratelimit-remaining': '0', 'ratelimit-reset': '30' } },
		body: { error: { message: 'Rate Limit Exceeded', code: 2020, errors: ['Rate Limit Exceeded'] } },
	});
	const host = await startFakeFactsHost({ route, faults: { 'rate-limited': limited } });
	const fake: FakePagerduty = {
		...{ host, incidents, pageSize: 100, logsGoOn: false },
		add(at, changes = {}) {
			const number = incidents.length + 1;
			const iso = (ms: number) => new Date(ms).toISOString().replace('.000Z', 'Z');
			const incident: FakePagerdutyIncident = {
				...{ id: `PT${number}`, type: 'incident', incident_number: number, title: `Incident ${number}` },
				...{ summary: `[#${number}] Incident ${number}`, status: 'resolved', resolve_reason: null },
				...{ created_at: iso(at), last_status_change_at: iso(at + 600_000), urgency: 'high', priority: null },
				html_url: `https://acme.pagerduty.com/incidents/PT${number}`,
				service: { id: 'PSVC1', type: 'service_reference', summary: 'Shop API' },
				...{ acknowledgements: [], log: [] },
				...changes,
			};
			incidents.push(incident);
			return incident;
		},
	};
	return fake;
}

/** An Opsgenie of this machine: incidents by query, pages with an end, services by id. */
import type { Asked } from '../../http-hosts/testing.ts';
import { type FakeFactsAnswer, type FakeFactsHost, startFakeFactsHost } from '../common/testing.ts';

export interface FakeOpsgenieIncident {
	id: string;
	tinyId: string;
	message: string;
	status: 'open' | 'resolved' | 'closed';
	createdAt: string;
	updatedAt: string;
	impactStartDate?: string;
	impactEndDate?: string;
	priority: string;
	impactedServices: string[];
	tags: string[];
	ownerTeam: string;
	responders: { type: 'team' | 'user'; id: string }[];
	extraProperties: Record<string, string>;
	actions: string[];
	links: { web: string; api: string };
}

export interface FakeOpsgenie {
	readonly host: FakeFactsHost;
	readonly incidents: FakeOpsgenieIncident[];
	readonly services: { id: string; name: string }[];
	/** Status of answers about services; 200 unless set. */
	servicesStatus: number;
	/** Most that a page has, whatever is asked for. */
	pageSize: number;
	/** Whether lists say how many there are; SDKs rely on `paging` alone. */
	countsThem: boolean;
	add(at: number, changes?: Partial<FakeOpsgenieIncident>): FakeOpsgenieIncident;
}

const refuse = (message: string): FakeFactsAnswer => ({ status: 422, body: { message, took: 0.01, requestId: 'r' } });

function matches(query: string): ((one: FakeOpsgenieIncident) => boolean) | null {
	if (query === 'status: open') return (one) => one.status === 'open';
	const [, from, to] = /^createdAt >= (\d+) AND createdAt < (\d+)$/.exec(query) ?? [];
	if (from === undefined) return null;
	return ({ createdAt }) => Date.parse(createdAt) >= Number(from) && Date.parse(createdAt) < Number(to);
}

/** https://docs.opsgenie.com/docs/pagination: addresses of the pages, `next` on all but the last one. */
function pagingOf({ path, query, headers }: Asked, offset: number, limit: number, count: number) {
	const at = (start: number) => {
		const asked = new URLSearchParams(query);
		asked.set('offset', String(start));
		return `http://${headers.host}${path}?${asked.toString()}`;
	};
	const last = at(Math.max(0, Math.ceil(count / limit) - 1) * limit);
	return { ...(offset + limit < count ? { next: at(offset + limit) } : {}), first: at(0), last };
}

function list(asked: Asked, fake: FakeOpsgenie): FakeFactsAnswer {
	const { query } = asked;
	const { incidents: all, countsThem } = fake;
	const limit = Math.min(fake.pageSize, Number(query.get('limit') ?? '20'));
	const offset = Number(query.get('offset') ?? '0');
	if (limit > 100 || offset + limit > 20_000) return refuse('Invalid offset or limit.');
	const isWanted = matches(query.get('query') ?? '');
	if (isWanted === null || query.get('sort') !== 'createdAt' || query.get('order') !== 'asc')
		return refuse('Bad query.');
	const found = all.filter(isWanted).toSorted((a, b) => Date.parse(a.createdAt) - Date.parse(b.createdAt));
	const data = found.slice(offset, offset + limit);
	const count = countsThem ? { totalCount: found.length } : {};
	const paging = pagingOf(asked, offset, limit, found.length);
	return { status: 200, body: { data, ...count, paging, took: 0.1, requestId: 'r' } };
}

export async function startFakeOpsgenie(key: string): Promise<FakeOpsgenie> {
	const incidents: FakeOpsgenieIncident[] = [];
	const services = [{ id: 'svc-1', name: 'Shop API' }];
	const route = (asked: Asked): FakeFactsAnswer | null => {
		if (asked.headers.authorization !== `GenieKey ${key}`) return { status: 401, body: { message: 'Key is wrong' } };
		if (asked.path === '/v1/incidents') return list(asked, fake);
		if (asked.path === '/v1/services')
			return { status: fake.servicesStatus, body: { data: services, paging: {}, took: 0.1, requestId: 'r' } };
		const [, id] = /^\/v1\/incidents\/([^/]+)$/.exec(asked.path) ?? [];
		if (id === undefined) return null;
		const found = incidents.find((one) => one.id === id);
		return found === undefined
			? { status: 404, body: { message: 'Not found' } }
			: { status: 200, body: { data: found } };
	};
	// https://docs.opsgenie.com/docs/api-rate-limiting: no header says when.
	const limited = () => ({
		...{ status: 429, headers: { 'x-ratelimit-state': 'THROTTLED', 'x-ratelimit-reason': 'ACCOUNT' } },
		body: { message: 'You are making too many requests!', took: 0.001, requestId: 'r' },
	});
	const fake: FakeOpsgenie = {
		...{ host: await startFakeFactsHost({ route, faults: { 'rate-limited': limited } }), incidents, services },
		...{ servicesStatus: 200, pageSize: 100, countsThem: true },
		add(at, changes = {}) {
			const id = `incident-${incidents.length + 1}`;
			const incident: FakeOpsgenieIncident = {
				...{ id, message: `Message of ${id}`, status: 'closed', priority: 'P2', impactedServices: ['svc-1'] },
				...{ tinyId: String(incidents.length + 1), tags: [], ownerTeam: '', responders: [], extraProperties: {} },
				actions: [],
				...{ createdAt: new Date(at).toISOString(), updatedAt: new Date(at + 1_800_000).toISOString() },
				links: { web: `https://acme.app.opsgenie.com/incident/detail/${id}`, api: '' },
				...changes,
			};
			incidents.push(incident);
			return incident;
		},
	};
	return fake;
}

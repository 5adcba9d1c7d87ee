/** A status page of this machine: its public summary of the latest fifty, and its API in pages. */
import type { Asked } from '../../http-hosts/testing.ts';
import { type FakeFactsAnswer, type FakeFactsHost, startFakeFactsHost } from '../common/testing.ts';

export interface FakeStatusIncident {
	id: string;
	name: string;
	status: string;
	impact: string;
	created_at: string;
	started_at: string;
	updated_at: string;
	resolved_at: string | null;
	shortlink: string;
	components: { id: string; name: string }[];
	incident_updates: {
		status: string;
		created_at: string;
		affected_components: { code: string; name: string }[] | null;
	}[];
}

export interface FakeStatuspage {
	readonly host: FakeFactsHost;
	readonly incidents: FakeStatusIncident[];
	/** The API forgets which page it was asked for. */
	isStuck: boolean;
	add(at: number, changes?: Partial<FakeStatusIncident>): FakeStatusIncident;
	resolve(id: string): void;
}

export async function startFakeStatuspage(token: string): Promise<FakeStatuspage> {
	const incidents: FakeStatusIncident[] = [];
	const newestFirst = () => incidents.toSorted((a, b) => Date.parse(b.created_at) - Date.parse(a.created_at));
	const route = ({ path, query, headers }: Asked): FakeFactsAnswer | null => {
		if (path === '/api/v2/incidents.json') {
			const page = { id: 'abc', name: 'Acme', url: 'https://status.acme.example', time_zone: 'Etc/UTC' };
			return { status: 200, body: { page, incidents: newestFirst().slice(0, 50) } };
		}
		if (path !== '/v1/pages/abc/incidents') return null;
		if (headers.authorization !== `OAuth ${token}`) return { status: 401, body: { error: 'Could not authenticate' } };
		const [limit, number] = [Number(query.get('limit') ?? '100'), Number(query.get('page') ?? '1')];
		if (limit > 100) return { status: 400, body: { error: ['limit is too large'] } };
		const first = fake.isStuck ? 0 : (number - 1) * limit;
		// The API's model of an incident has no `started_at`: https://developer.statuspage.io/#tag/incidents
		const body = newestFirst().map(({ started_at: _, ...rest }) => ({ ...rest, page_id: 'abc', scheduled_for: null }));
		return { status: 200, body: body.slice(first, first + limit) };
	};
	const limited = () => ({ status: 420, body: { error: 'Rate limit exceeded' } });
	const iso = (ms: number) => new Date(ms).toISOString();
	const fake: FakeStatuspage = {
		...{ host: await startFakeFactsHost({ route, faults: { 'rate-limited': limited } }), incidents, isStuck: false },
		add(at, changes = {}) {
			const id = `st${incidents.length + 1}`;
			const incident: FakeStatusIncident = {
				...{ id, name: `Trouble ${id}`, status: 'resolved', impact: 'major', shortlink: `https://stspg.io/${id}` },
				...{ created_at: iso(at), started_at: iso(at), updated_at: iso(at + 600_000), resolved_at: iso(at + 600_000) },
				...{ components: [{ id: 'c1', name: 'Checkout' }], incident_updates: [] },
				...changes,
			};
			incidents.push(incident);
			return incident;
		},
		resolve(id) {
			const found = incidents.find((one) => one.id === id);
			if (found !== undefined) Object.assign(found, { status: 'resolved', resolved_at: iso(Date.now()) });
		},
	};
	return fake;
}

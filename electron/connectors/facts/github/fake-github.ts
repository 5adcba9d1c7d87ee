/** A GitHub of this machine: the GraphQL queries and REST routes that facts are read by, in GitHub's own shapes. */
import type { Asked } from '../../http-hosts/testing.ts';
import { parseJson } from '../../http-hosts/json.ts';
import { type FakeFactsAnswer, type FakeFactsHost, startFakeFactsHost } from '../common/testing.ts';

export interface FakeNode {
	id: string;
	createdAt: string;
	updatedAt: string;
	labels?: { nodes: { name: string }[] };
	[field: string]: unknown;
}

interface FakeGraphqlError {
	readonly type?: string;
	readonly message: string;
}

export interface FakeGithub {
	readonly host: FakeFactsHost;
	readonly deployments: FakeNode[];
	readonly pullRequests: FakeNode[];
	readonly issues: FakeNode[];
	/** Newest first, as the REST API lists them. */
	readonly runs: Record<string, unknown>[];
	/** The address that it believes to have; null: the one that it is asked by. */
	believes: string | null;
	/** Commits of pull requests by the id of theirs, beyond what the fake puts into the list. */
	readonly commits: Map<string, readonly string[]>;
	/** When the first of them was authored. */
	authored: string;
	/** What GraphQL says instead of an answer. */
	errors: readonly FakeGraphqlError[] | null;
	/** What GraphQL says beside an answer that is not whole. */
	partly: readonly FakeGraphqlError[] | null;
}

const iso = (ms: number) => new Date(ms).toISOString().replace('.000Z', 'Z');
export const shaOf = (number: number) => number.toString(16).padStart(40, '0');

/** A successful deployment; `changes` are fields of the node. */
export function fakeDeployment(number: number, at: number, changes: Partial<FakeNode> = {}): FakeNode {
	return {
		...{ id: `DE_${number}`, databaseId: number, createdAt: iso(at), updatedAt: iso(at), environment: 'production' },
		...{ task: 'deploy', payload: null, description: null, commitOid: shaOf(number), creator: { login: 'ada' } },
		ref: { name: 'main', prefix: 'refs/heads/' },
		statuses: { nodes: [statusOf('SUCCESS', at + 60_000), statusOf('IN_PROGRESS', at + 5_000)] },
		...changes,
	};
}

export function statusOf(state: string, at: number, description: string | null = null) {
	return { state, createdAt: iso(at), description, logUrl: 'https://github.example/acme/shop/actions/runs/1' };
}

interface Connection<N = unknown> {
	readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
	readonly nodes: readonly N[];
}

/** Cursors name the entry that a page ends with, so that what is new on top shifts nothing. */
function connect(
	all: readonly FakeNode[],
	first: number,
	after: unknown,
	field: 'createdAt' | 'updatedAt',
): Connection<FakeNode> {
	const sorted = all.toSorted((a, b) => Date.parse(b[field]) - Date.parse(a[field]));
	const begin = typeof after === 'string' ? sorted.findIndex(({ id }) => id === after) + 1 : 0;
	const nodes = sorted.slice(begin, begin + first);
	return { pageInfo: { hasNextPage: begin + first < sorted.length, endCursor: nodes.at(-1)?.id ?? null }, nodes };
}

function commitsFrom(fake: FakeGithub, id: string, after: unknown): Connection {
	const all = fake.commits.get(id) ?? [];
	const begin = typeof after === 'string' ? Number(after) : 0;
	const nodes = all.slice(begin, begin + 100).map((oid, index) => ({
		commit: {
			oid,
			authoredDate: iso(Date.parse(fake.authored) + (begin + index) * 60_000),
			author: { name: 'Ada' },
		},
	}));
	return { pageInfo: { hasNextPage: begin + 100 < all.length, endCursor: String(begin + nodes.length) }, nodes };
}

/** No more than fifty statuses from either end, as the query asks. */
function bothEnds(node: FakeNode | null): FakeNode | null {
	const statuses = Object(node?.['statuses']);
	const all: unknown = statuses.nodes;
	if (node === null || !Array.isArray(all)) return node;
	return { ...node, statuses: { nodes: all.slice(0, 50) }, others: { nodes: all.slice(-50) } };
}

function graphql(fake: FakeGithub, asked: Asked): FakeFactsAnswer {
	if (fake.errors !== null) return { status: 200, body: { data: { repository: null }, errors: fake.errors } };
	const sent = parseJson(asked.body);
	if (typeof sent !== 'object' || sent === null || !('query' in sent) || !('variables' in sent))
		return { status: 400, body: {} };
	const query = String(sent.query);
	const variables = new Map(Object.entries(Object(sent.variables)));
	const inRepository = (name: string, connection: unknown) => ({
		status: 200,
		body: { data: { repository: { [name]: connection } } },
	});
	const after = variables.get('after');
	if (query.includes('deployments(first: 100')) {
		const { pageInfo, nodes } = connect(fake.deployments, 100, after, 'createdAt');
		return inRepository('deployments', { pageInfo, nodes: nodes.map(bothEnds) });
	}
	if (query.includes('nodes(ids')) {
		const ids: unknown = variables.get('ids');
		const nodes = (Array.isArray(ids) ? ids : []).map((id) =>
			bothEnds(fake.deployments.find((each) => each.id === id) ?? null),
		);
		return { status: 200, body: { data: { nodes } } };
	}
	if (query.includes('pullRequests(first: 25')) {
		const { pageInfo, nodes } = connect(fake.pullRequests, 25, after, 'updatedAt');
		const withCommits = fake.pullRequests
			.filter((each) => nodes.includes(each))
			.map((each) => ({
				...each,
				commits: { ...commitsFrom(fake, each.id, null), totalCount: fake.commits.get(each.id)?.length ?? 0 },
			}));
		return inRepository('pullRequests', { pageInfo, nodes: withCommits });
	}
	if (query.includes('on PullRequest')) {
		return {
			status: 200,
			body: { data: { node: { commits: commitsFrom(fake, String(variables.get('id')), after) } } },
		};
	}
	if (query.includes('issues(first: 25')) {
		const labels: unknown = variables.get('labels');
		const wanted = Array.isArray(labels) ? labels : [];
		const fits = fake.issues.filter(({ labels: own }) => own?.nodes.some(({ name }) => wanted.includes(name)));
		return inRepository('issues', connect(fits, 25, after, 'updatedAt'));
	}
	return { status: 200, body: { errors: [{ message: 'Parse error' }] } };
}

function restRuns(fake: FakeGithub, { query, path, headers }: Asked): FakeFactsAnswer | null {
	const [, id] = /\/actions\/runs\/(\d+)$/.exec(path) ?? [];
	if (id !== undefined) {
		const run = fake.runs.find((each) => String(each['id']) === id);
		return run === undefined ? { status: 404, body: { message: 'Not Found' } } : { status: 200, body: run };
	}
	if (path !== '/repos/acme/shop/actions/workflows/deploy.yml/runs') return null;
	const page = Number(query.get('page') ?? '1');
	const size = Number(query.get('per_page') ?? '30');
	const isMore = page * size < fake.runs.length;
	const next = `<${fake.believes ?? `http://${headers.host}`}${path}?per_page=${size}&page=${page + 1}>; rel="next"`;
	return {
		status: 200,
		headers: isMore ? { link: next } : {},
		body: { total_count: fake.runs.length, workflow_runs: fake.runs.slice((page - 1) * size, page * size) },
	};
}

export async function startFakeGithub(token: string): Promise<FakeGithub> {
	const route = (asked: Asked): FakeFactsAnswer | null => {
		if (asked.headers.authorization !== `Bearer ${token}`) return { status: 401, body: { message: 'Bad credentials' } };
		if (asked.path !== '/graphql') return restRuns(fake, asked);
		const answer = graphql(fake, asked);
		return fake.partly === null ? answer : { ...answer, body: { ...Object(answer.body), errors: fake.partly } };
	};
	const limited = () => ({
		...{ status: 403, headers: { 'retry-after': '60', 'x-ratelimit-remaining': '0' } },
		body: { message: 'You have exceeded a secondary rate limit.' },
	});
	const forbidden = () => ({
		...{ status: 403, headers: { 'x-accepted-github-permissions': 'deployments=read' } },
		body: { message: 'Resource not accessible by personal access token' },
	});
	const host = await startFakeFactsHost({ route, faults: { 'rate-limited': limited, forbidden } });
	const fake: FakeGithub = {
		...{ host, deployments: [], pullRequests: [], issues: [], runs: [], commits: new Map() },
		...{ errors: null, partly: null, believes: null, authored: '2026-10-01T00:00:00Z' },
	};
	return fake;
}

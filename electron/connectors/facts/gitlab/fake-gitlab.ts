/** A GitLab of this machine: the lists of one project that facts are read from, in GitLab's own shapes. */
import type { Asked } from '../../http-hosts/testing.ts';
import { type FakeFactsAnswer, type FakeFactsHost, startFakeFactsHost } from '../common/testing.ts';

interface FakeEntry {
	updated_at: string;
	[field: string]: unknown;
}

export interface FakeGitlab {
	readonly host: FakeFactsHost;
	readonly deployments: FakeEntry[];
	readonly mergeRequests: FakeEntry[];
	readonly issues: FakeEntry[];
	environments: readonly { readonly name: string; readonly tier: string }[];
	/** The address that it believes to have; null: the one that it is asked by. */
	believes: string | null;
	/** By the iid of a merge request, newest first. */
	readonly commits: Map<number, readonly Record<string, unknown>[]>;
}

const root = '/api/v4/projects/acme%2Fshop/';

function page(asked: Asked, all: readonly unknown[], believes: string | null): FakeFactsAnswer {
	const { query, path, headers } = asked;
	const number = Number(query.get('page') ?? '1');
	const size = Number(query.get('per_page') ?? '20');
	if (size > 100) return { status: 400, body: { error: 'per_page does not have a valid value' } };
	const next = new URLSearchParams(query);
	next.set('page', String(number + 1));
	const base = believes ?? `http://${headers.host}`;
	const isMore = number * size < all.length;
	const link = `<${base}${path}?${next.toString()}>; rel="next", <${base}${path}?page=1>; rel="first"`;
	const body = all.slice((number - 1) * size, number * size);
	const about = {
		'x-page': String(number),
		'x-per-page': String(size),
		'x-next-page': isMore ? String(number + 1) : '',
	};
	const budget = { 'ratelimit-limit': '2000', 'ratelimit-remaining': '1990', 'ratelimit-reset': '60' };
	return { status: 200, headers: { ...about, ...budget, ...(isMore ? { link } : {}) }, body };
}

/** GitLab takes `updated_after` of deployments only together with this order. */
function touched(asked: Asked, all: readonly FakeEntry[], believes: string | null): FakeFactsAnswer {
	const { query } = asked;
	if (query.get('order_by') !== 'updated_at' || query.get('sort') !== 'desc')
		return { status: 400, body: { message: '400 Bad request' } };
	const after = Date.parse(query.get('updated_after') ?? '');
	const label = query.get('labels');
	const fits = all.filter(
		(entry) =>
			Date.parse(entry.updated_at) >= after &&
			(label === null || (Array.isArray(entry['labels']) && entry['labels'].includes(label))),
	);
	return page(
		asked,
		fits.toSorted((a, b) => Date.parse(b.updated_at) - Date.parse(a.updated_at)),
		believes,
	);
}

export async function startFakeGitlab(token: string): Promise<FakeGitlab> {
	const route = (asked: Asked): FakeFactsAnswer | null => {
		if (asked.headers['private-token'] !== token) return { status: 401, body: { message: '401 Unauthorized' } };
		if (!asked.path.startsWith(root)) return null;
		const rest = asked.path.slice(root.length);
		if (rest === 'environments') return page(asked, fake.environments, fake.believes);
		if (rest === 'deployments') return touched(asked, fake.deployments, fake.believes);
		if (rest === 'merge_requests') return touched(asked, fake.mergeRequests, fake.believes);
		if (rest === 'issues') return touched(asked, fake.issues, fake.believes);
		const iid = /^merge_requests\/(\d+)\/commits$/.exec(rest)?.[1];
		return iid === undefined ? null : page(asked, fake.commits.get(Number(iid)) ?? [], fake.believes);
	};
	const forbidden = () => ({
		status: 403,
		body: {
			error: 'insufficient_scope',
			error_description: 'The request requires higher privileges',
			scope: 'read_api',
		},
	});
	const host = await startFakeFactsHost({ route, faults: { forbidden } });
	const fake: FakeGitlab = {
		...{ host, deployments: [], mergeRequests: [], issues: [], environments: [], commits: new Map() },
		believes: null,
	};
	return fake;
}

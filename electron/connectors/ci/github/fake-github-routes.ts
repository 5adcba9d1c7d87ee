/** Routes of the fake GitHub. Each answer has the type that GitHub's API description gives it. */
import type { operations } from '@octokit/openapi-types';
import type { Asked } from '../../http-hosts/testing.ts';
import {
	artifactShape,
	deploymentShape,
	deploymentStatusShape,
	errorShape,
	type FakePlace,
	jobShape,
	pendingShape,
	reviewShape,
	runShape,
	type Schemas,
} from './fake-github-shapes.ts';
import type { FakeRun, FakeWorld } from './fake-github-world.ts';

type Json<Name extends keyof operations, Status extends number> = operations[Name] extends {
	responses: Record<Status, { content: { 'application/json': infer Body } }>;
}
	? Body
	: never;

export interface FakeAnswer {
	readonly status: number;
	readonly body?: unknown;
	readonly headers?: Readonly<Record<string, string>>;
}

/** What routes need of the server. */
export interface RouteDeps {
	readonly world: FakeWorld;
	readonly place: () => FakePlace;
	/** Address of the store of files, on another port. */
	readonly store: () => string;
	/** The request is not as GitHub wants it. */
	complain(words: string): void;
}

type Handler = (asked: Asked, ids: readonly string[]) => FakeAnswer;

export const missing: FakeAnswer = { status: 404, body: errorShape('Not Found') };

function paged<T>(asked: Asked, all: readonly T[], address: string): { items: T[]; headers: Record<string, string> } {
	const size = Math.min(100, Number(asked.query.get('per_page') ?? 30));
	const page = Number(asked.query.get('page') ?? 1);
	const last = Math.max(1, Math.ceil(all.length / size));
	const link = (to: number, rel: string) => {
		const query = new URLSearchParams(asked.query);
		query.set('page', String(to));
		return `<${address}${asked.path}?${query.toString()}>; rel="${rel}"`;
	};
	const links = [
		...(page > 1 ? [link(page - 1, 'prev')] : []),
		...(page < last ? [link(page + 1, 'next'), link(last, 'last')] : []),
	];
	const items = all.slice((page - 1) * size, page * size);
	return { items, headers: links.length === 0 ? {} : { link: links.join(', ') } };
}

/** Fields of a body, which must be exactly some of those that the API description knows. */
function fieldsOf(asked: Asked, known: readonly string[], deps: RouteDeps): Record<string, unknown> {
	const body: unknown = asked.body === '' ? {} : JSON.parse(asked.body);
	const fields = typeof body === 'object' && body !== null ? Object.fromEntries(Object.entries(body)) : {};
	const others = Object.keys(fields).filter((name) => !known.includes(name));
	if (others.length > 0) deps.complain(`${asked.method} ${asked.path} has unknown fields: ${others.join(', ')}`);
	return fields;
}

function dispatch(asked: Asked, [workflow]: readonly string[], deps: RouteDeps): FakeAnswer {
	const fields = fieldsOf(asked, ['ref', 'inputs', 'return_run_details'], deps);
	if (workflow !== 'ci.yml') return missing;
	const branch = String(fields['ref']);
	if (!deps.world.branches.has(branch)) return { status: 422, body: errorShape(`No ref found for: ${branch}`) };
	const inputs = fields['inputs'];
	const given = typeof inputs === 'object' && inputs !== null ? Object.entries(inputs) : [];
	deps.world.starts.push({ branch, inputs: Object.fromEntries(given.map(([name, value]) => [name, String(value)])) });
	const run = deps.world.addRun({ branch, event: 'workflow_dispatch' });
	if (fields['return_run_details'] !== true) return { status: 204 };
	const body: Schemas['workflow-dispatch-response'] = { workflow_run_id: run.id, run_url: 'x', html_url: 'x' };
	return { status: 200, body };
}

function review(asked: Asked, run: FakeRun, deps: RouteDeps): FakeAnswer {
	const fields = fieldsOf(asked, ['environment_ids', 'state', 'comment'], deps);
	const ids = Array.isArray(fields['environment_ids']) ? fields['environment_ids'] : [];
	const state = fields['state'] === 'approved' ? 'approved' : 'rejected';
	if (
		ids.length === 0 ||
		typeof fields['comment'] !== 'string' ||
		!/^(approved|rejected)$/.test(String(fields['state']))
	) {
		return { status: 422, body: errorShape('Invalid request.') };
	}
	const chosen = run.pending.filter((pending) => ids.includes(pending.id));
	if (chosen.length !== ids.length) return { status: 422, body: errorShape('No pending deployment requests') };
	for (const each of chosen) deps.world.review(run, each, { state, by: 'grace', comment: fields['comment'] });
	const body: Json<'actions/review-pending-deployments-for-run', 200> = chosen.map((each) =>
		deploymentShape(each, run),
	);
	return { status: 200, body };
}

/** Routes about one run, which must be there. */
function runRoutes(deps: RouteDeps): readonly (readonly [string, (asked: Asked, run: FakeRun) => FakeAnswer])[] {
	const { world, place } = deps;
	return [
		['GET /actions/runs/:id', (_asked, run) => ({ status: 200, body: runShape(place(), run) })],
		[
			'GET /actions/runs/:id/jobs',
			(asked, run) => {
				const { items, headers } = paged(asked, run.jobs, place().api);
				const jobs = items.map((job) => jobShape(place(), run, job));
				const body: Json<'actions/list-jobs-for-workflow-run', 200> = { total_count: run.jobs.length, jobs };
				return { status: 200, body, headers };
			},
		],
		[
			'GET /actions/runs/:id/artifacts',
			(asked, run) => {
				const { items, headers } = paged(asked, run.artifacts, place().api);
				const artifacts = items.map((each) => artifactShape(place(), run, each));
				const total_count = run.artifacts.length;
				const body: Json<'actions/list-workflow-run-artifacts', 200> = { total_count, artifacts };
				return { status: 200, body, headers };
			},
		],
		[
			'GET /actions/runs/:id/pending_deployments',
			(_asked, run) => ({ status: 200, body: run.pending.map(pendingShape) }),
		],
		['GET /actions/runs/:id/approvals', (_asked, run) => ({ status: 200, body: run.reviews.map(reviewShape) })],
		['POST /actions/runs/:id/pending_deployments', (asked, run) => review(asked, run, deps)],
		...(['rerun', 'rerun-failed-jobs'] as const).map(
			(name) =>
				[
					`POST /actions/runs/:id/${name}`,
					(_asked: Asked, run: FakeRun): FakeAnswer => {
						if (run.status !== 'completed')
							return { status: 403, body: errorShape('This workflow is already running') };
						world.rerun(run, name === 'rerun-failed-jobs');
						return { status: 201, body: {} };
					},
				] as const,
		),
		[
			'POST /actions/runs/:id/cancel',
			(_asked, run) => {
				if (run.status === 'completed') {
					return { status: 409, body: errorShape('Cannot cancel a workflow run that is completed.') };
				}
				world.cancel(run);
				return { status: 202, body: {} };
			},
		],
	];
}

function listRoute(deps: RouteDeps): Handler {
	return (asked, ids) => {
		if (ids.length > 0 && ids[0] !== 'ci.yml') return missing;
		const branch = asked.query.get('branch');
		const runs = deps.world.runs.filter((run) => branch === null || run.branch === branch);
		const { items, headers } = paged(asked, runs, deps.place().api);
		const workflow_runs = items.map((run) => runShape(deps.place(), run));
		const body: Json<'actions/list-workflow-runs', 200> = { total_count: runs.length, workflow_runs };
		return { status: 200, body, headers };
	};
}

/** Routes about jobs and artifacts. */
function leavingRoutes(deps: RouteDeps): readonly (readonly [string, Handler])[] {
	const { world, place } = deps;
	const jobOf = (id: string | undefined) =>
		world.runs.flatMap((run) => run.jobs.map((job) => ({ run, job }))).find(({ job }) => job.id === Number(id));
	const artifactOf = (id: string | undefined) =>
		world.runs.flatMap((run) => run.artifacts.map((one) => ({ run, one }))).find(({ one }) => one.id === Number(id));
	return [
		[
			'GET /actions/jobs/:id',
			(_asked, [id]) => {
				const found = jobOf(id);
				return found === undefined ? missing : { status: 200, body: jobShape(place(), found.run, found.job) };
			},
		],
		[
			'GET /actions/jobs/:id/logs',
			(_asked, [id]) => {
				const job = jobOf(id)?.job;
				if (job === undefined || job.status !== 'completed' || job.logState === 'late') return missing;
				if (job.logState === 'gone') return { status: 410, body: errorShape('Gone') };
				return { status: 302, headers: { location: `${deps.store()}/logs/${job.id}?sig=once` } };
			},
		],
		[
			'GET /actions/artifacts/:id',
			(_asked, [id]) => {
				const found = artifactOf(id);
				return found === undefined ? missing : { status: 200, body: artifactShape(place(), found.run, found.one) };
			},
		],
		[
			'GET /actions/artifacts/:id/zip',
			(_asked, [id]) => {
				const found = artifactOf(id)?.one;
				if (found === undefined) return missing;
				if (found.isExpired) return { status: 410, body: errorShape('Artifact has expired') };
				return { status: 302, headers: { location: `${deps.store()}/artifacts/${found.id}?sig=once` } };
			},
		],
	];
}

/** Routes about branches and deployments. */
function deploymentRoutes({ world, place }: RouteDeps): readonly (readonly [string, Handler])[] {
	const pendings = () => world.runs.flatMap((run) => run.pending.map((one) => ({ run, one })));
	return [
		[
			'GET /git/ref/:ref',
			(_asked, [ref = '']) => {
				const name = decodeURIComponent(ref);
				const sha = world.branches.get(name.replace(/^heads\//, ''));
				if (sha === undefined) return missing;
				const body: Schemas['git-ref'] = {
					ref: `refs/${name}`,
					node_id: '',
					url: 'x',
					object: { type: 'commit', sha, url: 'x' },
				};
				return { status: 200, body };
			},
		],
		[
			'GET /deployments',
			({ query }) => ({
				status: 200,
				body: pendings()
					.filter(({ run, one }) => run.sha === query.get('sha') && one.environment === query.get('environment'))
					.map(({ run, one }) => deploymentShape(one, run)),
			}),
		],
		[
			'GET /deployments/:id/statuses',
			(_asked, [id]) => ({
				status: 200,
				body: pendings()
					.filter(({ one }) => one.id === Number(id))
					.map(({ run, one }) => deploymentStatusShape(one, `${place().web}/actions/runs/${run.id}/job/${one.jobId}`)),
			}),
		],
	];
}

/** Answers a request below the repository; null for a route that GitHub does not have. */
export function createRoutes(deps: RouteDeps): (asked: Asked) => FakeAnswer | null {
	const ofRuns = runRoutes(deps).map(([route, handle]): readonly [string, Handler] => [
		route,
		(asked, [id]) => {
			const run = deps.world.run(Number(id));
			return run === undefined ? missing : handle(asked, run);
		},
	]);
	const all: readonly (readonly [string, Handler])[] = [
		['GET /actions/runs', listRoute(deps)],
		['GET /actions/workflows/:id/runs', listRoute(deps)],
		['POST /actions/workflows/:id/dispatches', (asked, ids) => dispatch(asked, ids, deps)],
		...ofRuns,
		...leavingRoutes(deps),
		...deploymentRoutes(deps),
	];
	const patterns = all.map(([route, handle]) => {
		const path = route.replaceAll(/:\w+/g, '([^/]+)');
		return { pattern: new RegExp(`^${path}$`), handle };
	});
	return (asked) => {
		const { owner, repo } = deps.place();
		const prefix = new URL(`${deps.place().api}/repos/${owner}/${repo}`).pathname;
		if (!asked.path.startsWith(`${prefix}/`)) return null;
		const route = `${asked.method} ${asked.path.slice(prefix.length)}`;
		for (const { pattern, handle } of patterns) {
			const found = pattern.exec(route);
			if (found !== null) return handle(asked, found.slice(1));
		}
		return null;
	};
}

/** A GitLab of this machine with the project `acme/shop` (21), for tests: REST v4 as far as the runner asks. */
import type { Asked } from '../http/testing.ts';
import { type FakeAnswer, type FakeHost, startFakeHost } from '../http/fake-host.ts';
import { createGitlabModel, type FakePipeline, type GitlabModel } from './fake-gitlab-model.ts';
import {
	bridgeShape,
	commitShape,
	deploymentShape,
	jobShape,
	listedShape,
	pipelineShape,
} from './fake-gitlab-shapes.ts';

export interface FakeGitlab {
	readonly host: FakeHost;
	/** Where archives really lie; it takes no token. */
	readonly storage: FakeHost;
	readonly model: GitlabModel;
	/** What the token may do. */
	scopes: readonly ('api' | 'read_api')[];
	/** Projects that the token may not see. */
	readonly hiddenProjects: Set<number>;
	stop(): Promise<void>;
}

const json = (status: number, body: unknown): FakeAnswer => ({ status, body });
const missing = json(404, { message: '404 Not found' });
const limited = (headers: Readonly<Record<string, string>>): FakeAnswer => ({
	status: 429,
	headers: { 'content-type': 'text/plain', ...headers },
	body: 'Retry later\n',
});

const faults = {
	unauthorised: () => json(401, { message: '401 Unauthorized' }),
	forbidden: () => json(403, { message: '403 Forbidden' }),
	'not-found': () => json(404, { message: '404 Project Not Found' }),
	'rate-limited': () =>
		limited({
			'ratelimit-limit': '60',
			'ratelimit-name': 'throttle_authenticated_api',
			'ratelimit-observed': '67',
			'ratelimit-remaining': '0',
			'ratelimit-reset': String(Math.ceil(Date.now() / 1000) + 30),
			'retry-after': '30',
		}),
	'secondary-limit': () =>
		json(429, { message: { error: 'This endpoint has been requested too many times. Try again later.' } }),
	'server-error': () => json(500, { message: '500 Internal Server Error' }),
};

/** https://docs.gitlab.com/api/rest/#pagination */
function paged(asked: Asked, url: string, items: readonly unknown[]): FakeAnswer {
	const size = Math.min(100, Number(asked.query.get('per_page') ?? 20));
	const page = Number(asked.query.get('page') ?? 1);
	const next = new URL(`${url}${asked.path}?${asked.query.toString()}`);
	next.searchParams.set('page', String(page + 1));
	const hasNext = items.length > page * size;
	return {
		status: 200,
		headers: hasNext ? { link: `<${next.href}>; rel="next"` } : {},
		body: items.slice((page - 1) * size, page * size),
	};
}

/** What a request to change something may hold. */
function bodyOf(asked: Asked): Readonly<Record<string, unknown>> {
	const parsed: unknown = JSON.parse(asked.body === '' ? '{}' : asked.body);
	return typeof parsed === 'object' && parsed !== null ? { ...parsed } : {};
}

function variablesOf(value: unknown): FakePipeline['variables'] {
	if (!Array.isArray(value)) return [];
	return value.map((one: { readonly key: string; readonly value: string }) => ({ key: one.key, value: one.value }));
}

interface Route {
	readonly method: 'GET' | 'POST';
	readonly pattern: RegExp;
	answer(found: readonly string[], asked: Asked, projectId: number): FakeAnswer;
}

function pipelineRoutes(model: GitlabModel, url: () => string, now: () => number): readonly Route[] {
	const of = (id: string | undefined, projectId: number) =>
		model.pipelines.find((pipeline) => String(pipeline.id) === id && pipeline.projectId === projectId);
	const withPipeline =
		(use: (pipeline: FakePipeline, asked: Asked) => FakeAnswer): Route['answer'] =>
		([id], asked, projectId) => {
			const pipeline = of(id, projectId);
			return pipeline === undefined ? missing : use(pipeline, asked);
		};
	const jobsOf = (pipeline: FakePipeline, asked: Asked) => {
		const all = asked.query.get('include_retried') === 'true' ? pipeline.jobs : model.current(pipeline);
		return all.toReversed();
	};
	return [
		{
			method: 'GET',
			pattern: /^pipelines$/,
			answer(_, asked, projectId) {
				const ref = asked.query.get('ref');
				const own = model.pipelines.filter((one) => one.projectId === projectId && (ref === null || one.ref === ref));
				return paged(
					asked,
					url(),
					own.toReversed().map((one) => listedShape(model, one)),
				);
			},
		},
		{
			method: 'GET',
			pattern: /^pipelines\/(\d+)$/,
			answer: withPipeline((pipeline) => json(200, pipelineShape(model, pipeline))),
		},
		{
			method: 'GET',
			pattern: /^pipelines\/(\d+)\/jobs$/,
			answer: withPipeline((pipeline, asked) => {
				const jobs = jobsOf(pipeline, asked).filter((job) => !job.isBridge);
				return paged(
					asked,
					url(),
					jobs.map((job) => jobShape(model, pipeline, job, now())),
				);
			}),
		},
		{
			method: 'GET',
			pattern: /^pipelines\/(\d+)\/bridges$/,
			answer: withPipeline((pipeline, asked) => {
				const bridges = jobsOf(pipeline, asked).filter((job) => job.isBridge);
				return paged(
					asked,
					url(),
					bridges.map((job) => bridgeShape(model, pipeline, job, now())),
				);
			}),
		},
		{
			method: 'GET',
			pattern: /^pipelines\/(\d+)\/variables$/,
			answer: withPipeline((pipeline) =>
				json(
					200,
					pipeline.variables.map((one) => ({ variable_type: 'env_var', ...one })),
				),
			),
		},
		{
			method: 'POST',
			pattern: /^pipeline$/,
			answer(_, asked, projectId) {
				const { ref, variables } = bodyOf(asked);
				if (typeof ref !== 'string' || !model.heads.has(ref)) {
					return json(400, { message: { base: ['Reference not found'] } });
				}
				const made = model.create({ ref, source: 'api', projectId, variables: variablesOf(variables) });
				return json(201, pipelineShape(model, made));
			},
		},
		{
			method: 'POST',
			pattern: /^pipelines\/(\d+)\/retry$/,
			answer: withPipeline((pipeline) => {
				model.retry(pipeline);
				return json(201, pipelineShape(model, pipeline));
			}),
		},
		{
			method: 'POST',
			pattern: /^pipelines\/(\d+)\/cancel$/,
			answer: withPipeline((pipeline) => {
				model.cancel(pipeline);
				return json(200, pipelineShape(model, pipeline));
			}),
		},
	];
}

function jobRoutes(model: GitlabModel, storageUrl: () => string, now: () => number): readonly Route[] {
	const withJob =
		(use: (job: NonNullable<ReturnType<GitlabModel['job']>>, pipeline: FakePipeline) => FakeAnswer): Route['answer'] =>
		([id], _, projectId) => {
			const job = model.job(Number(id));
			const pipeline = model.pipelines.find((one) => one.id === job?.pipelineId && one.projectId === projectId);
			return job === undefined || pipeline === undefined ? missing : use(job, pipeline);
		};
	return [
		{
			method: 'GET',
			pattern: /^jobs\/(\d+)$/,
			answer: withJob((job, pipeline) => json(200, jobShape(model, pipeline, job, now()))),
		},
		{
			method: 'GET',
			pattern: /^jobs\/(\d+)\/trace$/,
			answer: withJob((job) => ({ status: 200, headers: { 'content-type': 'text/plain' }, body: job.trace })),
		},
		{
			method: 'GET',
			pattern: /^jobs\/(\d+)\/artifacts$/,
			answer: withJob((job) => {
				const isThere = job.archive !== null && (job.expiresAt === null || job.expiresAt > now());
				if (!isThere) return missing;
				return { status: 302, headers: { location: `${storageUrl()}/bucket/${job.id}?signature=x` }, body: '' };
			}),
		},
		{
			method: 'POST',
			pattern: /^jobs\/(\d+)\/play$/,
			answer: withJob((job, pipeline) => {
				if (job.status !== 'manual') return json(400, { message: '400 Bad request - Unplayable Job' });
				model.set(pipeline, job, 'running');
				return json(200, jobShape(model, pipeline, job, now()));
			}),
		},
	];
}

function otherRoutes(model: GitlabModel): readonly Route[] {
	return [
		{
			method: 'GET',
			pattern: /^repository\/commits\/([^/]+)$/,
			answer([encoded = '']) {
				const ref = decodeURIComponent(encoded);
				const sha = model.heads.get(ref) ?? (/^[0-9a-f]{40}$/.test(ref) ? ref : null);
				return sha === null ? json(404, { message: '404 Commit Not Found' }) : json(200, commitShape(sha));
			},
		},
		{
			method: 'GET',
			pattern: /^deployments$/,
			answer: (_, asked) =>
				json(200, model.deployments.filter((one) => one.status === asked.query.get('status')).map(deploymentShape)),
		},
		{
			method: 'POST',
			pattern: /^deployments\/(\d+)\/approval$/,
			answer([id], asked) {
				const deployment = model.deployments.find((one) => String(one.id) === id);
				if (deployment === undefined) return missing;
				const { status, comment } = bodyOf(asked);
				deployment.answers.push({ status: String(status), comment: String(comment) });
				deployment.pending -= 1;
				deployment.status = status === 'approved' ? 'created' : 'failed';
				return json(201, { user: null, status, created_at: '2026-11-20T10:00:00.000Z', comment });
			},
		},
	];
}

const insufficientScope = (needed: string): FakeAnswer =>
	json(403, {
		error: 'insufficient_scope',
		error_description: 'The request requires higher privileges than provided by the access token.',
		scope: needed,
	});

function projectOf(text: string): number | null {
	if (decodeURIComponent(text) === 'acme/shop') return 21;
	return /^\d+$/.test(text) ? Number(text) : null;
}

export async function startFakeGitlab(token: string): Promise<FakeGitlab> {
	const model = createGitlabModel(() => host.now());
	const storage = await startFakeHost({
		hasEtags: false,
		faults,
		route({ path, headers }) {
			const job = model.job(Number(/^\/bucket\/(\d+)$/.exec(path)?.[1]));
			if (headers['private-token'] !== undefined) return json(400, 'A token reached the storage.');
			return job?.archive ? { status: 200, body: job.archive } : null;
		},
	});
	const routes: readonly Route[] = [
		...pipelineRoutes(
			model,
			() => host.url,
			() => host.now(),
		),
		...jobRoutes(
			model,
			() => storage.url,
			() => host.now(),
		),
		...otherRoutes(model),
	];
	const host: FakeHost = await startFakeHost({
		hasEtags: true,
		faults,
		route(asked) {
			const [, project = '', path = ''] = /^\/api\/v4\/projects\/([^/]+)\/(.*)$/.exec(asked.path) ?? [];
			const projectId = projectOf(project);
			const sent = asked.headers['private-token'];
			if (sent !== token) return json(401, { message: '401 Unauthorized' });
			if (projectId === null || fake.hiddenProjects.has(projectId))
				return json(404, { message: '404 Project Not Found' });
			for (const route of routes) {
				const found = route.method === asked.method ? route.pattern.exec(path) : null;
				if (found === null) continue;
				const mayAct = fake.scopes.includes('api');
				if (asked.method === 'POST' && !mayAct) return insufficientScope('api');
				if (!mayAct && !fake.scopes.includes('read_api')) return insufficientScope('api read_api');
				return route.answer(found.slice(1), asked, projectId);
			}
			return null;
		},
	});
	const fake: FakeGitlab = {
		host,
		storage,
		model,
		scopes: ['api'],
		hiddenProjects: new Set(),
		async stop() {
			await Promise.all([host.stop(), storage.stop()]);
		},
	};
	return fake;
}

/** A GitLab of this machine with the project `acme/shop` (21), for tests: REST v4 as far as the runner asks. */
import { type FakeAnswer, type FakeHost, startFakeHost } from '../../http-hosts/fake-host.ts';
import { jobRoutes, otherRoutes } from './fake-gitlab-jobs.ts';
import { createGitlabModel, type GitlabModel } from './fake-gitlab-model.ts';
import { pipelineActs, pipelineReads } from './fake-gitlab-pipelines.ts';
import { json, type Route } from './fake-gitlab-route.ts';

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
		...pipelineReads(
			model,
			() => host.url,
			() => host.now(),
		),
		...pipelineActs(model),
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

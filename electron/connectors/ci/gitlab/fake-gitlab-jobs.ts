/** Jobs, commits and deployments of the fake GitLab: https://docs.gitlab.com/api/jobs/, …/commits/, …/deployments/. */
import type { FakeAnswer } from '../../http-hosts/fake-host.ts';
import type { FakeJob, FakePipeline, GitlabModel } from './fake-gitlab-model.ts';
import { bodyOf, json, missing, type Route } from './fake-gitlab-route.ts';
import { commitShape, deploymentShape, jobShape } from './fake-gitlab-shapes.ts';

export function jobRoutes(model: GitlabModel, storageUrl: () => string, now: () => number): readonly Route[] {
	const withJob =
		(use: (job: FakeJob, pipeline: FakePipeline) => FakeAnswer): Route['answer'] =>
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

export function otherRoutes(model: GitlabModel): readonly Route[] {
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

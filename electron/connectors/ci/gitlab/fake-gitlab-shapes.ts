/** Answers in the shapes of https://docs.gitlab.com/api/pipelines/, …/jobs/, …/commits/ and …/deployments/. */
import type { FakeDeployment, FakeJob, FakePipeline, GitlabModel } from './fake-gitlab-model.ts';

const time = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString());

const user = {
	id: 1,
	username: 'ada',
	name: 'Ada Lovelace',
	state: 'active',
	locked: false,
	avatar_url: null,
	web_url: 'https://gitlab.example.com/ada',
};

export function commitShape(sha: string) {
	return {
		id: sha,
		short_id: sha.slice(0, 8),
		created_at: '2026-11-20T10:00:05.000+01:00',
		parent_ids: ['6104942438c14ec7bd21c6cd5bd995272b3faff6'],
		title: 'Shop: count the basket once',
		message: 'Shop: count the basket once\n\nThe total was counted twice.\n',
		author_name: 'Ada Lovelace',
		author_email: 'ada@example.com',
		authored_date: '2026-11-20T09:58:00.000+01:00',
		committer_name: 'Ada Lovelace',
		committer_email: 'ada@example.com',
		committed_date: '2026-11-20T10:00:05.000+01:00',
		trailers: {},
		extended_trailers: {},
		web_url: `https://gitlab.example.com/acme/shop/-/commit/${sha}`,
	};
}

export function listedShape(model: GitlabModel, pipeline: FakePipeline) {
	return {
		id: pipeline.id,
		iid: pipeline.id - 4000,
		project_id: pipeline.projectId,
		sha: pipeline.sha,
		ref: pipeline.ref,
		status: model.status(pipeline),
		source: pipeline.source,
		name: null,
		created_at: time(pipeline.createdAt),
		updated_at: time(pipeline.updatedAt),
		web_url: `https://gitlab.example.com/acme/shop/-/pipelines/${pipeline.id}`,
	};
}

export function pipelineShape(model: GitlabModel, pipeline: FakePipeline) {
	const jobs = model.current(pipeline);
	const isOver = ['success', 'failed', 'canceled'].includes(model.status(pipeline));
	const starts = jobs.flatMap((job) => job.startedAt ?? []);
	const ends = jobs.flatMap((job) => job.finishedAt ?? []);
	return {
		...listedShape(model, pipeline),
		before_sha: '0000000000000000000000000000000000000000',
		tag: false,
		yaml_errors: null,
		user,
		started_at: starts.length === 0 ? null : time(Math.min(...starts)),
		finished_at: isOver && ends.length > 0 ? time(Math.max(...ends)) : null,
		committed_at: null,
		duration: null,
		queued_duration: 1,
		coverage: null,
		detailed_status: { icon: 'status_success', text: 'passed', label: 'passed', group: 'success', tooltip: 'passed' },
	};
}

export function jobShape(model: GitlabModel, pipeline: FakePipeline, job: FakeJob, now: number) {
	const isThere = job.archive !== null && (job.expiresAt === null || job.expiresAt > now);
	const archive = { file_type: 'archive', size: job.archive?.byteLength ?? 0, filename: 'artifacts.zip' };
	return {
		id: job.id,
		status: job.status,
		stage: job.name,
		name: job.name,
		ref: pipeline.ref,
		tag: false,
		coverage: null,
		allow_failure: job.allowFailure,
		created_at: time(job.createdAt),
		started_at: time(job.startedAt),
		finished_at: time(job.finishedAt),
		erased_at: time(job.erasedAt),
		duration: null,
		queued_duration: 0.01,
		user,
		commit: commitShape(pipeline.sha),
		pipeline: listedShape(model, pipeline),
		...(job.status === 'failed' ? { failure_reason: job.failureReason } : {}),
		web_url: `https://gitlab.example.com/acme/shop/-/jobs/${job.id}`,
		project: { ci_job_token_scope_enabled: false },
		...(isThere ? { artifacts_file: { filename: 'artifacts.zip', size: archive.size } } : {}),
		artifacts: isThere ? [{ ...archive, file_format: 'zip' }] : [],
		runner: null,
		artifacts_expire_at: time(job.expiresAt),
		archived: false,
		tag_list: [],
	};
}

export function bridgeShape(model: GitlabModel, pipeline: FakePipeline, job: FakeJob, now: number) {
	const { artifacts: _, artifacts_file: __, ...rest } = jobShape(model, pipeline, job, now);
	const next = model.pipelines.find((each) => each.id === job.downstream?.pipelineId);
	return { ...rest, downstream_pipeline: next === undefined ? null : listedShape(model, next) };
}

export function deploymentShape(deployment: FakeDeployment) {
	return {
		id: deployment.id,
		iid: deployment.id,
		ref: 'main',
		sha: '0ff3ae198f8601a285adcf5c0fff204ee6fba5fd',
		status: deployment.status,
		user,
		environment: { id: 9, name: deployment.environment, external_url: null },
		deployable: { id: deployment.jobId, status: 'manual', name: 'deploy' },
		pending_approval_count: deployment.pending,
		approvals: [],
	};
}

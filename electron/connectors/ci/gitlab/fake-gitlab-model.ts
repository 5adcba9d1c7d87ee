/** What happens inside the fake GitLab: pipelines, their jobs, and how one follows from the other. */
import { createHash } from 'node:crypto';

export interface FakeJob {
	readonly id: number;
	readonly name: string;
	readonly pipelineId: number;
	status: string;
	allowFailure: boolean;
	failureReason: string | null;
	createdAt: number;
	startedAt: number | null;
	finishedAt: number | null;
	erasedAt: number | null;
	trace: Buffer;
	archive: Buffer | null;
	expiresAt: number | null;
	/** A bridge: the pipeline that it started. */
	downstream: { readonly projectId: number; readonly pipelineId: number } | null;
	readonly isBridge: boolean;
}

export interface FakePipeline {
	readonly id: number;
	readonly projectId: number;
	readonly ref: string;
	readonly sha: string;
	source: string;
	readonly createdAt: number;
	updatedAt: number;
	readonly variables: readonly { readonly key: string; readonly value: string }[];
	/** Oldest first, with those that were retried. */
	readonly jobs: FakeJob[];
}

export interface FakeDeployment {
	readonly id: number;
	readonly jobId: number;
	status: string;
	readonly environment: string;
	pending: number;
	readonly answers: { readonly status: string; readonly comment: string }[];
}

export interface GitlabModel {
	readonly pipelines: FakePipeline[];
	readonly deployments: FakeDeployment[];
	/** Newest commit of each branch. */
	readonly heads: Map<string, string>;
	create(options: {
		readonly ref: string;
		readonly source?: string;
		readonly variables?: FakePipeline['variables'];
		readonly projectId?: number;
		readonly jobs?: readonly string[];
	}): FakePipeline;
	addJob(pipeline: FakePipeline, name: string, options?: { readonly isBridge?: boolean }): FakeJob;
	/** The newest tries of its jobs. */
	current(pipeline: FakePipeline): readonly FakeJob[];
	status(pipeline: FakePipeline): string;
	set(pipeline: FakePipeline, job: FakeJob, status: string): void;
	retry(pipeline: FakePipeline): void;
	cancel(pipeline: FakePipeline): void;
	job(id: number): FakeJob | undefined;
}

export const shaOf = (text: string): string => createHash('sha1').update(text).digest('hex');

const ended: readonly string[] = ['success', 'failed', 'canceled', 'skipped'];

export function createGitlabModel(now: () => number): GitlabModel {
	const pipelines: FakePipeline[] = [];
	const heads = new Map([
		['main', shaOf('main')],
		['feature', shaOf('feature')],
	]);
	let lastId = 4000;
	const nextId = () => (lastId += 1);

	const current: GitlabModel['current'] = (pipeline) => [
		...new Map(pipeline.jobs.map((job) => [job.name, job])).values(),
	];

	const addJob: GitlabModel['addJob'] = (pipeline, name, options = {}) => {
		const job: FakeJob = {
			id: nextId(),
			name,
			pipelineId: pipeline.id,
			status: 'created',
			allowFailure: false,
			failureReason: null,
			createdAt: now(),
			startedAt: null,
			finishedAt: null,
			erasedAt: null,
			trace: Buffer.alloc(0),
			archive: null,
			expiresAt: null,
			downstream: null,
			isBridge: options.isBridge ?? false,
		};
		pipeline.jobs.push(job);
		return job;
	};

	const set: GitlabModel['set'] = (pipeline, job, status) => {
		job.status = status;
		if (status !== 'manual' && status !== 'skipped' && status !== 'created') job.startedAt ??= now();
		if (ended.includes(status)) job.finishedAt = now();
		job.failureReason = status === 'failed' ? 'script_failure' : null;
		pipeline.updatedAt = now();
		const jobs = current(pipeline);
		// Each job of the fake needs all those before it.
		const next = jobs[jobs.indexOf(job) + 1];
		if (next?.status !== 'created') return;
		if (status === 'success') set(pipeline, next, 'running');
		if (status === 'failed') set(pipeline, next, 'skipped');
	};

	const status: GitlabModel['status'] = (pipeline) => {
		const states = current(pipeline).map((job) => job.status);
		if (states.includes('running')) return 'running';
		if (states.includes('manual')) return 'manual';
		if (states.some((state) => !ended.includes(state))) return 'pending';
		if (states.includes('canceled')) return 'canceled';
		return states.includes('failed') ? 'failed' : 'success';
	};

	return {
		pipelines,
		deployments: [],
		heads,
		current,
		addJob,
		set,
		status,
		create({ ref, source = 'push', variables = [], projectId = 21, jobs = ['build', 'test'] }) {
			const sha = heads.get(ref) ?? shaOf(ref);
			const at = now();
			const made = { id: nextId(), projectId, ref, sha, source, createdAt: at, updatedAt: at, variables, jobs: [] };
			pipelines.push(made);
			for (const name of jobs) addJob(made, name);
			const first = made.jobs[0];
			if (first !== undefined) set(made, first, 'running');
			return made;
		},
		retry(pipeline) {
			const again = current(pipeline).filter((job) => ['failed', 'canceled', 'skipped'].includes(job.status));
			for (const [index, job] of again.entries()) {
				const retried = addJob(pipeline, job.name);
				if (index === 0) set(pipeline, retried, 'running');
			}
		},
		cancel(pipeline) {
			for (const job of current(pipeline)) if (!ended.includes(job.status)) set(pipeline, job, 'canceled');
		},
		job: (id) => pipelines.flatMap((pipeline) => pipeline.jobs).find((job) => job.id === id),
	};
}

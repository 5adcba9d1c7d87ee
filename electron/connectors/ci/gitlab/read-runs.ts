/** Looks at pipelines: the list, and one with its jobs. */
import type { Job, ReportedRun } from '../../../../shared/domain/pipeline/model.ts';
import { ok } from '../../../../shared/domain/result.ts';
import type { Result } from '../../../../shared/domain/result.ts';
import type { Polled } from '../../../engine/pipeline-ports.ts';
import { polledOf } from '../http/polled.ts';
import type { CiReply } from '../http/host.ts';
import type { GitlabClient } from './client.ts';
import type { CommitBook } from './commits.ts';
import { bridgeOf, jobOf, listedRun, pipelinePath, readRunOf } from './map-run.ts';
import type { FoundJob, JobReader } from './read-jobs.ts';
import { deploymentListSchema, pipelineListSchema, pipelineSchema, type WireDeployment } from './wire.ts';

export interface RunReader {
	list(
		request: { readonly branch: string | null; readonly limit: number },
		signal?: AbortSignal,
	): Promise<Result<Polled<readonly ReportedRun[]>>>;
	read(nativeId: string, signal?: AbortSignal): Promise<Result<Polled<ReportedRun>>>;
	/** Deployments that wait for approvals, by the id of their job; empty where they cannot be read. */
	blocked(signal?: AbortSignal): Promise<{ byJob: ReadonlyMap<number, WireDeployment>; replies: readonly CiReply[] }>;
}

/** Tries of pipelines that were looked at; the list does not tell them. */
const mostAttemptsKept = 2000;

export function createRunReader(parts: {
	readonly client: GitlabClient;
	readonly commits: CommitBook;
	readonly jobs: JobReader;
}): RunReader {
	const { client, commits } = parts;
	const attempts = new Map<string, number>();

	const blocked: RunReader['blocked'] = async (signal) => {
		const answer = await client.get({
			path: 'deployments',
			query: { status: 'blocked', order_by: 'id', sort: 'desc', per_page: 50 },
			schema: deploymentListSchema,
			what: 'the deployments that wait',
			signal,
		});
		// Approvals are a part of Premium, and environments may be switched off: a manual job is told either way.
		if (!answer.ok) return { byJob: new Map(), replies: [] };
		const found = answer.value.value.flatMap((one) => (one.deployable ? [[one.deployable.id, one] as const] : []));
		return { byJob: new Map(found), replies: answer.value.replies };
	};

	const drawn = (found: FoundJob, waiting: ReadonlyMap<number, WireDeployment>): Job => {
		const { wire, place, isBridge } = found;
		if (isBridge) return { ...bridgeOf(wire, place), ...(found.note === null ? {} : { note: found.note }) };
		return jobOf(wire, place, place.projectId === null ? waiting.get(wire.id) : undefined);
	};

	return {
		blocked,
		async list({ branch, limit }, signal) {
			const listed = await client.list({
				path: 'pipelines',
				query: { order_by: 'id', sort: 'desc', ref: branch },
				schema: pipelineListSchema,
				what: 'the pipelines',
				limit,
				signal,
			});
			if (!listed.ok) return listed;
			const { value: pipelines, replies } = listed.value;
			const asked = await commits.fetch(
				pipelines.map((pipeline) => pipeline.sha),
				signal,
			);
			const runs = pipelines.map((pipeline) =>
				listedRun(pipeline, commits.of(pipeline.sha), attempts.get(String(pipeline.id)) ?? 1),
			);
			return ok(polledOf(runs, [...asked, ...replies]));
		},
		async read(nativeId, signal) {
			const [pipeline, jobs] = await Promise.all([
				client.get({ path: pipelinePath(nativeId), schema: pipelineSchema, what: 'the pipeline', signal }),
				parts.jobs.read(nativeId, signal),
			]);
			if (!pipeline.ok) return pipeline;
			if (!jobs.ok) return jobs;
			const wire = pipeline.value.value;
			const { jobs: found, attempt } = jobs.value.value;
			for (const job of found) if (job.wire.commit?.id === wire.sha) commits.learn(job.wire.commit);
			const asked = await commits.fetch([wire.sha], signal);
			const isManual = found.some((job) => job.wire.status === 'manual' && job.place.projectId === null);
			const waiting = isManual ? await blocked(signal) : { byJob: new Map<number, WireDeployment>(), replies: [] };
			if (attempts.size > mostAttemptsKept) attempts.clear();
			attempts.set(nativeId, attempt);
			const drawnJobs = found.map((job) => drawn(job, waiting.byJob));
			const run = readRunOf(wire, { commit: commits.of(wire.sha), attempt, jobs: drawnJobs });
			const replies = [...asked, ...jobs.value.replies, ...waiting.replies, ...pipeline.value.replies];
			return ok(polledOf(run, replies));
		},
	};
}

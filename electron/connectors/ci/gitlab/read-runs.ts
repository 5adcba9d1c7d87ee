/** Looks at pipelines: the list, and one with its jobs. */
import type { Job } from '../../../../shared/domain/pipeline/model.ts';
import { ok } from '../../../../shared/domain/result.ts';
import type { PipelineRunner } from '../../../engine/pipeline-ports.ts';
import { polledOf } from '../../http-hosts/polled.ts';
import { type Blocked, nothingBlocked, readBlocked } from './approvals.ts';
import type { GitlabClient } from './client.ts';
import type { CommitBook } from './commits.ts';
import { bridgeOf, jobOf, listedRun, pipelinePath, readRunOf } from './map-run.ts';
import type { FoundJob, JobReader } from './read-jobs.ts';
import { pipelineListSchema, pipelineSchema } from './wire.ts';

interface Parts {
	readonly client: GitlabClient;
	readonly commits: CommitBook;
	readonly jobs: JobReader;
	/** Tries of pipelines that were looked at, by their id; the list does not tell them. */
	readonly attempts: Map<string, number>;
}

const mostAttemptsKept = 2000;

function drawn(found: FoundJob, waiting: Blocked): Job {
	const { wire, place, isBridge } = found;
	if (isBridge) return { ...bridgeOf(wire, place), ...(found.note === null ? {} : { note: found.note }) };
	return jobOf(wire, place, place.projectId === null ? waiting.byJob.get(wire.id) : undefined);
}

async function list(parts: Parts, { branch, limit }: Parameters<PipelineRunner['listRuns']>[0], signal?: AbortSignal) {
	const { client, commits, attempts } = parts;
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
	const shas = pipelines.map((pipeline) => pipeline.sha);
	const asked = await commits.fetch(shas, signal);
	const runs = pipelines.map((pipeline) =>
		listedRun(pipeline, commits.of(pipeline.sha), attempts.get(String(pipeline.id)) ?? 1),
	);
	return ok(polledOf(runs, [...asked, ...replies]));
}

async function read(parts: Parts, nativeId: string, signal?: AbortSignal) {
	const { client, commits, attempts } = parts;
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
	const waiting = isManual ? await readBlocked(client, signal) : nothingBlocked;
	if (attempts.size > mostAttemptsKept) attempts.clear();
	attempts.set(nativeId, attempt);
	const run = readRunOf(wire, { commit: commits.of(wire.sha), attempt, jobs: found.map((job) => drawn(job, waiting)) });
	return ok(polledOf(run, [...asked, ...jobs.value.replies, ...waiting.replies, ...pipeline.value.replies]));
}

export function createRunReader(given: Omit<Parts, 'attempts'>): Pick<PipelineRunner, 'listRuns' | 'readRun'> {
	const parts: Parts = { ...given, attempts: new Map() };
	return {
		listRuns: (request, signal) => list(parts, request, signal),
		readRun: (nativeId, signal) => read(parts, nativeId, signal),
	};
}

/** The jobs of a pipeline, with those of the pipelines that it started. */
import { ok } from '../../../../shared/domain/result.ts';
import type { Result } from '../../../../shared/domain/result.ts';
import type { CiReply } from '../../http-hosts/host.ts';
import type { Answer, GitlabClient } from './client.ts';
import { type JobPlace, newestTries, ownPlace, pipelinePath } from './map-run.ts';
import { bridgeListSchema, jobListSchema, type WireBridge, type WireJob } from './wire.ts';

/** A job where it lies; `isBridge` started another pipeline, and `note` says why that is not seen. */
export interface FoundJob {
	readonly wire: WireJob;
	readonly place: JobPlace;
	readonly isBridge: boolean;
	readonly note: string | null;
}

interface FoundJobs {
	readonly jobs: readonly FoundJob[];
	/** How often the job that was tried most was tried. */
	readonly attempt: number;
}

export interface JobReader {
	read(pipelineId: string, signal?: AbortSignal): Promise<Result<Answer<FoundJobs>>>;
}

const mostJobs = 2000;
/** GitLab allows children of children: https://docs.gitlab.com/ci/pipelines/downstream_pipelines/#nested-child-pipelines */
const deepest = 2;
/** A look costs two requests for each. */
const mostDownstream = 20;

/** One pipeline of a look. */
interface Place {
	readonly pipelineId: string;
	readonly place: JobPlace;
	readonly depth: number;
}

/** One look at a pipeline and all below it. */
interface Look {
	readonly client: GitlabClient;
	readonly signal: AbortSignal | undefined;
	/** Pipelines without bridges stay so: GitLab makes a bridge together with its pipeline. */
	readonly withoutBridges: Set<string>;
	/** Downstream pipelines that may still be followed. */
	downstreamLeft: number;
}

const isHidden = (code: string): boolean => code === 'not-found' || code === 'ci-unauthorised';

function readOwnJobs({ client, signal }: Look, { pipelineId, place }: Place) {
	return client.list({
		path: pipelinePath(pipelineId, '/jobs'),
		query: { include_retried: 'true' },
		projectId: place.projectId,
		schema: jobListSchema,
		what: 'the jobs of the pipeline',
		limit: mostJobs,
		signal,
	});
}

async function readBridges(look: Look, where: Place): Promise<Result<Answer<readonly WireBridge[]>>> {
	const { pipelineId, place } = where;
	const key = `${place.projectId ?? ''}/${pipelineId}`;
	if (look.withoutBridges.has(key)) return ok({ value: [], replies: [] });
	const bridges = await look.client.list({
		path: pipelinePath(pipelineId, '/bridges'),
		projectId: place.projectId,
		schema: bridgeListSchema,
		what: 'the downstream pipelines',
		limit: mostJobs,
		signal: look.signal,
	});
	if (bridges.ok && bridges.value.value.length === 0) {
		if (look.withoutBridges.size > 5000) look.withoutBridges.clear();
		look.withoutBridges.add(key);
	}
	return bridges;
}

/** The jobs of the pipeline that a bridge started. */
async function follow(look: Look, bridge: WireBridge, from: Place): Promise<Result<Answer<FoundJobs>>> {
	const next = bridge.downstream_pipeline;
	if (!next || from.depth >= deepest || look.downstreamLeft === 0) {
		return ok({ value: { jobs: [], attempt: 1 }, replies: [] });
	}
	look.downstreamLeft -= 1;
	const projectId = next.project_id ?? from.place.projectId ?? bridge.pipeline?.project_id ?? null;
	const place = { projectId, prefix: `${from.place.prefix}${bridge.name} / ` };
	return readPlace(look, { pipelineId: String(next.id), place, depth: from.depth + 1 });
}

async function readPlace(look: Look, where: Place): Promise<Result<Answer<FoundJobs>>> {
	const [jobs, bridges] = await Promise.all([readOwnJobs(look, where), readBridges(look, where)]);
	if (!jobs.ok) return jobs;
	if (!bridges.ok) return bridges;
	const bridgeById = new Map(bridges.value.value.map((bridge) => [bridge.id, bridge]));
	const newest = newestTries<WireJob>([...jobs.value.value, ...bridges.value.value]);
	const replies: CiReply[] = [...jobs.value.replies, ...bridges.value.replies];
	const found: FoundJob[] = [];
	for (const wire of newest.jobs) {
		const bridge = bridgeById.get(wire.id);
		const own = { wire, place: where.place, isBridge: bridge !== undefined, note: null };
		const below = bridge === undefined ? null : await follow(look, bridge, where);
		if (below !== null && !below.ok && !isHidden(below.problem.code)) return below;
		const isUnseen = below !== null && !below.ok;
		found.push(isUnseen ? { ...own, note: 'started a pipeline that this token may not see' } : own);
		if (below === null || !below.ok) continue;
		found.push(...below.value.value.jobs);
		replies.push(...below.value.replies);
	}
	return ok({ value: { jobs: found, attempt: newest.attempt }, replies });
}

export function createJobReader(client: GitlabClient): JobReader {
	const withoutBridges = new Set<string>();
	return {
		read(pipelineId, signal) {
			const look: Look = { client, signal, withoutBridges, downstreamLeft: mostDownstream };
			return readPlace(look, { pipelineId, place: ownPlace, depth: 0 });
		},
	};
}

/** From GitLab's pipelines and jobs to runs. Pure. */
import type { CommitInfo, Job, ReportedRun } from '../../../../shared/domain/pipeline/model.ts';
import type { ListedPipeline, WireBridge, WireCommit, WireDeployment, WireJob, WirePipeline } from './wire.ts';
import { jobStateOf, noteOf, runStateOf, triggerOf } from './words.ts';

/** What is known of a commit by its hash alone. */
export function bareCommit(sha: string): CommitInfo {
	return { sha, subject: null, author: null, authoredAt: null, committedAt: null, parents: [] };
}

export function commitOf(wire: WireCommit): CommitInfo {
	const subject = wire.title ?? wire.message?.split('\n', 1)[0] ?? null;
	return {
		sha: wire.id,
		subject: subject === null ? null : subject.trim(),
		author: wire.author_name === null ? null : { name: wire.author_name, email: wire.author_email },
		authoredAt: wire.authored_date,
		// `created_at` of a commit is its committed date: lib/api/entities/commit.rb.
		committedAt: wire.committed_date ?? wire.created_at,
		parents: wire.parent_ids ?? [],
	};
}

/** The branch of a ref; null for a tag, and for the refs of merge requests, which are no branch that anybody pushes to. */
function branchOf(ref: string | null, isTag: boolean): string | null {
	return ref === null || isTag || ref.startsWith('refs/') ? null : ref;
}

/** A pipeline of the list: without jobs, and with no times but that of its creation. */
export function listedRun(wire: ListedPipeline, commit: CommitInfo, attempt: number): ReportedRun {
	const state = runStateOf(wire.status);
	return {
		nativeId: String(wire.id),
		number: wire.id,
		attempt,
		commit,
		branch: branchOf(wire.ref, false),
		trigger: triggerOf(wire.source),
		startedBy: null,
		url: wire.web_url,
		state,
		createdAt: wire.created_at,
		startedAt: null,
		finishedAt: null,
		jobs: [],
		jobsKnown: false,
	};
}

export function readRunOf(
	wire: WirePipeline,
	told: { readonly commit: CommitInfo; readonly attempt: number; readonly jobs: readonly Job[] },
): ReportedRun {
	return {
		...listedRun(wire, told.commit, told.attempt),
		branch: branchOf(wire.ref, wire.tag === true),
		startedBy: wire.user?.username ?? null,
		startedAt: wire.started_at,
		finishedAt: wire.finished_at,
		jobs: told.jobs,
		jobsKnown: true,
	};
}

/** Where a job lies: the project of a downstream pipeline, null for the run's own. Downstream jobs are called `bridge / job`. */
export interface JobPlace {
	readonly projectId: number | null;
	readonly prefix: string;
}

export const ownPlace: JobPlace = { projectId: null, prefix: '' };

/** `42` in the run itself, `7.42` in a downstream pipeline of project 7. */
export function jobIdOf(place: JobPlace, id: number): string {
	return place.projectId === null ? String(id) : `${place.projectId}.${id}`;
}

/** Where a pipeline lies below its project; what is no id leads to 0, which is nobody's. */
export function pipelinePath(nativeId: string, below = ''): string {
	return `pipelines/${/^\d{1,15}$/.test(nativeId) ? nativeId : '0'}${below}`;
}

/** Null for what is no id of ours. */
export function parseJobId(text: string): { readonly projectId: number | null; readonly id: number } | null {
	const parts = /^(?:(\d{1,15})\.)?(\d{1,15})$/.exec(text);
	if (parts === null) return null;
	return { projectId: parts[1] === undefined ? null : Number(parts[1]), id: Number(parts[2]) };
}

function approvalNote(blocked: WireDeployment | undefined): string | null {
	if (blocked === undefined) return null;
	const count = blocked.pending_approval_count ?? 1;
	const where = blocked.environment?.name ?? 'its environment';
	return `waits for ${count} approval${count === 1 ? '' : 's'} before it may deploy to ${where}`;
}

export function jobOf(wire: WireJob, place: JobPlace, blocked?: WireDeployment): Job {
	const state = jobStateOf(wire.status);
	return {
		id: jobIdOf(place, wire.id),
		name: `${place.prefix}${wire.name}`,
		stage: null,
		state: blocked === undefined ? state : 'needs-person',
		// GitLab's REST API does not tell them.
		needs: [],
		startedAt: wire.started_at,
		finishedAt: wire.finished_at,
		mayFail: wire.allow_failure === true,
		note: approvalNote(blocked) ?? noteOf(wire.status, wire.failure_reason),
		url: wire.web_url,
		hasLog: wire.started_at !== null && wire.erased_at === null,
	};
}

/** The job that started a downstream pipeline: it has no log of its own. */
export function bridgeOf(wire: WireBridge, place: JobPlace): Job {
	return { ...jobOf(wire, place), hasLog: false };
}

/**
 * The newest try of each job, in the order of their ids, which is that of the stages. Needs also those that were retried:
 * how often a job was tried is all that GitLab tells of a pipeline that was run again.
 */
export function newestTries<T extends { readonly id: number; readonly name: string }>(
	jobs: readonly T[],
): { readonly jobs: readonly T[]; readonly attempt: number } {
	const byName = new Map<string, { readonly first: number; readonly newest: T; readonly tries: number }>();
	for (const job of jobs.toSorted((left, right) => left.id - right.id)) {
		const before = byName.get(job.name);
		byName.set(job.name, { first: before?.first ?? job.id, newest: job, tries: (before?.tries ?? 0) + 1 });
	}
	const tried = [...byName.values()].toSorted((left, right) => left.first - right.first);
	return { jobs: tried.map((one) => one.newest), attempt: Math.max(1, ...tried.map((one) => one.tries)) };
}

/** Runs and jobs of GitHub in the words of the domain. */
import { type CommitInfo, isEndedRun, type Job, type ReportedRun } from '../../../../shared/domain/pipeline/model.ts';
import type { GithubJob, GithubRun } from './schemas.ts';
import { conclusionWords, jobStateOf, runStateOf, triggerOf } from './states.ts';

/** A branch of somebody's fork: GitHub calls it by the same name as ours, and it may be called `main`. */
export function isForeign(run: GithubRun): boolean {
	// A fork that was deleted has no repository any more.
	if (run.head_repository === null) return true;
	return run.head_repository !== undefined && run.repository != null && run.head_repository.id !== run.repository.id;
}

function branchOf(run: GithubRun): string | null {
	if (run.head_branch === null || !isForeign(run)) return run.head_branch;
	return `${run.head_repository?.owner?.login ?? 'fork'}:${run.head_branch}`;
}

function commitOf(run: GithubRun): CommitInfo {
	const commit = run.head_commit ?? null;
	const author = commit?.author ?? null;
	return {
		sha: run.head_sha.toLowerCase(),
		subject: commit?.message.split('\n', 1)[0] ?? null,
		author: author === null ? null : { name: author.name, email: author.email || null },
		authoredAt: null,
		committedAt: commit?.timestamp ?? null,
		parents: [],
	};
}

/** A run as the list tells it. */
export function toRun(run: GithubRun): ReportedRun {
	const state = runStateOf(run.status, run.conclusion);
	return {
		nativeId: run.id,
		number: run.run_number,
		attempt: run.run_attempt,
		commit: commitOf(run),
		branch: branchOf(run),
		trigger: triggerOf(run.event),
		startedBy: run.triggering_actor?.login ?? run.actor?.login ?? null,
		url: run.html_url,
		state,
		createdAt: run.created_at,
		startedAt: state === 'queued' ? null : (run.run_started_at ?? null),
		finishedAt: isEndedRun({ state }) ? run.updated_at : null,
		jobs: [],
		jobsKnown: false,
	};
}

/** What is known of jobs that wait for an environment, or waited for it. */
export interface Protection {
	readonly waitsForPeople: boolean;
	/** Null where nothing is to be said of this job. */
	noteOf(job: GithubJob): string | null;
}

function noteOf(job: GithubJob): string | null {
	const failed = (job.steps ?? []).filter((step) => step.conclusion === 'failure').map((step) => step.name);
	if (job.conclusion === 'failure' && failed.length > 0) return `failed in: ${failed.slice(0, 3).join(', ')}`;
	return job.status === 'completed' ? conclusionWords(job.conclusion) : null;
}

/** `isRunPassed`: GitHub does not tell `continue-on-error`, but a run passes with a failed job only by it. */
export function toJob(job: GithubJob, about: { readonly isRunPassed: boolean; readonly protection: Protection }): Job {
	const state = jobStateOf(job.status, job.conclusion, about.protection.waitsForPeople);
	// Before it runs, `started_at` is when it was made; a job that was skipped has never run.
	const hasRun = job.status === 'in_progress' || (job.status === 'completed' && state !== 'skipped');
	const startedAt = hasRun ? (job.started_at ?? null) : null;
	const completedAt = job.status === 'completed' ? (job.completed_at ?? null) : null;
	return {
		id: job.id,
		name: job.name,
		stage: null,
		state,
		needs: [],
		startedAt,
		// GitHub's two clocks differ, so that short jobs sometimes end before they began.
		finishedAt: completedAt === null ? null : Math.max(completedAt, startedAt ?? completedAt),
		mayFail: about.isRunPassed && state === 'failed',
		note: about.protection.noteOf(job) ?? noteOf(job),
		url: job.html_url ?? null,
		hasLog: job.status === 'completed' && state !== 'skipped',
	};
}

/** A run together with its jobs. */
export function withJobs(run: GithubRun, jobs: readonly GithubJob[], protection: Protection): ReportedRun {
	const listed = toRun(run);
	const isRunPassed = listed.state === 'passed';
	const known = jobs.map((job) => toJob(job, { isRunPassed, protection }));
	const waitsForTime = listed.state === 'needs-person' && run.status === 'waiting' && !protection.waitsForPeople;
	const ends = known.flatMap((job) => job.finishedAt ?? []);
	return {
		...listed,
		state: waitsForTime ? 'running' : listed.state,
		// What happens to a run later, as the loss of its logs, changes `updated_at` but not when it ended.
		finishedAt: listed.finishedAt === null || ends.length === 0 ? listed.finishedAt : Math.max(...ends),
		jobs: known,
		jobsKnown: true,
	};
}

/** How far the jobs of a stage are, before anybody asks for gates and approvals. */
import { endedJobStates, isEndedRun, type Job, type PipelineRun, type StageName, stageNames } from './model.ts';

/** `none`: there is no job at all. `all-skipped` and `never-came` are work that was not done: it never counts as passed. */
export type JobProgress =
	| 'none'
	| 'not-known'
	| 'never-came'
	| 'waiting'
	| 'running'
	| 'failed'
	| 'cancelled'
	| 'all-skipped'
	| 'done';

/** Where a stage of a run stands, seen by its jobs. */
export interface StagePlace {
	/** Jobs carry their stage already. */
	readonly run: PipelineRun;
	readonly stage: StageName;
	/** The configuration has jobs for it. */
	readonly expectsJobs: boolean;
}

export function jobsOf({ run, stage }: StagePlace): readonly Job[] {
	return run.jobs.filter((job) => job.stage === stage);
}

/** A manual job that may fail is an offer, and holds nothing back. */
function isOffer(job: Job): boolean {
	return job.state === 'needs-person' && job.mayFail;
}

function isDone(job: Job): boolean {
	return endedJobStates.includes(job.state) || isOffer(job);
}

function hasBegun(job: Job): boolean {
	return job.state === 'running' || job.state === 'passed' || job.state === 'failed' || job.startedAt !== null;
}

/**
 * Some hosts list a job only once those it needs have passed. While a run is on, the jobs of a stage may therefore still grow
 * in number, until those of a later stage are on the list.
 */
function mayStillGrow({ run, stage }: StagePlace): boolean {
	if (run.state !== 'running' && run.state !== 'queued') return false;
	const later = stageNames.slice(stageNames.indexOf(stage) + 1);
	return !run.jobs.some((job) => job.stage !== null && later.includes(job.stage));
}

function progressWithout(place: StagePlace): JobProgress {
	if (!place.expectsJobs) return 'none';
	return isEndedRun(place.run) ? 'never-came' : 'waiting';
}

export function jobProgress(place: StagePlace): JobProgress {
	const jobs = jobsOf(place);
	if (!place.run.jobsKnown && jobs.length === 0) return 'not-known';
	if (jobs.length === 0) return progressWithout(place);
	const counting = jobs.filter((job) => !job.mayFail);
	if (counting.some(({ state }) => state === 'failed')) return 'failed';
	if (counting.some(({ state }) => state === 'cancelled')) return 'cancelled';
	if (!jobs.every(isDone)) return progressOfOpen(jobs, place.run);
	if (jobs.every(({ state }) => state === 'skipped')) return 'all-skipped';
	if (!jobs.some(({ state }) => state === 'passed' || state === 'failed')) return 'waiting';
	return mayStillGrow(place) ? 'running' : 'done';
}

function progressOfOpen(jobs: readonly Job[], run: PipelineRun): JobProgress {
	if (run.state === 'cancelled') return 'cancelled';
	return !isEndedRun(run) && jobs.some(hasBegun) ? 'running' : 'waiting';
}

/** True when no more evidence of a stage can come: what is missing then is missing. */
export function isStageOver(place: StagePlace): boolean {
	if (isEndedRun(place.run)) return true;
	if (jobProgress(place) === 'not-known' || !jobsOf(place).every(isDone) || mayStillGrow(place)) return false;
	if (jobsOf(place).length > 0) return true;
	const earlier = stageNames.slice(0, stageNames.indexOf(place.stage));
	return (
		!place.expectsJobs &&
		place.run.jobs.every((job) => job.stage === null || !earlier.includes(job.stage) || isDone(job))
	);
}

/** Jobs that have ended, for "3 of 5". */
export function jobsDone(place: StagePlace): number {
	return jobsOf(place).filter((job) => endedJobStates.includes(job.state)).length;
}

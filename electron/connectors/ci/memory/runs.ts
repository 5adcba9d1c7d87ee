/** The runs of a memory runner: what a test makes happen, and what follows from it by itself. */
import {
	type Artifact,
	type CommitInfo,
	endedJobStates,
	isEndedRun,
	type Job,
	type JobState,
	type ReportedRun,
	type RunTrigger,
	type StageName,
} from '../../../../shared/domain/pipeline/model.ts';
import { runStateOf } from '../run-state.ts';

/** A job as a test gives it. */
export interface GivenJob {
	readonly name: string;
	readonly stage?: StageName;
	readonly needs?: readonly string[];
	readonly mayFail?: boolean;
}

export interface GivenRun {
	readonly branch?: string;
	/** Told as far as given; the hash follows from the number otherwise. */
	readonly commit?: Partial<CommitInfo>;
	readonly trigger?: RunTrigger;
	readonly startedBy?: string;
	readonly jobs?: readonly GivenJob[];
	readonly createdAt?: number;
}

interface LeftBehind {
	readonly artifact: Artifact;
	readonly files: Readonly<Record<string, string>>;
}

export interface MemoryRun {
	run: ReportedRun;
	/** Grows with every change. */
	revision: number;
	readonly logs: Map<string, { text: string; gap: string | null }>;
	readonly left: LeftBehind[];
}

/** Builds a run that waits for a machine with all its jobs. */
export function newRun(number: number, given: GivenRun, now: number): MemoryRun {
	const createdAt = given.createdAt ?? now;
	const jobs = (given.jobs ?? [{ name: 'build' }, { name: 'test', needs: ['build'] }]).map(newJob);
	const run: ReportedRun = {
		nativeId: String(number),
		number,
		attempt: 1,
		commit: { ...unknownCommit(number), ...given.commit },
		branch: given.branch ?? 'main',
		trigger: given.trigger ?? 'push',
		startedBy: given.startedBy ?? null,
		url: `https://ci.test/runs/${number}`,
		state: runStateOf(jobs),
		createdAt,
		startedAt: null,
		finishedAt: null,
		jobs,
		jobsKnown: true,
	};
	return { run, revision: 1, logs: new Map(), left: [] };
}

function newJob(given: GivenJob, index: number): Job {
	const needs = given.needs ?? [];
	return {
		id: String(index + 1),
		name: given.name,
		stage: given.stage ?? null,
		state: needs.length > 0 ? 'waiting' : 'queued',
		needs,
		startedAt: null,
		finishedAt: null,
		mayFail: given.mayFail ?? false,
		note: null,
		url: null,
		hasLog: false,
	};
}

function unknownCommit(number: number): CommitInfo {
	const sha = number.toString(16).padStart(40, '0');
	return { sha, subject: null, author: null, authoredAt: null, committedAt: null, parents: [] };
}

/** Changes one job and everything that follows from it: jobs that waited for it, and the run as a whole. */
export function changeJob(entry: MemoryRun, name: string, change: Partial<Job>, now: number): void {
	const jobs = entry.run.jobs.map((job) => (job.name === name ? timed({ ...job, ...change }, now) : job));
	settle(entry, jobs, now);
}

/** Puts the run back to its beginning, or only what did not pass. */
export function runAgain(entry: MemoryRun, onlyFailed: boolean, now: number): void {
	const again = (job: Job): boolean => !onlyFailed || job.state !== 'passed';
	const jobs = entry.run.jobs.map((job): Job => {
		if (!again(job)) return job;
		entry.logs.delete(job.id);
		const state: JobState = job.needs.length > 0 ? 'waiting' : 'queued';
		return { ...job, state, startedAt: null, finishedAt: null, note: null, hasLog: false };
	});
	entry.run = { ...entry.run, attempt: entry.run.attempt + 1, finishedAt: null };
	settle(entry, jobs, now);
}

/** Ends every job that has not ended. */
export function cancelAll(entry: MemoryRun, now: number): void {
	const isOver = (job: Job) => endedJobStates.includes(job.state);
	const jobs = entry.run.jobs.map((job) => (isOver(job) ? job : timed({ ...job, state: 'cancelled' }, now)));
	settle(entry, jobs, now);
}

function settle(entry: MemoryRun, changed: readonly Job[], now: number): void {
	const jobs = followUp(changed, now);
	const startedAt = entry.run.startedAt ?? (jobs.some((job) => job.startedAt !== null) ? now : null);
	const next: ReportedRun = { ...entry.run, jobs, startedAt, state: runStateOf(jobs) };
	entry.run = isEndedRun(next) ? { ...next, finishedAt: next.finishedAt ?? now } : next;
	entry.revision += 1;
}

/** Jobs whose needs have passed begin; those whose needs can pass no more are skipped. Repeats until nothing changes. */
function followUp(jobs: readonly Job[], now: number): readonly Job[] {
	const states = new Map(jobs.map((job) => [job.name, job.state]));
	const next = jobs.map((job): Job => {
		if (job.state !== 'waiting') return job;
		const needed = job.needs.map((name) => states.get(name) ?? 'skipped');
		if (needed.every((state) => state === 'passed')) return timed({ ...job, state: 'running' }, now);
		const isHopeless = needed.some((state) => state !== 'passed' && endedJobStates.includes(state));
		return isHopeless ? { ...job, state: 'skipped' } : job;
	});
	return next.some((job, index) => job !== jobs[index]) ? followUp(next, now) : next;
}

function timed(job: Job, now: number): Job {
	const isOver = endedJobStates.includes(job.state);
	const hasRun = job.state === 'running' || job.state === 'passed' || job.state === 'failed';
	return {
		...job,
		startedAt: job.startedAt ?? (hasRun ? now : null),
		finishedAt: isOver ? (job.finishedAt ?? now) : null,
		hasLog: job.hasLog || hasRun,
	};
}

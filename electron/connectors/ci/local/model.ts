/** What is kept of a run on the disk, beside its files: `run.json`. */
import { z } from 'zod';
import {
	jobStates,
	type ReportedRun,
	runStates,
	runTriggers,
	stageNames,
} from '../../../../shared/domain/pipeline/model.ts';
import { startableJobs, withStageOrder } from '../../../../shared/domain/pipeline/needs-graph.ts';
import { runStateOf } from '../run-state.ts';

const instant = z.number().nullable();
const commitSchema = z.object({
	sha: z.string().regex(/^[0-9a-f]{40,64}$/),
	subject: z.string().nullable(),
	author: z.object({ name: z.string(), email: z.string().nullable() }).nullable(),
	authoredAt: instant,
	committedAt: instant,
	parents: z.array(z.string()),
});

const jobSchema = z.object({
	id: z.string().regex(/^\d+$/),
	name: z.string(),
	stage: z.enum(stageNames),
	needs: z.array(z.string()),
	mayFail: z.boolean(),
	state: z.enum(jobStates),
	startedAt: instant,
	finishedAt: instant,
	/** When its try before this one began, in the same checkout: what that left behind proves nothing of this one. */
	triedAt: instant.default(null),
	note: z.string().nullable(),
	/** The try of the run in which it ran last; its log is named after it. 0 while it never ran. */
	attempt: z.int().min(0),
	/** The leader of its process group while it runs. */
	process: z.object({ pid: z.int(), startedAs: z.string().nullable() }).nullable(),
	isLogCut: z.boolean(),
	/** What it left behind; null for nothing. */
	kept: z.object({ files: z.int(), bytes: z.number() }).nullable(),
});

export const runFileSchema = z.object({
	format: z.literal(1),
	number: z.int().positive(),
	attempt: z.int().positive(),
	commit: commitSchema,
	branch: z.string(),
	trigger: z.enum(runTriggers),
	startedBy: z.string().nullable(),
	inputs: z.record(z.string(), z.string()),
	createdAt: z.number(),
	startedAt: instant,
	finishedAt: instant,
	/** Set once it has ended; null before. */
	end: z.enum(runStates).nullable(),
	/** The tree of the commit lies in its folder. */
	isLaidOut: z.boolean(),
	/** Somebody wants its end; also remembered over a crash. */
	isCancelled: z.boolean(),
	/** Its files and logs were thrown away to save space. */
	isCleared: z.boolean(),
	jobs: z.array(jobSchema),
});

export type RunFile = z.infer<typeof runFileSchema>;
export type JobFile = z.infer<typeof jobSchema>;

/** The run as the rest of the room knows it. A job that waits for nothing but a turn is queued. */
export function reportOf(run: RunFile): ReportedRun {
	const ready = new Set(startableJobs(withStageOrder(run.jobs)));
	const jobs = run.jobs.map((job) => ({
		id: job.id,
		name: job.name,
		stage: job.stage,
		state: job.state === 'waiting' && ready.has(job.name) ? ('queued' as const) : job.state,
		needs: job.needs,
		startedAt: job.startedAt,
		finishedAt: job.finishedAt,
		mayFail: job.mayFail,
		note: job.note,
		url: null,
		hasLog: job.attempt > 0 && !run.isCleared,
	}));
	return {
		nativeId: String(run.number),
		number: run.number,
		attempt: run.attempt,
		commit: run.commit,
		branch: run.branch,
		trigger: run.trigger,
		startedBy: run.startedBy,
		url: null,
		state: run.end ?? stateBeforeEnd(runStateOf(jobs)),
		createdAt: run.createdAt,
		startedAt: run.startedAt,
		finishedAt: run.finishedAt,
		jobs,
		jobsKnown: true,
	};
}

/** Between the end of the last job and that of the run, its notes are still being written. */
function stateBeforeEnd(state: ReportedRun['state']): ReportedRun['state'] {
	return state === 'queued' || state === 'needs-person' ? state : 'running';
}

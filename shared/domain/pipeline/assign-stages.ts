/** Sorts the jobs of a run into the four stages. */
import { jobNameMatcher } from './job-names.ts';
import type { Job, StageName } from './model.ts';

/** What a stage claims; a `StageConfig` is one. */
export interface StageClaim {
	readonly name: StageName;
	/** Globs of job names. */
	readonly jobPatterns: readonly string[];
}

/**
 * The first stage, in the order given, of which a pattern fits takes the job; a job that no stage claims has none. Jobs that
 * already carry their stage (those of the local runner) keep it.
 */
export function assignStages(jobs: readonly Job[], stages: readonly StageClaim[]): readonly Job[] {
	const claims = stages.map(({ name, jobPatterns }) => ({ name, claimsJob: jobNameMatcher(jobPatterns) }));
	return jobs.map((job) =>
		job.stage === null ? { ...job, stage: claims.find(({ claimsJob }) => claimsJob(job.name))?.name ?? null } : job,
	);
}

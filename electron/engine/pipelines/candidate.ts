/** Which runs have earned a release. */
import type { PipelineConfig } from '../../../shared/config/pipeline-model.ts';
import { endedJobStates, type PipelineRun, type StageName } from '../../../shared/domain/pipeline/model.ts';
import type { RunEvaluation } from './evaluate.ts';

const automatedStages: readonly StageName[] = ['commit', 'acceptance'];

/**
 * True when a run of the default branch has passed all that machines decide: the jobs and gates of Commit and Acceptance.
 * People may still be asked; they hold back the release's way into environments, not the release.
 */
export function hasEarnedRelease(config: PipelineConfig, run: PipelineRun, evaluation: RunEvaluation): boolean {
	// A pull request of a fork may have a branch of the same name.
	if (run.branch !== config.branch || run.trigger === 'pull-request') return false;
	if (!run.jobsKnown || run.state === 'failed' || run.state === 'cancelled') return false;
	const isPassed = automatedStages.every(
		(stage) => evaluation.automated.find(({ name }) => name === stage)?.state === 'passed',
	);
	return isPassed && hasProof(run);
}

/** A stage without jobs passes before the run has done anything: something must have been done, and nothing unclaimed be left. */
function hasProof({ state, jobs }: PipelineRun): boolean {
	if (state === 'passed') return true;
	const ours = jobs.filter(({ stage }) => stage === null || automatedStages.includes(stage));
	const isOver = ours.every((job) => endedJobStates.includes(job.state) || job.mayFail);
	return isOver && ours.some((job) => job.state === 'passed' && job.stage !== null);
}

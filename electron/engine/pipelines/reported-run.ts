/** From what a runner reports to a run of the room. */
import { assignStages } from '../../../shared/domain/pipeline/assign-stages.ts';
import { isEndedRun, type PipelineRun, type ReportedRun, runIdOf } from '../../../shared/domain/pipeline/model.ts';
import type { ServiceSetup } from './setup.ts';

/** Gives a reported run its place in the room, and its jobs their stages. */
export function toRun(
	service: string,
	{ runner, config }: NonNullable<ServiceSetup['pipeline']>,
	reported: ReportedRun,
): PipelineRun {
	return {
		...reported,
		id: runIdOf(service, reported.nativeId),
		service,
		runner: runner.kind,
		jobs: assignStages(reported.jobs, config.stages),
	};
}

/**
 * True for an answer from before what is known: of an earlier try, or from a list that lags behind. A list is no authority
 * on a run that has ended, because hosts keep lists longer than runs.
 */
export function isOlder(answer: PipelineRun, known: PipelineRun, isAuthority: boolean): boolean {
	if (answer.attempt !== known.attempt) return answer.attempt < known.attempt;
	return !isAuthority && isEndedRun(known) && !isEndedRun(answer);
}

/** True when anything about it can be seen to have changed. */
export function isNews(before: PipelineRun, after: PipelineRun): boolean {
	return JSON.stringify(before) !== JSON.stringify(after);
}

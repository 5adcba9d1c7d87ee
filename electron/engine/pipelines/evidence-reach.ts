/** Which reports of a run can be there by now, and whether they have been looked for. */
import type { EvidenceSourceConfig, PipelineConfig } from '../../../shared/config/pipeline-model.ts';
import { isEndedRun, type PipelineRun, type StageName } from '../../../shared/domain/pipeline/model.ts';
import { isStageOver } from '../../../shared/domain/pipeline/stages.ts';
import type { TrackedRun } from './tracked-run.ts';
import { expectsJobs } from './stage-jobs.ts';

/** Sources whose stage is over: asking for others would find them missing too early. */
export function dueSources(config: PipelineConfig, run: PipelineRun): readonly EvidenceSourceConfig[] {
	if (!run.jobsKnown) return [];
	const over = new Set(
		config.stages
			.filter((stage) => isStageOver({ run, stage: stage.name, expectsJobs: expectsJobs(config, stage) }))
			.map(({ name }) => name),
	);
	return config.evidence.filter(({ stage }) => over.has(stage));
}

/** Names what a collection covers. At the end of a run everything is read once more: what comes last is there only then. */
export function reachOf(run: PipelineRun, due: readonly EvidenceSourceConfig[]): string {
	return `${run.attempt}/${isEndedRun(run) ? 'end' : 'running'}/${due.map(({ name }) => name).join(',')}`;
}

/** True when what the store has of this try covers all that can be there: every source that was asked left a trace. */
export function isCovered({ evidence }: TrackedRun, due: readonly EvidenceSourceConfig[]): boolean {
	if (evidence === null) return false;
	const traces = new Set([...evidence.evidence, ...evidence.problems].map(({ source }) => source));
	return due.every(({ name }) => traces.has(name));
}

/** True when nothing more is being read for a stage: all of its sources were looked for, or that has failed. */
export function isSettled(tracked: TrackedRun, config: PipelineConfig, stage: StageName): boolean {
	const sources = config.evidence.filter((source) => source.stage === stage);
	return sources.length === 0 || tracked.evidenceProblem !== null || isCovered(tracked, sources);
}

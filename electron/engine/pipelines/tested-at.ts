/** When the tests that a gate reads ran: what was in quarantine then counts, whatever was decided afterwards. */
import type { PipelineConfig } from '../../../shared/config/pipeline-model.ts';
import type { Gate } from '../../../shared/domain/gates/model.ts';
import { sourcesOfGate } from '../../../shared/domain/gates/source-fit.ts';
import type { TrackedRun } from './tracked-run.ts';

/**
 * The end of the last job of the stages whose reports it reads, by the host's clock: by then a runner has decided with the same
 * list. Without such a job the time of the run.
 */
export function testedAt(gate: Gate, { evidence: sources }: PipelineConfig, { run, evidence }: TrackedRun): number {
	const names = sourcesOfGate(gate, sources, evidence?.evidence ?? []);
	const stages = new Set(sources.filter(({ name }) => names.includes(name)).map(({ stage }) => stage));
	const ends = run.jobs.flatMap(({ stage, finishedAt }) =>
		stage !== null && stages.has(stage) ? (finishedAt ?? []) : [],
	);
	return ends.length > 0 ? Math.max(...ends) : (run.finishedAt ?? run.startedAt ?? run.createdAt);
}

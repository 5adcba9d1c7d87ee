/** Which stages have jobs by the configuration. */
import type { PipelineConfig, StageConfig } from '../../../shared/config/pipeline-model.ts';

/** True where the stage has jobs at all: without any it is passed by its gates and approvals alone. */
export function expectsJobs({ runner }: PipelineConfig, stage: StageConfig): boolean {
	const isLocal = runner.kind === 'local' && runner.jobs.some((job) => job.stage === stage.name);
	return isLocal || stage.jobPatterns.length > 0;
}

/** When the tests of a report ran: what was in quarantine then counts, whatever was decided afterwards. */
import type { EvidenceSourceConfig } from '../../../shared/config/pipeline-model.ts';
import type { Evidence } from '../../../shared/domain/gates/evidence.ts';
import type { Job, PipelineRun } from '../../../shared/domain/pipeline/model.ts';

/** A test in quarantine was so at both ends. */
export interface Tested {
	readonly from: number;
	readonly to: number;
}

/**
 * To the end of the last job of the stage whose report it is, by the host's clock: by then a runner has decided with the same list.
 * Without such a job to the end of the run. From the first instant at which they had run for all that is known: the end of the job
 * that left the report, where its artifact is named as the job (GitLab, this machine); what the report itself says; when we had
 * read it. So a job of the stage that is slow, or run again alone, makes nothing of what was decided meanwhile.
 */
export function testedAt(
	{ source, artifact, writtenAt, readAt }: Pick<Evidence, 'source' | 'artifact' | 'writtenAt' | 'readAt'>,
	sources: readonly EvidenceSourceConfig[],
	run: PipelineRun,
): Tested {
	const stage = sources.find(({ name }) => name === source)?.stage ?? null;
	const jobs = run.jobs.filter((job) => stage !== null && job.stage === stage);
	const to = endOf(jobs) ?? run.finishedAt ?? run.startedAt ?? run.createdAt;
	const own = endOf(jobs.filter(({ name }) => artifact === name || artifact?.startsWith(`${name}/`) === true));
	return { from: Math.min(to, own ?? to, writtenAt ?? to, readAt), to };
}

function endOf(jobs: readonly Job[]): number | null {
	const ends = jobs.flatMap(({ finishedAt }) => finishedAt ?? []);
	return ends.length > 0 ? Math.max(...ends) : null;
}

/** What is read of a run beside its state: logs and what its jobs left behind. */
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { endedJobStates } from '../../../../shared/domain/pipeline/model.ts';
import { ok, type Result } from '../../../../shared/domain/result.ts';
import type { PipelineRunner } from '../../../engine/pipeline-ports.ts';
import { readJobLog } from './job-log.ts';
import type { Office } from './local-runner.ts';
import { keptFolderOf, logFileOf } from './paths.ts';
import * as problems from './problems.ts';

type Readings = Pick<PipelineRunner, 'readLog' | 'artifacts' | 'fetchArtifact'>;

/** The calls, for a runner whose folder is opened by `office`. */
export function readingsOf(office: (signal?: AbortSignal) => Promise<Result<Office>>): Readings {
	return {
		async readLog({ nativeId, jobId, fromByte }, signal) {
			const there = await office(signal);
			if (!there.ok) return there;
			const run = there.value.desk.find(nativeId);
			if (run === null) return problems.runNotFound(nativeId);
			const job = run.jobs.find((each) => each.id === jobId);
			if (job === undefined) return problems.jobNotFound(jobId);
			const hasEnded = endedJobStates.includes(job.state);
			const piece = readJobLog(logFileOf(there.value.paths.run(run.number), job), fromByte, hasEnded);
			if (run.isCleared && job.attempt > 0)
				return ok({ ...piece, gap: 'The logs of old runs were removed to save space.' });
			return ok(job.isLogCut ? { ...piece, gap: 'The job wrote more than is kept of a log.' } : piece);
		},
		async artifacts(nativeId, signal) {
			const there = await office(signal);
			if (!there.ok) return there;
			const run = there.value.desk.find(nativeId);
			if (run === null) return problems.runNotFound(nativeId);
			const kept = run.jobs.flatMap(({ id, name, kept: files }) =>
				files === null ? [] : [{ id, name, sizeBytes: files.bytes, isExpired: run.isCleared, url: null }],
			);
			return ok(kept);
		},
		async fetchArtifact({ nativeId, artifactId, folder, maxBytes }, signal) {
			const there = await office(signal);
			if (!there.ok) return there;
			const run = there.value.desk.find(nativeId);
			if (run === null) return problems.runNotFound(nativeId);
			const job = run.jobs.find((each) => each.id === artifactId);
			if (job?.kept === null || job === undefined || run.isCleared) return problems.artifactNotFound(artifactId);
			if (job.kept.bytes > maxBytes) return problems.tooLarge(job.name, job.kept.bytes, maxBytes);
			const root = join(folder, 'files');
			await cp(keptFolderOf(there.value.paths.run(run.number), job), root, { recursive: true });
			return ok({ kind: 'folder', root });
		},
	};
}

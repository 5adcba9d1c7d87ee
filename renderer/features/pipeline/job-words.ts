/** What is said of a job beside its name. Pure. */
import { formatDuration } from '../../../shared/domain/format.ts';
import type { Job } from '../../../shared/domain/pipeline/model.ts';
import { jobLook, tookMs } from './run-words.ts';

/** "failed, 1 min 50 s, exit code 1": state, time, and why. */
export function jobLine(job: Job, hostNow: number): string {
	const took = tookMs(job, hostNow);
	const parts = [
		jobLook[job.state].word,
		took === null ? null : formatDuration(took < 1_000 ? took : Math.floor(took / 1_000) * 1_000),
		job.note,
		job.mayFail && job.state === 'failed' ? 'may fail' : null,
	];
	return parts.filter((part) => part !== null && part !== '').join(', ');
}

/** How a run stands, from how its jobs stand: for runners that keep the jobs themselves. */
import { endedJobStates, type Job, type RunState } from '../../../shared/domain/pipeline/model.ts';

/** A job that may fail harms nobody; a job that was cancelled or failed otherwise decides the run once all have ended. */
export function runStateOf(jobs: readonly Pick<Job, 'state' | 'mayFail'>[]): RunState {
	const states = jobs.map((job) => job.state);
	if (states.every((state) => endedJobStates.includes(state))) return endOf(jobs);
	if (states.includes('running')) return 'running';
	if (states.includes('needs-person')) return 'needs-person';
	return states.some((state) => endedJobStates.includes(state)) ? 'running' : 'queued';
}

function endOf(jobs: readonly Pick<Job, 'state' | 'mayFail'>[]): RunState {
	const counting = jobs.filter((job) => !job.mayFail);
	if (jobs.some((job) => job.state === 'cancelled')) return 'cancelled';
	return counting.some((job) => job.state === 'failed') ? 'failed' : 'passed';
}

/** What can be done to a run, or why it cannot: the same answer for the button and for the click on an older screen. */
import { endedJobStates, isEndedRun, type Job, type PipelineRun } from '../../../shared/domain/pipeline/model.ts';
import type { PipelineAction } from '../../../shared/rpc/pipeline-views.ts';
import type { PipelineRunner } from '../pipeline-ports.ts';

type Able = Pick<PipelineRunner, 'can' | 'label'>;

export function startAction(runner: Able, branch: string): PipelineAction {
	const label = `Start a run of ${branch}`;
	return runner.can.start ? allowed(label) : refused(label, `${runner.label} does not start runs for us`);
}

export function rerunAction(runner: Able, run: PipelineRun): PipelineAction {
	const label = 'Run again';
	if (!runner.can.rerun) return refused(label, `${runner.label} does not run anything again for us`);
	return isEndedRun(run) ? allowed(label) : refused(label, 'It has not ended yet');
}

export function rerunFailedAction(runner: Able, run: PipelineRun): PipelineAction {
	const label = 'Run only what failed';
	if (!runner.can.rerunFailed) return refused(label, `${runner.label} can only run the whole of it again`);
	if (!isEndedRun(run)) return refused(label, 'It has not ended yet');
	return run.state === 'passed' ? refused(label, 'Nothing failed') : allowed(label);
}

export function cancelAction(runner: Able, run: PipelineRun): PipelineAction {
	const label = 'Cancel';
	if (isEndedRun(run)) return refused(label, 'It has ended already');
	return runner.can.cancel ? allowed(label) : refused(label, `${runner.label} does not cancel runs for us`);
}

/** A job that waits for a person on its host. */
export function answerAction(runner: Able, job: Job | undefined): PipelineAction {
	const label = 'Answer';
	if (job === undefined) return refused(label, 'The run has no such job');
	if (endedJobStates.includes(job.state)) return refused(label, `${job.name} has ended already`);
	if (job.state !== 'needs-person') return refused(label, `${job.name} does not wait for anybody`);
	return runner.can.answer ? allowed(label) : refused(label, `Answer it at ${runner.label} itself`);
}

function allowed(label: string): PipelineAction {
	return { allowed: true, label, detail: null };
}

function refused(label: string, detail: string): PipelineAction {
	return { allowed: false, label, detail };
}

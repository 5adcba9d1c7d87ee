/** What a memory runner does when it is asked to act. */
import { isEndedRun } from '../../../../shared/domain/pipeline/model.ts';
import { ok } from '../../../../shared/domain/result.ts';
import type { PipelineRunner } from '../../../engine/pipeline-ports.ts';
import * as refusals from './refusals.ts';
import { cancelAll, changeJob, runAgain } from './runs.ts';
import type { MemoryWorld } from './world.ts';

export function actsOf(world: MemoryWorld): Pick<PipelineRunner, 'start' | 'rerun' | 'cancel' | 'answer'> {
	const { label, can, clock, enter, find, change } = world;
	return {
		async start({ branch, commit, inputs, startedBy }, signal) {
			const failed = await enter('start', signal);
			if (failed !== null) return failed;
			if (!can.start) return refusals.cannot(label, 'start runs');
			if (!world.branches.includes(branch)) return refusals.branchNotFound(label, branch);
			world.starts.push({ branch, commit, inputs: { ...inputs }, startedBy });
			const sha = commit === null ? {} : { commit: { sha: commit } };
			return ok({ nativeId: world.add({ branch, ...sha, trigger: 'person', startedBy }) });
		},
		async rerun({ nativeId, onlyFailed }, signal) {
			const failed = await enter('rerun', signal);
			if (failed !== null) return failed;
			if (!(onlyFailed ? can.rerunFailed : can.rerun)) return refusals.cannot(label, 'run that again');
			const entry = find(nativeId);
			if (entry === undefined) return refusals.runNotFound(label, nativeId);
			if (!isEndedRun(entry.run)) return refusals.stillRunning(label, nativeId);
			change(nativeId, () => runAgain(entry, onlyFailed, clock.now()));
			return ok({ nativeId });
		},
		async cancel(nativeId, signal) {
			const failed = await enter('cancel', signal);
			if (failed !== null) return failed;
			if (!can.cancel) return refusals.cannot(label, 'cancel runs');
			const entry = find(nativeId);
			if (entry === undefined) return refusals.runNotFound(label, nativeId);
			if (!isEndedRun(entry.run)) change(nativeId, () => cancelAll(entry, clock.now()));
			return ok(null);
		},
		async answer({ nativeId, jobId, approve, comment }, signal) {
			const failed = await enter('answer', signal);
			if (failed !== null) return failed;
			if (!can.answer) return refusals.cannot(label, 'answer for a person');
			const job = find(nativeId)?.run.jobs.find((each) => each.id === jobId);
			if (job?.state !== 'needs-person') return refusals.notWaiting(label, jobId);
			const note = approve ? null : `refused: ${comment}`;
			const answered = { state: approve ? ('running' as const) : ('failed' as const), note };
			change(nativeId, (entry) => changeJob(entry, job.name, answered, clock.now()));
			return ok(null);
		},
	};
}

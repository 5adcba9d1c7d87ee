/** Starting a job of a run and writing down how it ended. */
import type { Floor } from './floor.ts';
import type { JobFile, RunFile } from './model.ts';
import { type JobEnd, runJob } from './run-job.ts';

/** Takes a place of those that may run at the same time, until the job has ended. */
export function begin(floor: Floor, run: RunFile, name: string): void {
	const found = run.jobs.find((each) => each.name === name);
	if (found === undefined) return;
	const now = floor.world.clock.now();
	if (run.startedAt === null) floor.desk.change(run.number, { startedAt: now });
	const job: JobFile = { ...found, state: 'running', startedAt: now, attempt: run.attempt };
	const begun = floor.desk.changeJob(run.number, found.id, job);
	floor.jobsRunning += 1;
	floor.work(`job ${name} of run ${run.number}`, () => perform(floor, begun, job));
}

async function perform(floor: Floor, run: RunFile, job: JobFile): Promise<void> {
	const end = await endOf(floor, run, job);
	floor.jobsRunning -= 1;
	// Whoever opens the folder next finds it running, and runs it again.
	if (floor.isClosing && end.state === 'stopped') return;
	const { isLogCut, kept } = end;
	const state = end.state === 'stopped' ? 'cancelled' : end.state;
	const finishedAt = floor.world.clock.now();
	const note = end.note ?? job.note;
	floor.desk.changeJob(run.number, job.id, { state, note, isLogCut, kept, process: null, finishedAt });
}

async function endOf(floor: Floor, run: RunFile, job: JobFile): Promise<JobEnd> {
	const { desk, paths, world, logger } = floor;
	const failed = (note: string): JobEnd => ({ state: 'failed', note, isLogCut: false, kept: null });
	const config = floor.config.jobs.find((each) => each.name === job.name);
	if (config === undefined) return failed('it is not in signalbox.yaml any more');
	const { signal } = floor.stopOf(run.number);
	const order = {
		...{ config, run, job, paths: paths.run(run.number), signal },
		onStarted: (process: JobFile['process']) => desk.changeJob(run.number, job.id, { process }),
	};
	try {
		return await runJob(order, world);
	} catch (cause) {
		logger.error({ cause, run: run.number, job: job.name }, 'a job broke off');
		return failed('this machine could not run it; the log of Signalbox says why');
	}
}

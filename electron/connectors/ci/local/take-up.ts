/** Going on where an earlier Signalbox stopped. */
import { endProcess } from '../../end-process.ts';
import type { Floor } from './floor.ts';
import { openJobLog } from './job-log.ts';
import { endMarked } from './job-process.ts';
import type { JobFile, RunFile } from './model.ts';
import { logFileOf } from './paths.ts';

/** How it is told on the job. */
const takenUp = 'Signalbox ended while this job ran; it was run again from its beginning';

/** Ends every process that was left; we hold the folder, so that nobody else's can carry its mark. */
export async function takeUpRuns(floor: Floor): Promise<void> {
	const { desk, world, paths } = floor;
	const left = desk.underWay().flatMap((run) => run.jobs.flatMap((job) => (job.process === null ? [] : [job.process])));
	await Promise.all(left.map((identity) => endProcess(identity, world.graceMs)));
	await endMarked(paths.owner, null);
	for (const run of desk.underWay())
		desk.change(run.number, { jobs: run.jobs.map((job) => takeUpJob(floor, run, job)) });
}

/** Jobs that ended stay as they are; those that ran begin again, unless somebody wanted the run to end. */
function takeUpJob({ world, paths }: Floor, run: RunFile, job: JobFile): JobFile {
	if (job.state !== 'running' && job.state !== 'waiting') return job;
	if (run.isCancelled) return { ...job, state: 'cancelled', process: null, finishedAt: world.clock.now() };
	if (job.state === 'waiting') return job;
	const log = openJobLog(logFileOf(paths.run(run.number), job), [], world.logLimitBytes);
	log.note('Signalbox ended here');
	log.close();
	const triedAt = job.startedAt ?? job.triedAt;
	return { ...job, state: 'waiting', startedAt: null, triedAt, process: null, note: takenUp };
}

/** Before its jobs can begin, a run needs the tree of its commit. */
import { mkdirSync } from 'node:fs';
import type { Floor } from './floor.ts';
import type { JobFile, RunFile } from './model.ts';

/** Lays it out anew. When that fails so does the run; when the run was cancelled or begun again meanwhile, nothing is noted. */
export async function layOut(floor: Floor, run: RunFile): Promise<void> {
	const { desk, paths, repository } = floor;
	const { source, folder } = paths.run(run.number);
	floor.bin.discard(source);
	mkdirSync(folder, { recursive: true, mode: 0o700 });
	const { signal } = floor.stopOf(run.number);
	const laid = await repository.checkout({ commit: run.commit.sha, folder: source }, signal);
	const now = desk.find(String(run.number));
	if (floor.isClosing || now === null || now.isCancelled || now.attempt !== run.attempt) return;
	if (laid.ok) desk.change(run.number, { isLaidOut: true });
	else failAll(floor, now, `the commit could not be laid out: ${laid.problem.message}`);
}

/** A run without its commit has one failed job, so that it is not taken for a run in which nothing was to be done. */
function failAll({ desk, world }: Floor, run: RunFile, note: string): void {
	const now = world.clock.now();
	const first = run.jobs.find((job) => job.state === 'waiting' && !job.mayFail) ?? run.jobs[0];
	const jobs = run.jobs.map((job): JobFile => {
		if (job.state !== 'waiting') return job;
		return job.id === first?.id
			? { ...job, state: 'failed', mayFail: false, startedAt: now, finishedAt: now, note }
			: { ...job, state: 'skipped' };
	});
	desk.change(run.number, { jobs });
}

/** Where a local runner keeps its things. */
import { createHash } from 'node:crypto';
import { join, resolve } from 'node:path';
import type { JobFile } from './model.ts';

export interface RunPaths {
	readonly folder: string;
	readonly file: string;
	readonly source: string;
	readonly logs: string;
	readonly kept: string;
}

export interface RunnerPaths {
	readonly folder: string;
	readonly lock: string;
	readonly runs: string;
	/** What is being thrown away. */
	readonly gone: string;
	/** Marks every process that was started for this folder, in its environment. */
	readonly owner: string;
	run(number: number): RunPaths;
}

/** Works out every path below the runner's folder; touches nothing. */
export function runnerPaths(at: string): RunnerPaths {
	const folder = resolve(at);
	const runs = join(folder, 'runs');
	return {
		folder,
		lock: join(folder, 'runner.lock'),
		runs,
		gone: join(folder, 'gone'),
		owner: createHash('sha256').update(`jobs:${folder}`).digest('hex').slice(0, 20),
		run(number) {
			const own = join(runs, String(number));
			return {
				folder: own,
				file: join(own, 'run.json'),
				source: join(own, 'source'),
				logs: join(own, 'logs'),
				kept: join(own, 'kept'),
			};
		},
	};
}

/** The log of a job's newest try. Names come from a file that people write, so only harmless characters of them are taken. */
export function logFileOf(paths: RunPaths, job: Pick<JobFile, 'id' | 'name' | 'attempt'>): string {
	const word = job.name.replace(/[^A-Za-z0-9_-]+/g, '-').slice(0, 60);
	return join(paths.logs, `${job.attempt}-${job.id}-${word}.log`);
}

/** Where what a job left behind is kept. */
export function keptFolderOf(paths: RunPaths, job: Pick<JobFile, 'id' | 'name'>): string {
	return join(paths.kept, `${job.id}-${job.name.replace(/[^A-Za-z0-9_-]+/g, '-').slice(0, 60)}`);
}

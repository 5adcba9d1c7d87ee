/** The runs of a folder in memory and on the disk: every change is written before it is told. */
import type { LocalRunnerConfig } from '../../../../shared/config/pipeline-model.ts';
import { type CommitInfo, endedJobStates, type RunTrigger } from '../../../../shared/domain/pipeline/model.ts';
import type { Logger } from '../../../engine/ports.ts';
import { runStateOf } from '../run-state.ts';
import type { Bin } from './bin.ts';
import type { JobFile, RunFile } from './model.ts';
import type { RunnerPaths } from './paths.ts';
import { readRunFiles, saveRunFile } from './run-file.ts';

export interface NewRun {
	readonly commit: CommitInfo;
	readonly branch: string;
	readonly trigger: RunTrigger;
	readonly startedBy: string | null;
	readonly inputs: Readonly<Record<string, string>>;
}

export interface Desk {
	/** Newest first. */
	all(): readonly RunFile[];
	find(nativeId: string): RunFile | null;
	/** Runs that have not ended, oldest first. */
	underWay(): readonly RunFile[];
	/** Throws when the disk does not take it. */
	create(run: NewRun, now: number): RunFile;
	/** Changes a run, writes it and tells of it. */
	change(number: number, change: Partial<RunFile>): RunFile;
	changeJob(number: number, jobId: string, change: Partial<JobFile>): RunFile;
	/** Ends the run when all its jobs have ended; true when it did so now. */
	endIfOver(number: number, now: number): boolean;
	onChange(listener: (nativeId: string) => void): () => void;
}

/** Ended runs that are remembered without their files. */
const mostRuns = 1000;

/**
 * Reads what is on the disk. A change that the disk does not take holds in memory, is logged and is written with the next
 * one; only a new run is refused then.
 */
export function openDesk(paths: RunnerPaths, config: LocalRunnerConfig, logger: Logger, bin: Bin): Desk {
	const read = readRunFiles(paths);
	if (read.damaged.length > 0) logger.error({ runs: read.damaged }, 'the notes of these runs are damaged');
	const runs = new Map(read.runs.map((run) => [run.number, run]));
	let last = Math.max(0, ...runs.keys(), ...read.damaged);
	const listeners = new Set<(nativeId: string) => void>();

	const put = (run: RunFile): RunFile => {
		runs.set(run.number, run);
		try {
			saveRunFile(paths.run(run.number).file, run);
		} catch (cause) {
			logger.error({ cause, run: run.number }, 'the notes of a run could not be written');
		}
		for (const listener of listeners) listener(String(run.number));
		return run;
	};
	const known = (number: number): RunFile => {
		const run = runs.get(number);
		if (run === undefined) throw new Error(`There is no run ${number}.`);
		return run;
	};
	const desk: Desk = {
		all: () => [...runs.values()].toSorted((left, right) => right.number - left.number),
		find: (nativeId) => (/^[1-9]\d{0,8}$/.test(nativeId) ? (runs.get(Number(nativeId)) ?? null) : null),
		underWay: () => [...runs.values()].filter((run) => run.end === null),
		create(run, now) {
			const fresh = newRunFile(last + 1, run, config, now);
			saveRunFile(paths.run(fresh.number).file, fresh);
			last = fresh.number;
			return put(fresh);
		},
		change: (number, change) => put({ ...known(number), ...change }),
		changeJob(number, jobId, change) {
			const run = known(number);
			const jobs = run.jobs.map((job) => (job.id === jobId ? { ...job, ...change } : job));
			return put({ ...run, jobs });
		},
		endIfOver(number, now) {
			const run = known(number);
			if (run.end !== null || !run.jobs.every((job) => endedJobStates.includes(job.state))) return false;
			put({ ...run, end: run.isCancelled ? 'cancelled' : runStateOf(run.jobs), finishedAt: now });
			clearOld(desk, { paths, bin }, config.keepRuns, (gone) => runs.delete(gone));
			return true;
		},
		onChange(listener) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
	};
	return desk;
}

function newRunFile(number: number, run: NewRun, config: LocalRunnerConfig, now: number): RunFile {
	return {
		format: 1,
		number,
		attempt: 1,
		commit: { ...run.commit, parents: [...run.commit.parents] },
		branch: run.branch,
		trigger: run.trigger,
		startedBy: run.startedBy,
		inputs: { ...run.inputs },
		createdAt: now,
		startedAt: null,
		finishedAt: null,
		end: null,
		isLaidOut: false,
		isCancelled: false,
		isCleared: false,
		jobs: config.jobs.map(({ name, stage, needs, mayFail }, index) => ({
			...{ id: String(index + 1), name, stage, needs: [...needs], mayFail },
			...unrun,
			attempt: 0,
		})),
	};
}

/** A job before it runs. */
export const unrun = {
	state: 'waiting' as const,
	startedAt: null,
	finishedAt: null,
	triedAt: null,
	note: null,
	process: null,
	isLogCut: false,
	kept: null,
};

/** Removes the files of ended runs beyond `keep`, and those that nobody will look for any more altogether. */
function clearOld(
	desk: Desk,
	{ paths, bin }: { readonly paths: RunnerPaths; readonly bin: Bin },
	keep: number,
	forget: (number: number) => void,
): void {
	const ended = desk.all().filter((run) => run.end !== null);
	for (const run of ended.slice(keep).filter((each) => !each.isCleared)) {
		const { source, logs, kept } = paths.run(run.number);
		for (const folder of [source, logs, kept]) bin.discard(folder);
		desk.change(run.number, { isCleared: true, isLaidOut: false });
	}
	for (const run of ended.slice(mostRuns + keep)) {
		bin.discard(paths.run(run.number).folder);
		forget(run.number);
	}
}

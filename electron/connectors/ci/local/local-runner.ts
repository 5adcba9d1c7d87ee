/** The runner of this machine: the jobs of `signalbox.yaml`, run with the commit laid out in a folder of ours. */
import { mkdirSync } from 'node:fs';
import type { LocalRunnerConfig } from '../../../../shared/config/pipeline-model.ts';
import { ok, type Result } from '../../../../shared/domain/result.ts';
import type { PipelineRunner, Polled, Repository } from '../../../engine/pipeline-ports.ts';
import type { Clock, Logger } from '../../../engine/ports.ts';
import type { Variables } from '../../exec.ts';
import { freeLockFile, lockFileHolder, takeLockFile } from '../../lock-file.ts';
import { startOf } from '../../process-identity.ts';
import { actsOf } from './acts.ts';
import { openBin } from './bin.ts';
import { type Desk, openDesk } from './desk.ts';
import { createExecutor, type Executor } from './executor.ts';
import type { Secrets } from './job-environment.ts';
import { type KeepLimits, usualKeepLimits } from './keep-files.ts';
import { reportOf } from './model.ts';
import { type RunnerPaths, runnerPaths } from './paths.ts';
import * as problems from './problems.ts';
import { readingsOf } from './readings.ts';
import { watchBranch } from './watch-branch.ts';

export interface LocalRunnerOptions {
	/** The branch that is watched, and started when nothing else is said. */
	readonly branch: string;
	/** Globs of paths that belong to the service; empty for all of the repository. */
	readonly paths: readonly string[];
	readonly repository: Repository;
	/** Ours alone: runs, logs and kept files. Absolute. */
	readonly folder: string;
	/** Our environment, of which jobs see the usual few variables and those that they name. */
	readonly environment: Variables | (() => Promise<Variables>);
	readonly secrets: Secrets;
	readonly clock: Clock;
	readonly logger: Logger;
	/** How often to look for a new commit: 5 s for a folder, 60 s for an address. */
	readonly watchEveryMs: number;
	/** Longest log of a job, bytes; 200 MB unless said. */
	readonly logLimitBytes?: number;
	readonly keepLimits?: KeepLimits;
	/** How long a program may take to end when it is asked to, before it is ended; 10 s unless said. */
	readonly graceMs?: number;
}

/** A runner that has its folder. */
export interface Office {
	readonly desk: Desk;
	readonly executor: Executor;
	readonly paths: RunnerPaths;
}

const usualLogLimit = 200_000_000;
const usualGraceMs = 10_000;

/**
 * Makes the runner and opens its folder: takes up runs that an earlier Signalbox left, and begins to watch the branch. While
 * another one holds the folder every call says so, and tries again to take it.
 */
export function createLocalRunner(config: LocalRunnerConfig, options: LocalRunnerOptions): PipelineRunner {
	const { clock, repository } = options;
	const listeners = new Set<(nativeId: string) => void>();
	let opening: Promise<Result<OpenOffice>> | null = null;
	let isClosed = false;

	/** Opens when it is not open; a failure is tried again by the next call. */
	async function office(signal?: AbortSignal): Promise<Result<Office>> {
		if (signal?.aborted) return problems.cancelled();
		if (isClosed) return problems.isClosed();
		opening ??= openOffice(config, options, (nativeId) => {
			for (const listener of listeners) listener(nativeId);
		});
		const opened = await opening;
		if (!opened.ok) opening = null;
		return opened;
	}
	const polled = <T>(value: T): Polled<T> => ({
		value,
		isUnchanged: false,
		asOf: clock.now(),
		clockSkewMs: null,
		budget: null,
		notBefore: null,
	});
	void office();

	return {
		kind: 'local',
		label: 'This machine',
		host: 'local',
		can: { start: true, rerun: true, rerunFailed: true, cancel: true, followLog: true, answer: false },
		async listRuns({ branch, limit }, signal) {
			const there = await office(signal);
			if (!there.ok) return there;
			const runs = there.value.desk.all().filter((run) => branch === null || run.branch === branch);
			return ok(polled(runs.slice(0, limit).map(reportOf)));
		},
		async readRun(nativeId, signal) {
			const there = await office(signal);
			if (!there.ok) return there;
			const run = there.value.desk.find(nativeId);
			return run === null ? problems.runNotFound(nativeId) : ok(polled(reportOf(run)));
		},
		...readingsOf(office),
		...actsOf(office, { repository, clock }),
		onChange(listener) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
		async close() {
			isClosed = true;
			const opened = await opening;
			if (opened?.ok) await opened.value.close();
		},
	};
}

interface OpenOffice extends Office {
	close(): Promise<void>;
}

async function openOffice(
	config: LocalRunnerConfig,
	options: LocalRunnerOptions,
	tell: (nativeId: string) => void,
): Promise<Result<OpenOffice>> {
	const { clock, logger, branch, repository } = options;
	const paths = runnerPaths(options.folder);
	const self = { pid: process.pid, startedAs: startOf(process.pid) };
	try {
		mkdirSync(paths.runs, { recursive: true, mode: 0o700 });
		if (!takeLockFile(paths.lock, self)) {
			return problems.isHeldElsewhere(paths.folder, lockFileHolder(paths.lock)?.pid ?? null);
		}
		const bin = openBin(paths.gone, logger);
		const desk = openDesk(paths, config, logger, bin);
		const world = {
			...{ owner: paths.owner, environment: options.environment, secrets: options.secrets, clock },
			logLimitBytes: options.logLimitBytes ?? usualLogLimit,
			keepLimits: options.keepLimits ?? usualKeepLimits,
			graceMs: options.graceMs ?? usualGraceMs,
		};
		const executor = createExecutor({ config, repository, paths, desk, bin, world, logger });
		desk.onChange(tell);
		await executor.takeUp();
		const startPushed = (commit: Parameters<Desk['create']>[0]['commit']) => {
			desk.create({ commit, branch, trigger: 'push', startedBy: commit.author?.name ?? null, inputs: {} }, clock.now());
			executor.pump();
		};
		const stopWatch = config.onPush
			? watchBranch({
					...{ repository, branch, paths: options.paths, everyMs: options.watchEveryMs, clock, logger },
					hasRun: (sha) => desk.all().some((run) => run.commit.sha === sha),
					lastRun: () => desk.all().find((run) => run.branch === branch)?.commit.sha ?? null,
					start: startPushed,
				})
			: () => {};
		let closing: Promise<void> | null = null;
		const close = async () => {
			stopWatch();
			await executor.close();
			await bin.emptied();
			freeLockFile(paths.lock, self);
		};
		return ok({ desk, executor, paths, close: () => (closing ??= close()) });
	} catch (cause) {
		freeLockFile(paths.lock, self);
		return problems.cannotKeep(paths.folder, cause);
	}
}

/** Runs what is on the desk: lays out commits, starts jobs when their turn has come, and writes down how they end. */
import { mkdirSync, rmSync } from 'node:fs';
import type { LocalRunnerConfig } from '../../../../shared/config/pipeline-model.ts';
import { jobsToSkip, startableJobs, withStageOrder } from '../../../../shared/domain/pipeline/needs-graph.ts';
import type { Repository } from '../../../engine/pipeline-ports.ts';
import type { Logger } from '../../../engine/ports.ts';
import { endProcess } from '../../end-process.ts';
import type { Desk } from './desk.ts';
import { endMarked } from './job-process.ts';
import type { JobFile, RunFile } from './model.ts';
import { logFileOf, type RunnerPaths } from './paths.ts';
import { type JobEnd, type JobWorld, runJob } from './run-job.ts';
import { openJobLog } from './job-log.ts';

export interface Executor {
	/** Ends what an earlier Signalbox left behind, and goes on where it stopped. */
	takeUp(): Promise<void>;
	/** Looks what may be done now. */
	pump(): void;
	/** Ends the jobs of a run. */
	stop(number: number): void;
	/** Ends all jobs without calling them ended, so that the next start takes them up. */
	close(): Promise<void>;
}

export interface ExecutorOptions {
	readonly config: LocalRunnerConfig;
	readonly repository: Repository;
	readonly paths: RunnerPaths;
	readonly desk: Desk;
	readonly world: JobWorld;
	readonly logger: Logger;
}

const takenUp = 'Signalbox ended while this job ran; it was run again from its beginning';

export function createExecutor(options: ExecutorOptions): Executor {
	const { config, repository, paths, desk, world, logger } = options;
	const { clock } = world;
	/** What is being done, by run: the signal that ends it. */
	const stops = new Map<number, AbortController>();
	const working = new Set<Promise<void>>();
	let jobsRunning = 0;
	let isClosing = false;

	const stopOf = (number: number): AbortController => {
		const known = stops.get(number);
		if (known !== undefined && !known.signal.aborted) return known;
		const fresh = new AbortController();
		stops.set(number, fresh);
		return fresh;
	};
	const work = (what: string, act: () => Promise<void>): void => {
		const done = act()
			.catch((cause: unknown) => logger.error({ cause }, `${what} broke off`))
			.finally(() => {
				working.delete(done);
				pump();
			});
		working.add(done);
	};

	const laying = new Set<number>();
	async function layOut(run: RunFile): Promise<void> {
		const { source, folder } = paths.run(run.number);
		rmSync(source, { recursive: true, force: true });
		mkdirSync(folder, { recursive: true, mode: 0o700 });
		const laid = await repository.checkout({ commit: run.commit.sha, folder: source }, stopOf(run.number).signal);
		laying.delete(run.number);
		if (isClosing || desk.find(String(run.number))?.isCancelled) return;
		if (laid.ok) desk.change(run.number, { isLaidOut: true });
		else failAll(run, `the commit could not be laid out: ${laid.problem.message}`);
	}

	/** A run without its commit has one failed job, so that it is not taken for a run in which nothing was to be done. */
	function failAll(run: RunFile, note: string): void {
		const now = clock.now();
		const first = run.jobs.find((job) => job.state === 'waiting' && !job.mayFail) ?? run.jobs[0];
		const jobs = run.jobs.map((job): JobFile => {
			if (job.state !== 'waiting') return job;
			return job.id === first?.id
				? { ...job, state: 'failed', mayFail: false, startedAt: now, finishedAt: now, note }
				: { ...job, state: 'skipped' };
		});
		desk.change(run.number, { jobs });
	}

	async function perform(run: RunFile, job: JobFile): Promise<void> {
		const jobConfig = config.jobs.find((each) => each.name === job.name);
		const { signal } = stopOf(run.number);
		let end: JobEnd;
		try {
			end =
				jobConfig === undefined
					? { state: 'failed', note: 'it is not in signalbox.yaml any more', isLogCut: false, kept: null }
					: await runJob(
							{
								...{ config: jobConfig, run, job, paths: paths.run(run.number), signal },
								onStarted: (process) => desk.changeJob(run.number, job.id, { process }),
							},
							world,
						);
		} catch (cause) {
			logger.error({ cause, run: run.number, job: job.name }, 'a job broke off');
			end = {
				state: 'failed',
				note: 'this machine could not run it; look at the log of Signalbox',
				isLogCut: false,
				kept: null,
			};
		} finally {
			jobsRunning -= 1;
		}
		if (isClosing && end.state === 'stopped') return;
		const { isLogCut, kept } = end;
		const note = end.note ?? job.note;
		const state = end.state === 'stopped' ? 'cancelled' : end.state;
		desk.changeJob(run.number, job.id, { state, note, isLogCut, kept, process: null, finishedAt: clock.now() });
	}

	function begin(run: RunFile, name: string): void {
		const found = run.jobs.find((each) => each.name === name);
		if (found === undefined) return;
		const now = clock.now();
		if (run.startedAt === null) desk.change(run.number, { startedAt: now });
		const job: JobFile = { ...found, state: 'running', startedAt: now, attempt: run.attempt };
		const begun = desk.changeJob(run.number, found.id, job);
		jobsRunning += 1;
		work(`job ${name} of run ${run.number}`, () => perform(begun, job));
	}

	function pumpRun(number: number): void {
		const now = clock.now();
		let run = desk.find(String(number));
		for (const name of jobsToSkip(withStageOrder(run?.jobs ?? []))) {
			const job = run?.jobs.find((each) => each.name === name);
			if (job !== undefined) run = desk.changeJob(number, job.id, { state: 'skipped' });
		}
		if (run === null || desk.endIfOver(number, now) || run.isCancelled) return;
		if (!run.isLaidOut) {
			if (laying.has(number)) return;
			laying.add(number);
			const toLay = run;
			work(`laying out run ${number}`, () => layOut(toLay).finally(() => laying.delete(number)));
			return;
		}
		for (const name of startableJobs(withStageOrder(run.jobs))) {
			const current = desk.find(String(number));
			if (current !== null && jobsRunning < config.parallel) begin(current, name);
		}
	}

	function pump(): void {
		if (isClosing) return;
		for (const { number } of desk.underWay()) pumpRun(number);
	}

	return {
		pump,
		async takeUp() {
			await endLeftovers(desk, world, paths.owner);
			for (const run of desk.underWay()) takeUpRun(run, desk, paths, world);
			pump();
		},
		stop(number) {
			stops.get(number)?.abort();
			const run = desk.find(String(number));
			const now = clock.now();
			for (const job of run?.jobs ?? []) {
				if (job.state === 'waiting') desk.changeJob(number, job.id, { state: 'cancelled', finishedAt: now });
			}
			pump();
		},
		async close() {
			isClosing = true;
			for (const stop of stops.values()) stop.abort();
			await Promise.all(working);
		},
	};
}

async function endLeftovers(desk: Desk, world: JobWorld, owner: string): Promise<void> {
	const left = desk.underWay().flatMap((run) => run.jobs.flatMap((job) => (job.process === null ? [] : [job.process])));
	await Promise.all(left.map((identity) => endProcess(identity, world.graceMs)));
	await endMarked(owner, null);
}

/** Jobs that ended stay as they are; those that ran begin again, unless somebody wanted the run to end. */
function takeUpRun(run: RunFile, desk: Desk, paths: RunnerPaths, world: JobWorld): void {
	const now = world.clock.now();
	const jobs = run.jobs.map((job): JobFile => {
		const isOpen = job.state === 'running' || job.state === 'waiting';
		if (!isOpen) return job;
		if (run.isCancelled) return { ...job, state: 'cancelled', process: null, finishedAt: now };
		if (job.state === 'waiting') return job;
		const log = openJobLog(logFileOf(paths.run(run.number), job), [], world.logLimitBytes);
		log.note('Signalbox ended here');
		log.close();
		return { ...job, state: 'waiting', startedAt: null, process: null, note: takenUp };
	});
	desk.change(run.number, { jobs });
}

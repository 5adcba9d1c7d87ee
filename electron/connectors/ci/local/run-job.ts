/** One job from its start to what it left behind. */
import { existsSync, realpathSync } from 'node:fs';
import { isAbsolute, join, sep } from 'node:path';
import type { JobConfig } from '../../../../shared/config/pipeline-model.ts';
import { fail, ok, type Result } from '../../../../shared/domain/result.ts';
import type { Clock } from '../../../engine/ports.ts';
import type { Variables } from '../../exec.ts';
import type { ProcessIdentity } from '../../process-identity.ts';
import { findProgram } from '../../program.ts';
import { type Secrets, surroundingsOf } from './job-environment.ts';
import { type JobLog, openJobLog } from './job-log.ts';
import { type ProgramEnd, runProgram } from './job-process.ts';
import { forgetFiles, keepFiles, type KeepLimits } from './keep-files.ts';
import type { JobFile, RunFile } from './model.ts';
import { keptFolderOf, logFileOf, type RunPaths } from './paths.ts';

export interface JobWorld {
	readonly owner: string;
	readonly environment: Variables | (() => Promise<Variables>);
	readonly secrets: Secrets;
	readonly clock: Clock;
	readonly logLimitBytes: number;
	readonly keepLimits: KeepLimits;
	/** How long a program that is asked to end may take. */
	readonly graceMs: number;
}

export interface JobOrder {
	readonly config: JobConfig;
	readonly run: RunFile;
	readonly job: JobFile;
	readonly paths: RunPaths;
	readonly signal: AbortSignal;
	readonly onStarted: (identity: ProcessIdentity) => void;
}

/** `stopped`: because somebody wanted it, not because its time was over. */
export interface JobEnd {
	readonly state: 'passed' | 'failed' | 'stopped';
	readonly note: string | null;
	readonly isLogCut: boolean;
	readonly kept: JobFile['kept'];
}

/** Never rejects for what the job does; a disk that does not take its files is a failed job. */
export async function runJob(order: JobOrder, world: JobWorld): Promise<JobEnd> {
	const { config, run, job, paths } = order;
	const failed = (note: string): JobEnd => ({ state: 'failed', note, isLogCut: false, kept: null });
	const environment = typeof world.environment === 'function' ? await world.environment() : world.environment;
	const around = await surroundingsOf(config, run, environment, world.secrets);
	if (!around.ok) return failed(around.problem.message);
	const cwd = folderOf(config, paths);
	if (!cwd.ok) return failed(cwd.problem.message);
	const { env, args, secrets } = around.value;
	const file = findProgram(config.run.file, { env, cwd: cwd.value, platform: process.platform });
	if (file === null) return failed(`${config.run.file} is not installed: it is in no folder of PATH`);

	const log = openJobLog(logFileOf(paths, job), secrets, world.logLimitBytes);
	try {
		if (job.note !== null) log.note(job.note);
		if (job.triedAt !== null) {
			await forgetFiles({ source: paths.source, globs: config.keep, since: job.triedAt });
		}
		const end = await withTimeLimit(order, world, (signal) =>
			runProgram({
				...{ file, args, cwd: cwd.value, env, signal },
				mark: { owner: world.owner, instance: `${run.number}/${run.attempt}/${job.id}` },
				graceMs: world.graceMs,
				onOutput: log.write,
				onStarted: order.onStarted,
			}),
		);
		const kept = await keep(order, world, log);
		if (end.note !== null) log.note(end.note);
		return { ...end, isLogCut: log.isCut(), kept };
	} finally {
		log.close();
	}
}

/** Where it runs. A link in the checkout must not lead a relative folder out of it. */
function folderOf({ run: { cwd } }: JobConfig, { source }: RunPaths): Result<string> {
	if (isAbsolute(cwd)) return ok(cwd);
	const wanted = join(source, cwd);
	const wrong = (why: string) => fail('invalid-config', `the folder ${cwd} ${why}`, 'Correct "cwd" of the job.');
	if (!existsSync(wanted)) return wrong('is not in the commit');
	const root = realpathSync(source);
	const real = realpathSync(wanted);
	return real === root || real.startsWith(root + sep) ? ok(real) : wrong('leads out of the checkout');
}

async function withTimeLimit(
	{ config, signal }: JobOrder,
	{ clock }: JobWorld,
	start: (signal: AbortSignal) => Promise<ProgramEnd>,
): Promise<Pick<JobEnd, 'state' | 'note'>> {
	const late = new AbortController();
	const stop = clock.after(config.run.timeoutMs, () => late.abort());
	const end = await start(AbortSignal.any([signal, late.signal]));
	stop();
	if (end.kind === 'stopped' && signal.aborted) return { state: 'stopped', note: null };
	if (end.kind === 'stopped') return { state: 'failed', note: `timed out after ${duration(config.run.timeoutMs)}` };
	if (end.kind === 'killed') return { state: 'failed', note: `ended by ${end.by}` };
	if (end.kind === 'not-started') return { state: 'failed', note: `could not be started: ${end.reason}` };
	return end.exitCode === 0 ? { state: 'passed', note: null } : { state: 'failed', note: `exit code ${end.exitCode}` };
}

async function keep({ config, job, paths }: JobOrder, world: JobWorld, log: JobLog): Promise<JobFile['kept']> {
	if (config.keep.length === 0) return null;
	const into = keptFolderOf(paths, job);
	try {
		const { files, bytes, note } = await keepFiles(
			{ source: paths.source, into, globs: config.keep },
			world.keepLimits,
		);
		if (note !== null) log.note(note);
		return files === 0 ? null : { files, bytes };
	} catch (error) {
		log.note(`its files could not be kept: ${error instanceof Error ? error.message : 'unknown'}`);
		return null;
	}
}

/** "30 s", "10 min". */
function duration(ms: number): string {
	if (ms < 1000) return `${ms} ms`;
	return ms % 60_000 === 0 ? `${ms / 60_000} min` : `${Math.round(ms / 1000)} s`;
}

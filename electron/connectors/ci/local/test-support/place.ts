/** A real repository, a folder for a runner, and a runner of real processes. For tests only. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { JobConfig, LocalRunnerConfig } from '../../../../../shared/config/pipeline-model.ts';
import { type CommitInfo, isEndedRun, type ReportedRun } from '../../../../../shared/domain/pipeline/model.ts';
import { fail, ok, type Result } from '../../../../../shared/domain/result.ts';
import type { PipelineRunner, Repository } from '../../../../engine/pipeline-ports.ts';
import { eventually, value, wholeLog } from '../../conformance-steps.ts';
import { createLocalRunner, type LocalRunnerOptions } from '../local-runner.ts';
import { clock, silent } from './host-world.ts';

export { clock, silent };

export const controlledJob = fileURLToPath(new URL('controlled-job.mjs', import.meta.url));

/** A job of Node with this program, in stage `commit`, unless said otherwise. */
export function nodeJob(name: string, program: string, more: Partial<JobConfig> = {}, timeoutMs = 60_000): JobConfig {
	return {
		name,
		stage: 'commit',
		run: { file: process.execPath, args: ['-e', program], cwd: '.', env: {}, timeoutMs },
		needs: [],
		mayFail: false,
		passEnv: [],
		secrets: {},
		keep: [],
		isReleased: false,
		...more,
	};
}

export interface Place {
	readonly root: string;
	readonly folder: string;
	/** The work tree of the repository. */
	readonly work: string;
	readonly repository: Repository;
	/** Commits a file to the branch that is checked out; gives the hash. */
	commit(path: string, text: string): string;
	git(...args: readonly string[]): string;
	open(config: Partial<LocalRunnerConfig>, options?: Partial<LocalRunnerOptions>): PipelineRunner;
	/** Closes what was opened and removes everything. */
	dispose(): Promise<void>;
}

export function makePlace(): Place {
	const root = mkdtempSync(join(tmpdir(), 'sbx-local-'));
	const work = join(root, 'shop');
	const folder = join(root, 'runner');
	mkdirSync(work);
	const who = { GIT_AUTHOR_NAME: 'Ada', GIT_AUTHOR_EMAIL: 'ada@x.test', GIT_COMMITTER_NAME: 'Ada' };
	const env = { PATH: process.env['PATH'] ?? '', HOME: root, ...who, GIT_COMMITTER_EMAIL: 'ada@x.test' };
	const git = (...args: readonly string[]) =>
		execFileSync('git', ['-C', work, ...args], { env, encoding: 'utf8', stdio: 'pipe' }).trim();
	const commit = (path: string, text: string) => {
		mkdirSync(dirname(join(work, path)), { recursive: true });
		writeFileSync(join(work, path), text);
		git('add', '-A');
		git('commit', '-q', '-m', `change ${path}`);
		return git('rev-parse', 'HEAD');
	};
	git('init', '-q', '-b', 'main');
	commit('readme.txt', 'shop\n');
	git('branch', 'feature');
	const repository = plainRepository(work, env);
	const opened: PipelineRunner[] = [];
	return {
		...{ root, folder, work, repository, commit, git },
		open(config, options = {}) {
			const whole = { kind: 'local' as const, jobs: [], parallel: 2, onPush: false, keepRuns: 20, ...config };
			const runner = createLocalRunner(whole, {
				...{ branch: 'main', paths: [], repository, folder, clock, logger: silent, watchEveryMs: 30, graceMs: 300 },
				environment: { PATH: env.PATH, HOME: root },
				secrets: async () => fail('secret-missing', 'The test knows no secret.', 'Give it one.'),
				...options,
			});
			opened.push(runner);
			return runner;
		},
		async dispose() {
			for (const runner of opened) await runner.close();
			rmSync(root, { recursive: true, force: true });
		},
	};
}

/** Git without the care of the real connector, which is another family's and has tests of its own. */
function plainRepository(work: string, env: Record<string, string>): Repository {
	const git = (...args: readonly string[]) =>
		execFileSync('git', ['-C', work, ...args], { env, encoding: 'utf8', stdio: 'pipe' });
	const answer = async <T>(ask: () => T): Promise<Result<T>> => {
		try {
			return ok(ask());
		} catch (cause) {
			return fail('not-found', 'git does not know it.', 'Check the name.', { cause });
		}
	};
	const commitOf = (name: string): CommitInfo => {
		const [sha = '', subject = '', author = '', email = ''] = git(
			'log',
			'-1',
			'--format=%H%n%s%n%an%n%ae',
			name,
			'--',
		).split('\n');
		return { sha, subject, author: { name: author, email }, authoredAt: 0, committedAt: 0, parents: [] };
	};
	return {
		label: 'shop',
		head: (branch) => answer(() => commitOf(`refs/heads/${branch}`)),
		commits: ({ from, to, paths }) =>
			answer(() => {
				const range = from === null ? [to] : [to, `^${from}`];
				const shas = git('log', '--format=%H', ...range, '--', ...paths)
					.split('\n')
					.filter((sha) => sha !== '');
				return { commits: shas.slice(0, 1).map(commitOf), count: shas.length, oldestAuthoredAt: null, authors: [] };
			}),
		readFile: ({ commit, path }) => answer(() => git('show', `${commit}:${path}`)),
		contains: () => answer(() => true),
		checkout: ({ commit, folder }) =>
			answer(() => {
				execFileSync('git', ['clone', '-q', '--no-checkout', work, folder], { env, stdio: 'pipe' });
				execFileSync('git', ['-C', folder, 'checkout', '-q', '--detach', commit], { env, stdio: 'pipe' });
				return null;
			}),
		close: async () => {},
	};
}

/** Starts a run of `main` and gives its native id. */
export async function startRun(
	runner: PipelineRunner,
	branch = 'main',
	inputs: Record<string, string> = {},
): Promise<string> {
	const started = value(await runner.start({ branch, commit: null, inputs, startedBy: 'Ada' }));
	return started.nativeId ?? '';
}

/** Waits until the run is as wished. */
export function runThat(
	runner: PipelineRunner,
	nativeId: string,
	isSo: (run: ReportedRun) => boolean,
): Promise<ReportedRun> {
	return eventually(async () => value(await runner.readRun(nativeId)).value, isSo, 30_000);
}

/** Starts a run of `main` and waits for its end. */
export async function runToEnd(runner: PipelineRunner): Promise<ReportedRun> {
	return runThat(runner, await startRun(runner), isEndedRun);
}

/** State and note by the name of the job. */
export function states(run: ReportedRun): Readonly<Record<string, string>> {
	return Object.fromEntries(
		run.jobs.map((job) => [job.name, job.note === null ? job.state : `${job.state}: ${job.note}`]),
	);
}

/** The whole log of a job by its name. */
export async function logOf(runner: PipelineRunner, run: ReportedRun, name: string): Promise<string> {
	const job = run.jobs.find((each) => each.name === name);
	return (await wholeLog({ runner }, run.nativeId, job?.id ?? '')).text;
}

/** Waits for a file, and gives its text. */
export async function written(file: string): Promise<string> {
	return eventually(
		async () => (existsSync(file) ? readFileSync(file, 'utf8') : ''),
		(text) => text !== '',
		30_000,
	);
}

/** Every file below a folder, with its content. */
export function filesBelow(folder: string): ReadonlyMap<string, string> {
	const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
	return new Map(
		entries.map((entry) => {
			const path = join(entry.parentPath, entry.name);
			return [path, readFileSync(path, 'latin1')];
		}),
	);
}

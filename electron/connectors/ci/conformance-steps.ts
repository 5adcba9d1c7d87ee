/** What the conformance suite needs of a runner, and the steps its tests are made of. */
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Job, ReportedRun } from '../../../shared/domain/pipeline/model.ts';
import type { ErrorCode, Result } from '../../../shared/domain/result.ts';
import type { ArtifactFiles, PipelineRunner } from '../../engine/pipeline-ports.ts';

/**
 * What can be wrong with a host. `cut`: the connection breaks in the middle of an answer. `hang`: it takes the request and
 * never answers. `garbage`: an answer in the right form that says something else (HTML, other fields).
 */
export const runnerFaults = [
	...(['unreachable', 'unauthorised', 'forbidden', 'not-found', 'rate-limited', 'secondary-limit'] as const),
	...(['server-error', 'garbage', 'cut', 'hang'] as const),
] as const;
export type RunnerFault = (typeof runnerFaults)[number];

/** Every run of a harness has these two jobs; `test` begins by itself when `build` has passed, and is skipped when it failed. */
export const harnessJobs = ['build', 'test'] as const;
export type HarnessJob = (typeof harnessJobs)[number];

/** The side of the world that a test turns: what happens on the host. Effects may show a little later. */
export interface RunnerWorld {
	/** A run of `branch` (`main` unless said) whose job `build` waits for a machine or runs. Resolves with its native id. */
	givenRun(options?: { readonly branch?: string }): Promise<string>;
	/** So many runs of `main` that have passed; native ids, oldest first. */
	givenEndedRuns(count: number): Promise<readonly string[]>;
	/** The job ends. */
	finishJob(nativeId: string, job: HarnessJob, end: 'passed' | 'failed'): Promise<void>;
	/** The job, which has not ended, writes this. */
	appendLog(nativeId: string, job: HarnessJob, text: string): Promise<void>;
	/** The host loses a part of the job's log, which has ended; null where no such thing happens. */
	readonly cutLog: ((nativeId: string, job: HarnessJob) => Promise<void>) | null;
	/** The run, whose job `build` has not ended, leaves these files behind; resolves with the name of the artifact. */
	givenArtifact(nativeId: string, files: Readonly<Record<string, string>>): Promise<string>;
	/** From now on every request meets this; null mends it. */
	fault(kind: RunnerFault | null): Promise<void>;
	/** The host's clock goes ahead of ours by so much; null where the host tells no time. */
	readonly skewClock: ((ms: number) => Promise<void>) | null;
	/** The job `build`, which has not ended, waits for a person; null where that cannot be. */
	readonly waitForPerson: ((nativeId: string) => Promise<void>) | null;
	/** Starts that the host was asked for, oldest first. */
	starts(): readonly { readonly branch: string; readonly inputs: Readonly<Record<string, string>> }[];
}

/** One fresh host with branches `main` and `feature` and without runs, and a runner that is connected to it. */
export interface RunnerHarness {
	readonly runner: PipelineRunner;
	readonly world: RunnerWorld;
	/** Which of the faults the world can make. */
	readonly faults: readonly RunnerFault[];
	/** More runs than one page of the host holds. */
	readonly beyondOnePage: number;
	/** Whether the host says that nothing changed (304), so that an unchanged answer is known as such. */
	readonly knowsUnchanged: boolean;
	/** What a run may be started with; empty where it takes no inputs. */
	readonly inputs: Readonly<Record<string, string>>;
	/** The token that the runner carries; it must never be seen in an answer. Null where there is none. */
	readonly secret: string | null;
	/** Longest time until a fault is told, ms. */
	readonly faultLimitMs: number;
	/** Ends everything that the harness and the runner started. */
	dispose(): Promise<void>;
}

/** The answer of a call, or a failed test when it takes longer than `limitMs`. */
export async function soon<T>(call: () => Promise<T>, limitMs: number): Promise<T> {
	let timer: ReturnType<typeof setTimeout> | undefined;
	const late = new Promise<never>((_, reject) => {
		timer = setTimeout(() => reject(new Error(`No answer within ${limitMs} ms.`)), limitMs);
	});
	return Promise.race([call(), late]).finally(() => clearTimeout(timer));
}

/** Asks until the answer is as wished, and resolves with it; a failed test with the last answer when that never is. */
export async function eventually<T>(ask: () => Promise<T>, isSo: (answer: T) => boolean, limitMs = 15_000): Promise<T> {
	const deadline = performance.now() + limitMs;
	for (;;) {
		const answer = await ask();
		if (isSo(answer)) return answer;
		if (performance.now() > deadline) throw new Error(`Still not so after ${limitMs} ms: ${JSON.stringify(answer)}`);
		await new Promise((resolve) => setTimeout(resolve, 20));
	}
}

/** The value of a success; anything else fails the test with its words. */
export function value<T>(result: Result<T> | undefined): T {
	if (result === undefined || !result.ok) throw new Error(`Expected a success, got ${JSON.stringify(result)}`);
	return result.value;
}

/** The code of a failure. */
export function code(result: Result<unknown>): ErrorCode | 'success' {
	return result.ok ? 'success' : result.problem.code;
}

/** The run as it is told now. */
export async function look({ runner }: RunnerHarness, nativeId: string): Promise<ReportedRun> {
	return value(await runner.readRun(nativeId)).value;
}

/** Waits until the run is as wished. */
export function runThat(
	harness: RunnerHarness,
	nativeId: string,
	isSo: (run: ReportedRun) => boolean,
): Promise<ReportedRun> {
	return eventually(() => look(harness, nativeId), isSo);
}

/** The job of that name; a failed test when the run tells none. */
export function jobOf(run: ReportedRun, name: HarnessJob): Job {
	const job = run.jobs.find((each) => each.name === name);
	if (job === undefined) throw new Error(`The run tells no job ${name}: ${JSON.stringify(run.jobs)}`);
	return job;
}

/** A run that has ended: `build` passed, and `test` as wished. */
export async function endedRun(harness: RunnerHarness, end: 'passed' | 'failed'): Promise<string> {
	const nativeId = await harness.world.givenRun();
	await harness.world.finishJob(nativeId, 'build', 'passed');
	await runThat(harness, nativeId, (run) => jobOf(run, 'build').state === 'passed');
	await harness.world.finishJob(nativeId, 'test', end);
	await runThat(harness, nativeId, (run) => run.state === end);
	return nativeId;
}

/** Reads a log piece by piece until it is complete. */
export async function wholeLog(
	{ runner }: Pick<RunnerHarness, 'runner'>,
	nativeId: string,
	jobId: string,
): Promise<{ readonly text: string; readonly pieces: number; readonly gaps: readonly string[] }> {
	const pieces: string[] = [];
	const gaps: string[] = [];
	let fromByte = 0;
	const deadline = performance.now() + 15_000;
	for (;;) {
		const piece = value(await runner.readLog({ nativeId, jobId, fromByte }));
		checkPiece(piece, fromByte);
		if (piece.text !== '') pieces.push(piece.text);
		if (piece.gap !== null) gaps.push(piece.gap);
		if (piece.isComplete) return { text: pieces.join(''), pieces: pieces.length, gaps };
		if (performance.now() > deadline) throw new Error(`The log is not complete after ${fromByte} bytes.`);
		if (piece.text === '') await new Promise((resolve) => setTimeout(resolve, 20));
		fromByte = piece.nextByte;
	}
}

/** Offsets are bytes, and fit together. A gap may leave bytes out between pieces, never count them twice. */
function checkPiece(
	piece: { readonly text: string; readonly fromByte: number; readonly nextByte: number; readonly gap: string | null },
	asked: number,
): void {
	const length = Buffer.byteLength(piece.text);
	const begins = piece.gap === null ? piece.fromByte === asked : piece.fromByte >= asked;
	if (!begins || piece.nextByte - piece.fromByte !== length) {
		const { text: _, ...rest } = piece;
		throw new Error(`Asked from byte ${asked}, got ${length} bytes as ${JSON.stringify(rest)}`);
	}
}

/** Runs `use` with an empty folder of its own. */
export async function withFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
	const folder = await mkdtemp(join(tmpdir(), 'signalbox-artifact-'));
	try {
		return await use(folder);
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}

/** What was fetched, by file name without its folders; of an archive only that it is one. */
export async function fetchedFiles(files: ArtifactFiles): Promise<'archive' | Readonly<Record<string, string>>> {
	if (files.kind === 'zip') {
		const content = await readFile(files.file);
		if (content.subarray(0, 2).toString('latin1') !== 'PK') throw new Error('What was fetched is no zip archive.');
		return 'archive';
	}
	const entries = await readdir(files.root, { recursive: true, withFileTypes: true });
	const found: Record<string, string> = {};
	for (const entry of entries.filter((each) => each.isFile())) {
		found[entry.name] = await readFile(join(entry.parentPath, entry.name), 'utf8');
	}
	return found;
}

/** One call of each operation, for what must be so of all of them. */
export function calls(
	{ runner }: RunnerHarness,
	nativeId: string,
	signal?: AbortSignal,
): readonly (() => Promise<Result<unknown>>)[] {
	return [
		() => runner.listRuns({ branch: null, limit: 5 }, signal),
		() => runner.readRun(nativeId, signal),
		() => runner.readLog({ nativeId, jobId: 'none', fromByte: 0 }, signal),
		() => runner.artifacts(nativeId, signal),
		() => runner.fetchArtifact({ nativeId, artifactId: 'none', folder: tmpdir(), maxBytes: 1000 }, signal),
	];
}

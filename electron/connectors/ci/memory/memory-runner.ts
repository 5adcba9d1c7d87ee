/** A runner that lives in memory and does what a test says: for the engine's tests and benches. */
import { mkdir, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { isEndedRun, type Job, type ReportedRun } from '../../../../shared/domain/pipeline/model.ts';
import { type Failure, ok, type Result } from '../../../../shared/domain/result.ts';
import type { LogPiece, PipelineRunner, Polled, RateBudget, RunnerAbilities } from '../../../engine/pipeline-ports.ts';
import type { Clock } from '../../../engine/ports.ts';
import { pieceBytes, wholeCharacters } from '../log-text.ts';
import { createFaults, type FaultSwitches, type MemoryOperation } from './faults.ts';
import * as refusals from './refusals.ts';
import { cancelAll, changeJob, type GivenRun, type MemoryRun, newRun, runAgain } from './runs.ts';

export interface MemoryRunnerOptions {
	readonly clock: Clock;
	readonly label?: string;
	readonly host?: string;
	readonly branches?: readonly string[];
	/** What it cannot; it can everything otherwise. */
	readonly can?: Partial<RunnerAbilities>;
}

export interface MemoryRunner extends PipelineRunner {
	readonly kind: 'memory';
	readonly faults: FaultSwitches;
	/** A new run, whose jobs without needs wait for a machine. Resolves with its native id. */
	given(run?: GivenRun): string;
	/** Changes a job by its name; jobs that wait for it, and the run, follow by themselves. */
	setJob(nativeId: string, name: string, change: Partial<Job>): void;
	/** Changes what the host says about a run, past every rule. */
	setRun(nativeId: string, change: Partial<ReportedRun>): void;
	appendLog(nativeId: string, name: string, text: string): void;
	/** The host loses what the log had but the last `keep` characters. */
	cutLog(nativeId: string, name: string, keep: number): void;
	/** The run leaves files behind, as one artifact. */
	leave(nativeId: string, name: string, files: Readonly<Record<string, string>>): void;
	setBudget(budget: RateBudget | null, notBefore?: number | null): void;
	skewClock(ms: number): void;
	/** How often each operation was called, including refused and failed calls. */
	calls(operation: MemoryOperation): number;
	starts(): readonly {
		readonly branch: string;
		readonly commit: string | null;
		readonly inputs: Readonly<Record<string, string>>;
		readonly startedBy: string;
	}[];
}

const everything: RunnerAbilities = {
	start: true,
	rerun: true,
	rerunFailed: true,
	cancel: true,
	followLog: true,
	answer: true,
};

export function createMemoryRunner(options: MemoryRunnerOptions): MemoryRunner {
	const { clock, label = 'Memory', branches = ['main', 'feature'] } = options;
	const can = { ...everything, ...options.can };
	const runs: MemoryRun[] = [];
	const faults = createFaults(label, clock);
	const counts = new Map<MemoryOperation, number>();
	const told = new Map<string, string>();
	const listeners = new Set<(nativeId: string) => void>();
	const starts: { branch: string; commit: string | null; inputs: Record<string, string>; startedBy: string }[] = [];
	let budget: RateBudget | null = null;
	let notBefore: number | null = null;
	let skewMs = 0;

	const enter = (operation: MemoryOperation, signal?: AbortSignal): Promise<Failure | null> => {
		counts.set(operation, (counts.get(operation) ?? 0) + 1);
		return faults.meet(operation, signal);
	};
	const find = (nativeId: string) => runs.find((each) => each.run.nativeId === nativeId);
	const known = (nativeId: string): MemoryRun => {
		const entry = find(nativeId);
		if (entry === undefined) throw new Error(`The test knows no run ${nativeId}.`);
		return entry;
	};
	const tell = (nativeId: string) => {
		for (const listener of listeners) listener(nativeId);
	};
	const change = (nativeId: string, act: (entry: MemoryRun) => void): void => {
		act(known(nativeId));
		tell(nativeId);
	};
	/** An answer is unchanged when the same question had the same answer last time. */
	const polled = <T>(question: string, revision: string, value: T): Polled<T> => {
		const isUnchanged = told.get(question) === revision;
		told.set(question, revision);
		return { value, isUnchanged, asOf: clock.now(), clockSkewMs: skewMs, budget, notBefore };
	};
	const add = (given: GivenRun): string => {
		const entry = newRun(runs.length + 1, given, clock.now());
		runs.push(entry);
		tell(entry.run.nativeId);
		return entry.run.nativeId;
	};

	return {
		kind: 'memory',
		label,
		host: options.host ?? 'memory.test',
		can,
		faults,
		async listRuns({ branch, limit }, signal) {
			const failed = await enter('listRuns', signal);
			if (failed !== null) return failed;
			const listed = runs.toReversed().filter(({ run }) => branch === null || run.branch === branch);
			const revision = listed.map(({ run, revision: each }) => `${run.nativeId}:${each}`).join(' ');
			const value = listed.slice(0, limit).map(({ run }) => ({ ...run, jobs: [], jobsKnown: false }));
			return ok(polled(`list ${branch} ${limit}`, revision, value));
		},
		async readRun(nativeId, signal) {
			const failed = await enter('readRun', signal);
			if (failed !== null) return failed;
			const entry = find(nativeId);
			if (entry === undefined) return refusals.runNotFound(label, nativeId);
			return ok(polled(`run ${nativeId}`, String(entry.revision), entry.run));
		},
		async readLog({ nativeId, jobId, fromByte }, signal) {
			const failed = await enter('readLog', signal);
			if (failed !== null) return failed;
			const entry = find(nativeId);
			if (entry === undefined) return refusals.runNotFound(label, nativeId);
			const job = entry.run.jobs.find((each) => each.id === jobId);
			if (job === undefined) return refusals.jobNotFound(label, jobId);
			return ok(pieceOf(entry.logs.get(jobId) ?? { text: '', gap: null }, fromByte, job.finishedAt !== null));
		},
		async artifacts(nativeId, signal) {
			const failed = await enter('artifacts', signal);
			if (failed !== null) return failed;
			const entry = find(nativeId);
			return entry === undefined
				? refusals.runNotFound(label, nativeId)
				: ok(entry.left.map(({ artifact }) => artifact));
		},
		async fetchArtifact(request, signal) {
			const failed = await enter('fetchArtifact', signal);
			if (failed !== null) return failed;
			const left = find(request.nativeId)?.left.find((each) => each.artifact.id === request.artifactId);
			if (left === undefined) return refusals.artifactNotFound(label, request.artifactId);
			const size = left.artifact.sizeBytes ?? 0;
			if (size > request.maxBytes) return refusals.tooLarge(label, size, request.maxBytes);
			const root = join(request.folder, 'files');
			await mkdir(root, { recursive: true });
			// A test's own names; only the last part, as everywhere where names come from elsewhere.
			for (const [name, text] of Object.entries(left.files)) await writeFile(join(root, basename(name)), text);
			return ok({ kind: 'folder', root });
		},
		async start(request, signal) {
			const failed = await enter('start', signal);
			if (failed !== null) return failed;
			if (!can.start) return refusals.cannot(label, 'start runs');
			if (!branches.includes(request.branch)) return refusals.branchNotFound(label, request.branch);
			const { branch, commit, inputs, startedBy } = request;
			starts.push({ branch, commit, inputs: { ...inputs }, startedBy });
			const sha = commit === null ? {} : { commit: { sha: commit } };
			return ok({ nativeId: add({ branch, ...sha, trigger: 'person', startedBy }) });
		},
		async rerun({ nativeId, onlyFailed }, signal) {
			const failed = await enter('rerun', signal);
			if (failed !== null) return failed;
			if (!(onlyFailed ? can.rerunFailed : can.rerun)) return refusals.cannot(label, 'run that again');
			const entry = find(nativeId);
			if (entry === undefined) return refusals.runNotFound(label, nativeId);
			if (!isEndedRun(entry.run)) return refusals.stillRunning(label, nativeId);
			change(nativeId, () => runAgain(entry, onlyFailed, clock.now()));
			return ok({ nativeId });
		},
		async cancel(nativeId, signal) {
			const failed = await enter('cancel', signal);
			if (failed !== null) return failed;
			if (!can.cancel) return refusals.cannot(label, 'cancel runs');
			const entry = find(nativeId);
			if (entry === undefined) return refusals.runNotFound(label, nativeId);
			if (!isEndedRun(entry.run)) change(nativeId, () => cancelAll(entry, clock.now()));
			return ok(null);
		},
		async answer({ nativeId, jobId, approve, comment }, signal): Promise<Result<null>> {
			const failed = await enter('answer', signal);
			if (failed !== null) return failed;
			if (!can.answer) return refusals.cannot(label, 'answer for a person');
			const job = find(nativeId)?.run.jobs.find((each) => each.id === jobId);
			if (job?.state !== 'needs-person') return refusals.notWaiting(label, jobId);
			const note = approve ? null : `refused: ${comment}`;
			change(nativeId, (entry) =>
				changeJob(entry, job.name, { state: approve ? 'running' : 'failed', note }, clock.now()),
			);
			return ok(null);
		},
		onChange(listener) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
		async close() {
			faults.set(null);
		},
		given: (run = {}) => add(run),
		setJob: (nativeId, name, to) => change(nativeId, (entry) => changeJob(entry, name, to, clock.now())),
		setRun: (nativeId, to) =>
			change(nativeId, (entry) => {
				entry.run = { ...entry.run, ...to };
				entry.revision += 1;
			}),
		appendLog: (nativeId, name, text) =>
			change(nativeId, (entry) => {
				const id = entry.run.jobs.find((job) => job.name === name)?.id ?? '';
				const before = entry.logs.get(id) ?? { text: '', gap: null };
				entry.logs.set(id, { ...before, text: before.text + text });
			}),
		cutLog: (nativeId, name, keep) =>
			change(nativeId, (entry) => {
				const id = entry.run.jobs.find((job) => job.name === name)?.id ?? '';
				const text = (entry.logs.get(id)?.text ?? '').slice(-keep);
				entry.logs.set(id, { text, gap: 'The host kept only the end of the log.' });
			}),
		leave: (nativeId, name, files) =>
			change(nativeId, (entry) => {
				const sizeBytes = Object.values(files).reduce((sum, text) => sum + Buffer.byteLength(text), 0);
				const id = `artifact-${entry.left.length + 1}`;
				entry.left.push({ artifact: { id, name, sizeBytes, isExpired: false, url: null }, files });
				entry.revision += 1;
			}),
		setBudget: (next, until = null) => {
			budget = next;
			notBefore = until;
		},
		skewClock: (ms) => {
			skewMs = ms;
		},
		calls: (operation) => counts.get(operation) ?? 0,
		starts: () => [...starts],
	};
}

function pieceOf(log: { text: string; gap: string | null }, fromByte: number, hasEnded: boolean): LogPiece {
	const bytes = Buffer.from(log.text);
	const from = Math.min(fromByte, bytes.length);
	const rough = bytes.subarray(from, from + pieceBytes);
	const cut = rough.subarray(0, wholeCharacters(rough));
	const nextByte = from + cut.length;
	return {
		text: cut.toString('utf8'),
		fromByte: from,
		nextByte,
		isComplete: hasEnded && nextByte >= bytes.length,
		gap: log.gap,
	};
}

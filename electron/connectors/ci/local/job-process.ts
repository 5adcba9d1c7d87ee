/** One job's program from its start to its end, with everything that it started in its turn. */
import { execa } from 'execa';
import { endProcess, killGroup } from '../../end-process.ts';
import {
	instanceVariable,
	isSameProcess,
	markedProcesses,
	ownerVariable,
	type ProcessIdentity,
	startOf,
} from '../../process-identity.ts';
import { until } from '../../wait.ts';

export interface JobProgram {
	/** Absolute. */
	readonly file: string;
	readonly args: readonly string[];
	readonly cwd: string;
	readonly env: Readonly<Record<string, string>>;
	/** Marks it and everything it starts. */
	readonly mark: { readonly owner: string; readonly instance: string };
	readonly graceMs: number;
	readonly onOutput: (chunk: Uint8Array) => void;
	readonly onStarted: (identity: ProcessIdentity) => void;
	/** Ends it with all its children. */
	readonly signal: AbortSignal;
}

export type ProgramEnd =
	| { readonly kind: 'exited'; readonly exitCode: number }
	| { readonly kind: 'killed'; readonly by: string }
	| { readonly kind: 'stopped' }
	| { readonly kind: 'not-started'; readonly reason: string };

/** Output may still be under way in the pipe when everything has ended, ms. */
const outputGraceMs = 500;

/** Runs it in a group of its own. When it has ended, nothing that it started is alive any more. */
export async function runProgram(program: JobProgram): Promise<ProgramEnd> {
	if (program.signal.aborted) return { kind: 'stopped' };
	const { owner, instance } = program.mark;
	const child = execa(program.file, program.args, {
		cwd: program.cwd,
		env: { ...program.env, [ownerVariable]: owner, [instanceVariable]: instance },
		extendEnv: false,
		shell: false,
		stdin: 'ignore',
		buffer: false,
		reject: false,
		detached: true,
		all: true,
	});
	child.all.on('data', (chunk: Uint8Array | string) =>
		program.onOutput(typeof chunk === 'string' ? Buffer.from(chunk) : chunk),
	);
	child.all.on('error', () => {
		// A destroyed pipe: what was read until then is what there is.
	});
	const identity = child.pid === undefined ? null : { pid: child.pid, startedAs: startOf(child.pid) };
	if (identity !== null) program.onStarted(identity);
	const ended = new Promise<void>((resolve) => {
		child.nodeChildProcess.once('exit', () => resolve());
		child.nodeChildProcess.once('error', () => resolve());
	});
	const onAbort = () => {
		// It is our own child: no other process can have its id before it was waited for.
		if (identity !== null) void endProcess(identity, program.graceMs, async () => true);
	};
	program.signal.addEventListener('abort', onAbort, { once: true });
	if (program.signal.aborted) onAbort();
	await ended;
	program.signal.removeEventListener('abort', onAbort);
	if (identity !== null) killGroup(identity.pid);
	await endMarked(owner, instance);
	const timer = setTimeout(() => child.all.destroy(), outputGraceMs);
	const result = await child;
	clearTimeout(timer);
	if (program.signal.aborted) return { kind: 'stopped' };
	if (result.exitCode !== undefined) return { kind: 'exited', exitCode: result.exitCode };
	if (result.signal !== undefined) return { kind: 'killed', by: result.signal };
	return { kind: 'not-started', reason: result.code ?? 'it could not be started' };
}

/**
 * Kills what carries the mark of a job, also when it has left the job's group; null for all jobs of the owner. One that
 * starts another while we look is found in the next round.
 */
export async function endMarked(owner: string, instance: string | null): Promise<void> {
	for (let round = 0; round < 10; round += 1) {
		const found = markedProcesses(owner).filter(
			(each) => each.pid !== process.pid && (instance === null || each.instance === instance),
		);
		if (found.length === 0) return;
		const identities = found.map(({ pid }) => ({ pid, startedAs: startOf(pid) }));
		for (const { pid } of identities) kill(pid);
		await until(() => !identities.some(isSameProcess), 2000, 10);
	}
}

function kill(pid: number): void {
	try {
		process.kill(pid, 'SIGKILL');
	} catch {
		// Gone already, which is what is wanted.
	}
}

/** Starts programs for connectors: arguments as a list, never a shell, with a limit on time, output and environment. */
import { execa } from 'execa';

/** A deploy or run command that exits with this code says "nobody has that version"; every other code but 0 is "failed". */
export const unknownVersionExitCode = 3;

/** Longest tail kept of each output, bytes; the beginning of a longer output is dropped. */
const outputLimit = 64 * 1024;
/** Time between asking a program to end and ending it, ms. */
const forceKillAfterMs = 1000;
/** Time that output may still arrive after the program ended; a daemon that it left behind may hold the pipe open. */
const outputGraceMs = 200;

export interface ExecRequest {
	readonly file: string;
	readonly args: readonly string[];
	readonly cwd: string;
	/** Added to the few variables that pass from our own environment. */
	readonly env: Readonly<Record<string, string>>;
	readonly timeoutMs: number;
	readonly signal?: AbortSignal | undefined;
}

export type ExecOutcome =
	| { readonly kind: 'exited'; readonly exitCode: number; readonly stdout: string; readonly stderr: string }
	/** Ended by a signal that was not ours. */
	| { readonly kind: 'killed'; readonly by: string; readonly stdout: string; readonly stderr: string }
	| { readonly kind: 'timed-out'; readonly stdout: string; readonly stderr: string }
	| { readonly kind: 'cancelled' }
	| { readonly kind: 'not-started'; readonly reason: string; readonly cause: unknown };

/** Runs one program to its end. Never rejects. */
export type Exec = (request: ExecRequest) => Promise<ExecOutcome>;

/** Variables that programs need to run at all; tokens and the like in our environment are none of their business. */
const passedVariables = [
	...['PATH', 'HOME', 'USER', 'LOGNAME', 'SHELL', 'LANG', 'LC_ALL', 'LC_CTYPE', 'TZ', 'TMPDIR', 'XDG_RUNTIME_DIR'],
	...['SystemRoot', 'SystemDrive', 'ComSpec', 'PATHEXT', 'TEMP', 'TMP', 'USERPROFILE', 'APPDATA', 'LOCALAPPDATA'],
];

/** The part of `environment` that a program of ours may see. */
export function allowedEnvironment(environment: Readonly<Record<string, string | undefined>>): Record<string, string> {
	const allowed: Record<string, string> = {};
	for (const [name, value] of Object.entries(environment)) {
		// Windows does not tell `Path` from `PATH`.
		const isPassed = passedVariables.some((passed) => passed.toLowerCase() === name.toLowerCase());
		if (value !== undefined && isPassed) allowed[name] = value;
	}
	return allowed;
}

/** Makes an `Exec`; `environment` is usually `process.env`, of which only an allow-list is passed on. */
export function createExec(environment: Readonly<Record<string, string | undefined>>): Exec {
	const base = allowedEnvironment(environment);
	return async (request) => {
		if (request.signal?.aborted) return { kind: 'cancelled' };
		const child = execa(request.file, request.args, {
			cwd: request.cwd,
			env: { ...base, ...request.env },
			extendEnv: false,
			shell: false,
			stdin: 'ignore',
			buffer: false,
			reject: false,
			timeout: request.timeoutMs,
			forceKillAfterDelay: forceKillAfterMs,
			...(request.signal === undefined ? {} : { cancelSignal: request.signal }),
		});
		const stdout = tail(child.stdout);
		const stderr = tail(child.stderr);
		child.nodeChildProcess.once('exit', () => {
			setTimeout(() => {
				child.stdout.destroy();
				child.stderr.destroy();
			}, outputGraceMs).unref();
		});
		const end = await child;
		const output = { stdout: stdout(), stderr: stderr() };
		if (end.isCanceled) return { kind: 'cancelled' };
		if (end.timedOut) return { kind: 'timed-out', ...output };
		if (end.exitCode !== undefined) return { kind: 'exited', exitCode: end.exitCode, ...output };
		if (end.signal !== undefined) return { kind: 'killed', by: end.signal, ...output };
		return { kind: 'not-started', reason: end.code ?? 'it could not be started', cause: end };
	};
}

/** Last lines of an output, for a person: at most `count` and 2,000 characters. */
export function lastLines(output: string, count = 10): string {
	return output.trimEnd().split('\n').slice(-count).join('\n').slice(-2000);
}

function tail(stream: NodeJS.ReadableStream): () => string {
	let kept = Buffer.alloc(0);
	stream.on('data', (chunk: Buffer | string) => {
		const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
		kept = Buffer.concat([kept, bytes]);
		if (kept.length > outputLimit) kept = Buffer.from(kept.subarray(kept.length - outputLimit));
	});
	stream.on('error', () => {
		// A destroyed pipe: what was read until then is what there is.
	});
	return () => kept.toString('utf8');
}

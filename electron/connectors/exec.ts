/** Starts programs for connectors: arguments as a list, never a shell, with a limit on time, output and environment. */
import { delimiter } from 'node:path';
import { execa } from 'execa';
import { absoluteFolders, findProgram } from './program.ts';

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
	/** Gets the whole output as it comes; `stdout` of the outcome is then empty. */
	readonly onStdout?: ((chunk: Uint8Array) => void) | undefined;
	/** What it reads; nothing by default. */
	readonly input?: string | undefined;
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

/**
 * Variables that programs need to run and to reach what they deploy to; tokens and the like in our environment are none of
 * their business. The address of a proxy may hold a password: what it lets through, these programs have to get through too.
 */
const passedVariables = [
	...['PATH', 'HOME', 'USER', 'LOGNAME', 'SHELL', 'LANG', 'LC_ALL', 'LC_CTYPE', 'TZ', 'TMPDIR', 'XDG_RUNTIME_DIR'],
	...['SSH_AUTH_SOCK', 'KUBECONFIG', 'DOCKER_HOST', 'DOCKER_CONTEXT', 'DOCKER_CONFIG', 'XDG_CONFIG_HOME'],
	...['HTTPS_PROXY', 'HTTP_PROXY', 'ALL_PROXY', 'NO_PROXY', 'SSL_CERT_FILE', 'SSL_CERT_DIR', 'NODE_EXTRA_CA_CERTS'],
	...['SystemRoot', 'SystemDrive', 'ComSpec', 'PATHEXT', 'TEMP', 'TMP', 'USERPROFILE', 'APPDATA', 'LOCALAPPDATA'],
];

/** The part of `environment` that a program of ours may see. */
export function allowedEnvironment(environment: Readonly<Record<string, string | undefined>>): Record<string, string> {
	const allowed: Record<string, string> = {};
	for (const [name, value] of Object.entries(environment)) {
		// Windows does not tell `Path` from `PATH`, and proxies are spelt both ways everywhere.
		const isPassed = passedVariables.some((passed) => passed.toLowerCase() === name.toLowerCase());
		if (value !== undefined && isPassed) allowed[name] = value;
	}
	return allowed;
}

export type Variables = Readonly<Record<string, string | undefined>>;

/**
 * Makes an `Exec`. `environment` is usually `process.env` or what a login shell told; only an allow-list of it is passed
 * on. It is waited for before the first program starts. A program's name is looked up in the PATH that it gets itself.
 */
export function createExec(environment: Variables | (() => Promise<Variables>)): Exec {
	const read = typeof environment === 'function' ? environment : () => Promise.resolve(environment);
	return async (request) => {
		const env = { ...withoutRelativeFolders(allowedEnvironment(await read())), ...request.env };
		if (request.signal?.aborted) return { kind: 'cancelled' };
		const file = findProgram(request.file, { env, cwd: request.cwd, platform: process.platform });
		if (file === null) return { kind: 'not-started', reason: 'ENOENT', cause: new Error('not found in PATH') };
		const child = execa(file, request.args, {
			cwd: request.cwd,
			env,
			extendEnv: false,
			shell: false,
			...(request.input === undefined ? { stdin: 'ignore' as const } : { input: request.input }),
			buffer: false,
			reject: false,
			timeout: request.timeoutMs,
			forceKillAfterDelay: forceKillAfterMs,
			...(request.signal === undefined ? {} : { cancelSignal: request.signal }),
		});
		const stdout = request.onStdout === undefined ? tail(child.stdout) : handOn(child.stdout, request.onStdout);
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

/** What programs start in their turn is not looked for in the folder they happen to be in either. */
export function withoutRelativeFolders(env: Record<string, string>): Record<string, string> {
	const isPath = (name: string) => name.toUpperCase() === 'PATH';
	const entries = Object.entries(env).map(([name, value]) => [
		name,
		isPath(name) ? absoluteFolders(value, process.platform).join(delimiter) : value,
	]);
	return Object.fromEntries(entries);
}

/** Last lines of an output, for a person: at most `count` and 2,000 characters. */
export function lastLines(output: string, count = 10): string {
	return output.trimEnd().split('\n').slice(-count).join('\n').slice(-2000);
}

function handOn(stream: NodeJS.ReadableStream, to: (chunk: Uint8Array) => void): () => string {
	stream.on('data', (chunk: Buffer | string) => to(typeof chunk === 'string' ? Buffer.from(chunk) : chunk));
	stream.on('error', () => {
		// As below.
	});
	return () => '';
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

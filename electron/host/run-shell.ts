/** Starts a shell that may do anything: it gets a session of its own, little time and no terminal. */
import { spawn } from 'node:child_process';

export interface ShellRequest {
	readonly file: string;
	readonly args: readonly string[];
	readonly env: Readonly<Record<string, string | undefined>>;
	readonly cwd: string;
	readonly timeoutMs: number;
}

export interface ShellEnd {
	/** What was printed until then, at most `maxOutput` bytes. */
	readonly stdout: string;
	/** Why it did not end well; null when it did. */
	readonly trouble: string | null;
}

/** Runs a shell to its end. Never rejects, and leaves nothing of its group behind when it takes too long. */
export type RunShell = (request: ShellRequest) => Promise<ShellEnd>;

const maxOutput = 1_000_000;
/** Output that is on its way when the shell ends arrives within this time; a daemon may hold the pipe open for ever. */
const outputGraceMs = 200;

export const runShell: RunShell = ({ file, args, env, cwd, timeoutMs }) =>
	new Promise((done) => {
		// A session of its own: no terminal to ask at, and a group that can be ended as a whole.
		const child = spawn(file, args, { cwd, env, detached: true, stdio: ['ignore', 'pipe', 'ignore'] });
		const pieces: Buffer[] = [];
		let size = 0;
		let isOver = false;
		const end = (trouble: string | null, signal: NodeJS.Signals | null) => {
			if (isOver) return;
			isOver = true;
			clearTimeout(limit);
			if (signal !== null) signalGroup(child.pid, signal);
			child.stdout.destroy();
			child.unref();
			done({ stdout: Buffer.concat(pieces).toString('utf8'), trouble });
		};
		const limit = setTimeout(() => end('the login shell took too long', 'SIGKILL'), timeoutMs);
		child.stdout.on('data', (piece: Buffer) => {
			size += piece.byteLength;
			if (size > maxOutput) end('the login shell printed too much', 'SIGKILL');
			else pieces.push(piece);
		});
		child.once('error', () => end('the login shell could not be started', null));
		const ended = (code: number | null) => (code === 0 ? null : 'the login shell failed');
		// What the startup files left in the background hears what it would hear when a terminal is closed.
		child.once('exit', (code) => setTimeout(() => end(ended(code), 'SIGHUP'), outputGraceMs));
		child.once('close', (code) => end(ended(code), 'SIGHUP'));
	});

function signalGroup(pid: number | undefined, signal: NodeJS.Signals): void {
	if (pid === undefined) return;
	try {
		process.kill(-pid, signal);
	} catch {
		// Nobody of the group is left.
	}
}

/** Telling whether a process is still the one that was started, although process ids are used again. */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

export interface ProcessIdentity {
	readonly pid: number;
	/** When it started, in the words of the system; null where that cannot be told (Windows). */
	readonly startedAs: string | null;
}

/** Name of the environment variable that marks what was started for a state folder. */
export const ownerVariable = 'SIGNALBOX_OWNER';
/** Name of the environment variable that tells one start from another. */
export const instanceVariable = 'SIGNALBOX_INSTANCE';

/** Boot and start tick from /proc; null when the process is gone or only a zombie. */
function linuxStart(pid: number): string | null {
	try {
		const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
		const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
		// proc(5): the third field is the state, the 22nd the start time; the name before may hold spaces.
		if (fields[0] === 'Z' || fields[0] === 'X') return null;
		const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').slice(0, 8);
		return `${boot}:${fields[19]}`;
	} catch {
		return null;
	}
}

/**
 * The start by `ps`, for systems without /proc. It is written in the language and the time zone of whoever asks, so both
 * are fixed: a control room that starts in another one must know its processes again.
 */
export function psStart(pid: number): string | null {
	try {
		const env = { PATH: process.env['PATH'], LC_ALL: 'C', TZ: 'UTC' };
		const args = ['-o', 'lstart=', '-p', String(pid)];
		return execFileSync('ps', args, { encoding: 'utf8', timeout: 5_000, env }).trim() || null;
	} catch {
		return null;
	}
}

/** When the process started, or null when it is gone or the system cannot tell. */
export function startOf(pid: number): string | null {
	if (process.platform === 'linux') return linuxStart(pid);
	return process.platform === 'win32' ? null : psStart(pid);
}

/** True while some process has this id; cheap, may be fooled by a reused id. */
export function pidExists(pid: number): boolean {
	if (process.platform === 'linux') return linuxStart(pid) !== null;
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return error instanceof Error && 'code' in error && error.code === 'EPERM';
	}
}

/** True while the very process that was started is alive. Without a start time only the id can be compared. */
export function isSameProcess(identity: ProcessIdentity): boolean {
	if (identity.startedAs === null) return pidExists(identity.pid);
	return startOf(identity.pid) === identity.startedAs;
}

/** A live process that carries the mark of a state folder. */
export interface MarkedProcess {
	readonly pid: number;
	/** The start that it (or its parent) came from; null for a router. */
	readonly instance: string | null;
}

/** Live processes with the owner's mark, also children of what was started. Only Linux can tell; elsewhere none. */
export function markedProcesses(owner: string): readonly MarkedProcess[] {
	if (process.platform !== 'linux') return [];
	return readdirSync('/proc')
		.filter((name) => /^\d+$/.test(name))
		.flatMap((name) => {
			const found = markOf(Number(name), owner);
			return found === null ? [] : [found];
		});
}

function markOf(pid: number, owner: string): MarkedProcess | null {
	try {
		const variables = readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0');
		if (!variables.includes(`${ownerVariable}=${owner}`) || !pidExists(pid)) return null;
		const instance = variables.find((line) => line.startsWith(`${instanceVariable}=`));
		return { pid, instance: instance?.slice(instanceVariable.length + 1) ?? null };
	} catch {
		return null;
	}
}

/** Whether a process that held a lease is still there. */
import { readFileSync, readlinkSync } from 'node:fs';

export type ProcessLook =
	| { readonly state: 'gone' }
	/** `mark` tells this process from any other that has or had the same pid; null where the system does not say. */
	| { readonly state: 'alive'; readonly mark: string | null };

/** Asks the machine about a process. */
export interface ProcessProbe {
	look(pid: number): ProcessLook;
}

/** Looks at the processes of this machine; on Linux with a mark that a reused pid does not share. */
export function systemProcesses(): ProcessProbe {
	return {
		look(pid) {
			if (!isRunning(pid)) return { state: 'gone' };
			const stat = readText(`/proc/${pid}/stat`);
			if (stat === null) return { state: 'alive', mark: null };
			// A process that ended and was not yet waited for by its parent does nothing any more.
			const fields = statFields(stat);
			return fields.state === 'Z'
				? { state: 'gone' }
				: { state: 'alive', mark: `${machineMark()}/${fields.startTime}` };
		},
	};
}

function isRunning(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		// EPERM: it is there, but it is someone else's.
		return error instanceof Error && 'code' in error && error.code === 'EPERM';
	}
}

/** Fields 3 and 22 of proc(5) `stat`. The name in field 2 may itself hold spaces and brackets. */
export function statFields(stat: string): { readonly state: string; readonly startTime: string } {
	const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
	return { state: fields[0] ?? '', startTime: fields[19] ?? '' };
}

/** Pids mean something only within one boot and one pid namespace: two containers may share a host name and a folder. */
function machineMark(): string {
	const boot = readText('/proc/sys/kernel/random/boot_id')?.trim() ?? '';
	try {
		return `${boot}/${readlinkSync('/proc/self/ns/pid')}`;
	} catch {
		return boot;
	}
}

function readText(path: string): string | null {
	try {
		return readFileSync(path, 'utf8');
	} catch {
		return null;
	}
}

/** True when both marks were made where the same pids are seen. */
export function sameMachine(left: string, right: string): boolean {
	return left.slice(0, left.lastIndexOf('/')) === right.slice(0, right.lastIndexOf('/'));
}

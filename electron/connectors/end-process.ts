/** Ending a process with everything it started itself. */
import { execFile } from 'node:child_process';
import { isSameProcess, type ProcessIdentity } from './process-identity.ts';
import { until } from './wait.ts';

/** Sends a signal to the whole group that a detached process leads. */
function signalGroup(pid: number, signal: NodeJS.Signals): void {
	if (process.platform === 'win32') {
		execFile('taskkill', ['/pid', String(pid), '/T', '/F'], () => {});
		return;
	}
	for (const id of [-pid, pid]) {
		try {
			process.kill(id, signal);
		} catch {
			// Gone already, which is what is wanted.
		}
	}
}

/** Kills what a leader that ended left behind in its group. Windows has no groups, and the id may be another's by now. */
export function killGroup(pid: number): void {
	if (process.platform === 'win32') return;
	try {
		process.kill(-pid, 'SIGKILL');
	} catch {
		// Nobody is left, which is what is wanted.
	}
}

/**
 * Asks the process to end, and kills its whole group when it has not after `graceMs`.
 * A process id that belongs to another program by now is left alone; where the system cannot tell when it started,
 * `isOurs` must prove it by something else, and without proof nothing is ended. True when it is gone.
 */
export async function endProcess(
	identity: ProcessIdentity,
	graceMs: number,
	isOurs: () => Promise<boolean> = async () => false,
): Promise<boolean> {
	if (!isSameProcess(identity)) return true;
	if (identity.startedAs === null && !(await isOurs())) return false;
	signalGroup(identity.pid, 'SIGTERM');
	const left = await until(() => !isSameProcess(identity), graceMs);
	if (left) killGroup(identity.pid);
	else signalGroup(identity.pid, 'SIGKILL');
	return left || (await until(() => !isSameProcess(identity), 3_000));
}

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

/** Kills what a leader that ended left behind in its group. */
export function killGroup(pid: number): void {
	signalGroup(pid, 'SIGKILL');
}

/**
 * Asks the process to end, and kills its whole group when it has not after `graceMs`.
 * A process id that belongs to another program by now is left alone. True when it is gone.
 */
export async function endProcess(identity: ProcessIdentity, graceMs: number): Promise<boolean> {
	if (!isSameProcess(identity)) return true;
	signalGroup(identity.pid, 'SIGTERM');
	const left = await until(() => !isSameProcess(identity), graceMs);
	signalGroup(identity.pid, 'SIGKILL');
	return left || (await until(() => !isSameProcess(identity), 3_000));
}

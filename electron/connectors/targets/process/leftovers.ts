/** Finding and ending everything that was started for a state folder, with or without its router. */
import { existsSync, rmSync } from 'node:fs';
import { ok, type Result } from '../../../../shared/domain/result.ts';
import { type SlotName, slotNames } from '../../../../shared/domain/target/model.ts';
import { killGroup, endProcess } from './end-process.ts';
import { readState, writeWhole } from './files.ts';
import { lockHolder } from './lock.ts';
import { emptyState, type StateFile } from './model.ts';
import { statePaths } from './paths.ts';
import { isSameProcess, markedProcesses, startOf } from './process-identity.ts';

/** A live process that was started for a state folder. */
export interface StartedProcess {
	readonly kind: 'router' | 'slot' | 'stray';
	readonly pid: number;
	readonly startedAs: string | null;
	readonly slot: SlotName | null;
	readonly version: string | null;
	readonly port: number | null;
	readonly logFile: string | null;
}

/** Everything alive that was started for this folder; empty when nothing runs. Starts and changes nothing. */
export function listStarted(stateFolder: string): Result<readonly StartedProcess[]> {
	const paths = statePaths(stateFolder);
	const read = existsSync(paths.stateFile) ? readState(paths.stateFile) : ok(null);
	const state = read.ok ? read.value : null;
	const router = lockHolder(paths) ?? state?.router ?? null;
	const found = new Map<number, StartedProcess>();
	if (router !== null && isSameProcess(router)) found.set(router.pid, routerEntry(router, state));
	for (const slot of slotNames) {
		const record = state?.slots[slot] ?? null;
		for (const one of [...(record?.instances ?? []), ...(record?.leaving ?? [])]) {
			if (!isSameProcess(one)) continue;
			const { pid, startedAs, port, logFile } = one;
			found.set(pid, { kind: 'slot', pid, startedAs, slot, version: record?.version ?? null, port, logFile });
		}
	}
	for (const { pid } of markedProcesses(paths.owner)) {
		if (pid === process.pid || found.has(pid)) continue;
		const none = { slot: null, version: null, port: null, logFile: null };
		found.set(pid, { kind: 'stray', pid, startedAs: startOf(pid), ...none });
	}
	return ok([...found.values()]);
}

function routerEntry(router: { pid: number; startedAs: string | null }, state: StateFile | null): StartedProcess {
	const { pid, startedAs } = router;
	return { kind: 'router', pid, startedAs, slot: null, version: null, port: state?.port ?? null, logFile: null };
}

/**
 * Ends the router first, so that it restarts nothing, then every process, and notes that nothing runs.
 * The public port, the fence and the logs are kept. Resolves with how many processes were ended.
 */
export async function endEverything(stateFolder: string): Promise<Result<{ readonly ended: number }>> {
	const paths = statePaths(stateFolder);
	const read = readState(paths.stateFile);
	const listed = listStarted(stateFolder);
	if (!listed.ok) return listed;
	const first = listed.value;
	for (const router of first.filter((one) => one.kind === 'router')) await endProcess(router, 500);
	const rest = listStarted(stateFolder);
	const others = rest.ok ? rest.value : [];
	await Promise.all(others.map((one) => endProcess(one, 3_000)));
	// What a process started itself and left behind when it ended.
	for (const { pid } of markedProcesses(paths.owner)) if (pid !== process.pid) killGroup(pid);
	rmSync(paths.lockFile, { force: true });
	if (paths.socketFolder !== null) rmSync(paths.socket, { force: true });
	if (paths.socketFolder !== null && paths.socketFolder !== paths.folder)
		rmSync(paths.socketFolder, { recursive: true, force: true });
	if (read.ok && read.value !== null) {
		const { port, fence } = read.value;
		writeWhole(paths.stateFile, `${JSON.stringify({ ...emptyState, port, fence }, null, '\t')}\n`);
	}
	const pids = new Set([...first, ...others].map((one) => one.pid));
	return ok({ ended: pids.size });
}

/** Finding and ending everything that was started for a state folder, with or without its router. */
import { existsSync, rmSync } from 'node:fs';
import { createConnection } from 'node:net';
import { ok, type Result } from '../../../../shared/domain/result.ts';
import { type SlotName, slotNames } from '../../../../shared/domain/target/model.ts';
import { killGroup, endProcess } from '../../end-process.ts';
import { readState, writeWhole } from './files.ts';
import { answersHealthy } from './instance.ts';
import { lockHolder } from './lock.ts';
import { emptyState, type StateFile } from './model.ts';
import { type StatePaths, statePaths } from './paths.ts';
import { isSameProcess, markedProcesses, startOf } from '../../process-identity.ts';

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
	const end = async (one: StartedProcess, graceMs: number) => {
		const isGone = await endProcess(one, graceMs, () => isOurs(one, paths, read.ok ? read.value : null));
		return isGone ? [one.pid] : [];
	};
	const ended: number[] = [];
	for (const router of first.filter((one) => one.kind === 'router')) ended.push(...(await end(router, 500)));
	const rest = listStarted(stateFolder);
	const others = rest.ok ? rest.value : [];
	ended.push(...(await Promise.all(others.map((one) => end(one, 3_000)))).flat());
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
	return ok({ ended: new Set(ended).size });
}

/** Proof for a process whose start cannot be compared: it carries our mark, or answers where ours should. */
async function isOurs(one: StartedProcess, paths: StatePaths, state: StateFile | null): Promise<boolean> {
	if (one.kind === 'stray') return true;
	if (one.kind === 'router') return isListening(paths.socket);
	const path = one.slot === null ? null : (state?.slots[one.slot]?.spec.healthPath ?? null);
	return one.port !== null && path !== null && (await answersHealthy(one.port, path));
}

function isListening(socketPath: string): Promise<boolean> {
	return new Promise((done) => {
		const socket = createConnection(socketPath);
		const tell = (isThere: boolean) => {
			socket.destroy();
			done(isThere);
		};
		socket.setTimeout(1_000, () => tell(false));
		socket.once('connect', () => tell(true));
		socket.once('error', () => tell(false));
	});
}

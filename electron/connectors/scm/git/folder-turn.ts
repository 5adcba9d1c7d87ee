/** One after the other in a folder, whoever comes: other repositories of this process, and other processes. */
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Result } from '../../../../shared/domain/result.ts';
import { freeLockFile, takeLockFile } from '../../lock-file.ts';
import { type ProcessIdentity, startOf } from '../../process-identity.ts';
import { until } from '../../wait.ts';
import { cancelled } from './problems.ts';
import { createTurn } from './turn.ts';

/** How often a folder that is taken is tried again, ms. */
const againMs = 100;

/** Waits for the folder until `signal` aborts; then `act` is not done, and the answer is `cancelled`. */
export type FolderTurn = <T>(signal: AbortSignal | undefined, act: () => Promise<Result<T>>) => Promise<Result<T>>;

/** The lock lies beside the folder, and outlives nobody: that of a process which is gone is taken over. */
export function createFolderTurn(folder: string, label: string): FolderTurn {
	const turn = createTurn();
	const lock = `${folder}.lock`;
	let self: ProcessIdentity | null = null;
	return (signal, act) =>
		turn(async () => {
			const own = (self ??= { pid: process.pid, startedAs: startOf(process.pid) });
			await mkdir(dirname(folder), { recursive: true, mode: 0o700 });
			const take = () => signal?.aborted !== true && takeLockFile(lock, own);
			if (!(await until(take, Number.POSITIVE_INFINITY, againMs, signal))) return cancelled(label);
			try {
				return await act();
			} finally {
				freeLockFile(lock, own);
			}
		});
}

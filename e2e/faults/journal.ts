/** The journal as somebody else finds it after a crash: a copy is read, so that the next start finds the files untouched. */
import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { DeploymentRow, EnvironmentRecord, JournalEntry, Lease } from '../../electron/engine/ports.ts';
import { openStore } from '../../electron/store/open-store.ts';
import type { Result } from '../../shared/domain/result.ts';

export interface Journal {
	readonly entries: readonly JournalEntry[];
	readonly deployments: readonly DeploymentRow[];
	readonly environments: readonly EnvironmentRecord[];
	readonly leases: readonly Lease[];
}

export function valueOf<T>(result: Result<T>): T {
	if (result.ok) return result.value;
	throw new Error(`${result.problem.code}: ${result.problem.message}`, { cause: result.cause });
}

/** Reads everything and walks the hash chain; fails when it does not hold. */
export async function readJournal(dataFolder: string): Promise<Journal> {
	const folder = mkdtempSync(path.join(dataFolder, 'copy-'));
	try {
		// `-shm` is left out: SQLite makes it again from the log, as it does after a power cut.
		for (const name of ['signalbox.db', 'signalbox.db-wal']) {
			const file = path.join(dataFolder, name);
			if (existsSync(file)) copyFileSync(file, path.join(folder, name));
		}
		return await readAll(path.join(folder, 'signalbox.db'));
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

async function readAll(file: string): Promise<Journal> {
	const store = valueOf(
		await openStore({
			file,
			holder: { label: 'the test', host: 'nowhere', pid: process.pid, startedAt: 0 },
			processes: { look: () => ({ state: 'alive', mark: null }) },
		}),
	);
	try {
		const entries = valueOf(await store.journal({ limit: 100_000 }));
		const walked = valueOf(await store.verify());
		if (walked.entries !== entries.length)
			throw new Error(`${entries.length} entries read, ${walked.entries} verified`);
		return {
			entries,
			deployments: valueOf(await store.listDeployments({ limit: 1_000 })),
			environments: valueOf(await store.environments()),
			leases: valueOf(await store.leases()),
		};
	} finally {
		await store.close();
	}
}

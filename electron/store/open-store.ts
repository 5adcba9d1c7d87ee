/** Opening the store: what is looked at before anything is believed. */
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import type { DecisionJournal } from '../engine/delivery-ports.ts';
import type { PipelineStore } from '../engine/pipeline-ports.ts';
import type { Store } from '../engine/ports.ts';
import { ok, type Result } from '../../shared/domain/result.ts';
import { createAppend } from './append.ts';
import { createDecisionJournal } from './decisions.ts';
import { storeFailure } from './failures.ts';
import { inspectFile } from './inspect.ts';
import { createJournalWriter } from './journal-writer.ts';
import { createLeases, type LeaseHolder } from './leases.ts';
import { createNotes } from './notes.ts';
import type { ProcessProbe } from './processes.ts';
import { createPipelineCache } from './pipeline-cache.ts';
import { createPipelineFacts } from './pipeline-facts.ts';
import { createPipelineProjection } from './pipeline-projection.ts';
import { createProjectionWriter } from './projections.ts';
import { createQueries } from './queries.ts';
import { type DeploymentFold, type Rebuilt, rebuildProjections } from './rebuild.ts';
import { createSamples } from './samples.ts';
import { createLooks } from './looks.ts';
import { openSqlite, type Sqlite } from './sqlite.ts';
import { verifyChain } from './verify.ts';

export interface StoreOptions {
	/** Absolute path of the database, or `:memory:`. Its folder is made when it is missing. */
	readonly file: string;
	/** The process that takes leases through this store. */
	readonly holder: LeaseHolder;
	readonly processes: ProcessProbe;
	/** Hears of what could not be read and was left out. */
	readonly onDamage?: (fields: Readonly<Record<string, unknown>>, message: string) => void;
}

export interface OpenStore extends Store, PipelineStore, DecisionJournal {
	/**
	 * Makes the projections again from the journal with the engine's fold; see `rebuild.ts`. Blocks the event loop
	 * while it works (about a second for 10,000 entries), so it is for repair, not for daily use.
	 */
	rebuildProjections(fold: DeploymentFold): Promise<Result<Rebuilt>>;
}

/**
 * Opens the store, making or migrating the file where needed. Looks only at what is cheap, so that the control room is
 * ready at once; call `verify()` afterwards for the whole chain. Never deletes anything.
 * Fails with `store-corrupt`, `store-newer`, `store-full` or `store-failed`.
 */
export async function openStore(options: StoreOptions): Promise<Result<OpenStore>> {
	const { file } = options;
	let journal: Sqlite | null = null;
	let samples: Sqlite | null = null;
	try {
		const inMemory = file === ':memory:';
		if (!inMemory) createPrivately(file);
		journal = openSqlite(file, 'full');
		const inspected = await inspectFile(journal, file);
		if (inspected.ok) {
			samples = inMemory ? journal : openSqlite(file, 'normal');
			return ok(composeStore(options, journal, samples));
		}
		journal.close();
		return inspected;
	} catch (error) {
		journal?.close();
		if (samples !== journal) samples?.close();
		return storeFailure(error, file, 'open its journal');
	}
}

/** Puts the parts together over connections that are open and inspected; tests of broken disks come in here. */
export function composeStore(options: StoreOptions, sqlite: Sqlite, samples: Sqlite): OpenStore {
	const { file } = options;
	const pipelines = createPipelineProjection(sqlite);
	const parts = { sqlite, file, journal: createJournalWriter(sqlite), projections: createProjectionWriter(sqlite) };
	return {
		append: createAppend(parts),
		...createNotes(parts),
		...createQueries(sqlite, file),
		...createLeases({ ...options, sqlite, renewals: samples }),
		...createSamples(samples, file),
		...createLooks(samples, file, { onDamage: options.onDamage ?? (() => undefined) }),
		...createPipelineFacts(parts, pipelines),
		...createPipelineCache(samples, file),
		...createDecisionJournal(parts),
		verify: () => verifyChain(sqlite, file),
		rebuildProjections: async (fold) => rebuildProjections({ ...parts, pipelines }, fold),
		async close() {
			if (samples !== sqlite && samples.raw.isOpen) samples.close();
			if (sqlite.raw.isOpen) sqlite.close();
		},
	};
}

/** Only this user may read the journal; SQLite gives `-wal` and `-shm` the rights of the file they belong to. */
function createPrivately(file: string): void {
	mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
	closeSync(openSync(file, 'a', 0o600));
}

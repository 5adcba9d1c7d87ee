/** Opening the file of facts: what is looked at before anything is believed, and transactions. */
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { ok, type Result } from '../../../shared/domain/result.ts';
import { setAside } from '../set-aside.ts';
import { damagedFile, deliveryFailure, foreignFile, newerFile } from './failures.ts';
import { deliveryApplicationId, deliverySteps } from './schema.ts';

export interface FactsFile {
	readonly db: DatabaseSync;
	readonly file: string;
	/** Where a damaged file was moved to when this one was opened; null: it was whole. */
	readonly setAsideTo: string | null;
}

/** A write of another control room is waited for this long, ms. */
const busyTimeoutMs = 5_000;
/** Up to here every page is looked at when the file is opened (0.65 ms per MB); damage in a larger one is found by reading. */
const quickCheckPages = 4_096;
/** SQLite's own cache, kB. */
const cacheKb = 64_000;

/**
 * Opens, makes or migrates the file. A damaged one is renamed and a new one begun: all of it can be told again. A newer one and
 * one of another program are refused. `now`: ms, names the damaged file.
 */
export function openFactsFile(file: string, now: number): Result<FactsFile> {
	const opened = openOnce(file);
	if (opened.ok) return ok({ db: opened.value, file, setAsideTo: null });
	if (opened.problem.code !== 'store-corrupt' || opened.problem.details?.['isOurs'] === false) return opened;
	const moved = setAside(file, now);
	if (!moved.ok) return moved;
	const again = openOnce(file);
	return again.ok ? ok({ db: again.value, file, setAsideTo: moved.value.movedTo }) : again;
}

function openOnce(file: string): Result<DatabaseSync> {
	let db: DatabaseSync | null = null;
	try {
		if (file !== ':memory:') {
			mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
			closeSync(openSync(file, 'a', 0o600));
		}
		db = new DatabaseSync(file, { timeout: busyTimeoutMs });
		// NORMAL may lose the last batches when the power fails; their sources tell them again from the cursor before.
		db.exec(`pragma journal_mode = wal; pragma synchronous = normal; pragma cache_size = -${cacheKb}`);
		db.exec('pragma wal_autocheckpoint = 4000; pragma temp_store = memory');
		const prepared = prepareSchema(db, file);
		if (prepared.ok) return ok(db);
		db.close();
		return prepared;
	} catch (error) {
		if (db?.isOpen === true) db.close();
		return deliveryFailure(error, file, 'open its file of delivery facts');
	}
}

function prepareSchema(db: DatabaseSync, file: string): Result<null> {
	if (pragma(db, 'page_count') <= quickCheckPages) {
		const check = Object.values(db.prepare('pragma quick_check(1)').get() ?? {})[0];
		if (check !== 'ok') return damagedFile(file, check);
	}
	// Held while looking and migrating: of two control rooms that start at once one migrates and one waits.
	return transact(db, () => {
		const isEmpty = db.prepare('select 1 from sqlite_schema').get() === undefined;
		if (!isEmpty && pragma(db, 'application_id') !== deliveryApplicationId) {
			const foreign = foreignFile(file);
			return { ...foreign, problem: { ...foreign.problem, details: { file, isOurs: false } } };
		}
		const version = pragma(db, 'user_version');
		if (version > deliverySteps.length) return newerFile(file, version);
		for (const step of deliverySteps.slice(version)) db.exec(step);
		if (isEmpty) db.exec(`pragma application_id = ${deliveryApplicationId}`);
		if (version < deliverySteps.length) db.exec(`pragma user_version = ${deliverySteps.length}`);
		return ok(null);
	});
}

function pragma(db: DatabaseSync, name: string): number {
	return Number(Object.values(db.prepare(`pragma ${name}`).get() ?? {})[0]);
}

/** Runs `work` between BEGIN IMMEDIATE and COMMIT, and undoes it when it throws. */
export function transact<T>(db: DatabaseSync, work: () => T): T {
	db.exec('begin immediate');
	try {
		const result = work();
		db.exec('commit');
		return result;
	} catch (error) {
		if (db.isTransaction) db.exec('rollback');
		throw error;
	}
}

/** Grows when another process wrote to the file: what is kept in memory is then looked up anew. */
export function dataVersion(db: DatabaseSync): number {
	return pragma(db, 'data_version');
}

/** The cheap look at a file when it is opened: is it ours, of this version, writable, and is its newest entry whole. */
import { Migrator } from 'kysely/migration';
import { type Failure, fail, ok, type Result } from '../../shared/domain/result.ts';
import { entryHash } from './chain.ts';
import { corruptEntry, corruptFile } from './failures.ts';
import { migrations } from './migrations.ts';
import { journalRow } from './schema.ts';
import type { Sqlite } from './sqlite.ts';

/** "SBOX", in the header of every file of ours: https://www.sqlite.org/pragma.html#pragma_application_id */
const applicationId = 0x53_42_4f_58;

/**
 * Up to here every page is looked at when the file is opened, which also finds a file that lost its end: 0.65 ms per MB,
 * 22 ms for 10,000 entries. Larger files are left to `verify()` and to the reads that meet the damage.
 */
const quickCheckPages = 16_384;

/** Migrates where needed. Throws what SQLite throws; the caller turns it into a failure. */
export async function inspectFile(sqlite: Sqlite, file: string): Promise<Result<void>> {
	// Before the lock: another control room may be writing a rollback.
	const damage = brokenPage(sqlite, file);
	if (damage !== null) return damage;
	// Held while looking and migrating, so that of two control rooms that start at once one migrates and one waits.
	// It also finds a file that may only be read.
	sqlite.raw.exec('begin immediate');
	try {
		const refused = refusal(sqlite, file);
		if (refused !== null) return refused;
		if (!isMigrated(sqlite)) {
			const failed = await migrate(sqlite, file);
			if (failed !== null) return failed;
		}
		const broken = brokenEnd(sqlite);
		if (broken !== null) return broken;
		sqlite.raw.exec('commit');
		return ok(undefined);
	} finally {
		if (sqlite.raw.isTransaction) sqlite.raw.exec('rollback');
	}
}

function pragma({ raw }: Sqlite, name: string): unknown {
	return Object.values(raw.prepare(`pragma ${name}`).get() ?? {})[0];
}

function refusal(sqlite: Sqlite, file: string): Failure | null {
	const tables = sqlite.raw.prepare(`select name from sqlite_schema where type = 'table'`).all();
	if (tables.length === 0) return null;
	if (pragma(sqlite, 'application_id') !== applicationId) return foreignFile(file);
	const newer = appliedMigrations(sqlite).filter((name) => !Object.hasOwn(migrations, name));
	return newer.length > 0 ? newerFile(file, newer) : null;
}

function brokenPage(sqlite: Sqlite, file: string): Failure | null {
	if (Number(pragma(sqlite, 'page_count')) > quickCheckPages) return null;
	const check = pragma(sqlite, 'quick_check(1)');
	return check === 'ok' ? null : corruptFile(file, check);
}

function appliedMigrations({ all, queries }: Sqlite): readonly string[] {
	return all(queries.selectFrom('kysely_migration').select('name')).map((row) => String(row.name));
}

function isMigrated(sqlite: Sqlite): boolean {
	// Only a file that is still empty has no id here: every other was refused.
	if (pragma(sqlite, 'application_id') !== applicationId) return false;
	const applied = appliedMigrations(sqlite);
	return Object.keys(migrations).every((name) => applied.includes(name));
}

async function migrate(sqlite: Sqlite, file: string): Promise<Failure | null> {
	sqlite.raw.exec(`pragma application_id = ${applicationId}`);
	const migrator = new Migrator({ db: sqlite.queries, provider: { getMigrations: async () => ({ ...migrations }) } });
	const { error } = await migrator.migrateToLatest();
	if (error === undefined) return null;
	// What SQLite says is for the caller to translate; anything else is a list of steps that does not fit the file.
	if (error instanceof Error && 'errcode' in error) throw error;
	return corruptFile(file, error);
}

/** The newest entry is what the next one is chained to. */
function brokenEnd({ raw }: Sqlite): Failure | null {
	const row = raw.prepare('select * from journal order by seq desc limit 1').get();
	if (row === undefined) return null;
	const entry = journalRow(row);
	return entryHash(entry) === entry.hash ? null : corruptEntry(entry.seq, 'its content does not fit its hash');
}

function foreignFile(file: string): Failure {
	return fail(
		'store-corrupt',
		`${file} is a database of another program, so the control room did not open it and nothing was changed.`,
		'Choose another data folder, or move this file away, and start again.',
		{ details: { file } },
	);
}

function newerFile(file: string, steps: readonly string[]): Failure {
	return fail(
		'store-newer',
		`${file} was written by a newer Signalbox. This one does not understand it, so it did not open it and changed nothing.`,
		'Start the newer Signalbox, or choose another data folder for this one.',
		{ details: { file, steps } },
	);
}

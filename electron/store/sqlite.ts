/** One connection: node:sqlite for transactions that must not be interrupted, kysely on the same handle for everything else. */
import { DatabaseSync, type SQLInputValue, type SQLOutputValue, type StatementSync } from 'node:sqlite';
import { type Compilable, Kysely, type SqliteDatabase, SqliteDialect } from 'kysely';
import { createLateSync } from './late-sync.ts';
import type { Tables } from './schema.ts';

export type SqliteRow = Record<string, SQLOutputValue>;

export interface Sqlite {
	readonly raw: DatabaseSync;
	/** For reads and migrations: each statement is one uninterrupted call. */
	readonly queries: Kysely<Tables>;
	/**
	 * Runs `work` between BEGIN IMMEDIATE and COMMIT, and undoes it when it throws. `work` is synchronous on purpose:
	 * an `await` between BEGIN and COMMIT would let another caller's statements slip into the transaction.
	 */
	transact<T>(work: () => T): T;
	/**
	 * The same, but the commit does not wait for the disk: it survives a crash of this process, and the disk is told to
	 * sync at once in the background. The next plain commit syncs whatever was left.
	 */
	transactSyncedLater<T>(work: () => T): T;
	/** Runs a statement that kysely wrote, now, within the transaction under way. */
	run(query: Compilable): void;
	all(query: Compilable): readonly SqliteRow[];
	close(): void;
}

/** Statements kept prepared per connection; more than the store has, so that only odd queries are ever dropped. */
const statementCacheSize = 100;

/** How long a write waits for another control room's write, ms. Theirs take single milliseconds. */
const busyTimeoutMs = 5_000;

/**
 * Opens a connection. `full` syncs the disk at every commit; `normal` may lose the last commits when the power fails.
 * Throws what node:sqlite throws.
 */
export function openSqlite(file: string, durability: 'full' | 'normal'): Sqlite {
	const raw = new DatabaseSync(file, { timeout: busyTimeoutMs });
	try {
		raw.exec(`
			pragma journal_mode = wal;
			pragma synchronous = ${durability};
			pragma foreign_keys = on;
			pragma recursive_triggers = on;
		`);
		// Moving the log into the file costs two more syncs. The connection for samples does it in passing,
		// so that it hardly ever falls on a write of the journal, which a rollback may be waiting for.
		if (durability === 'full') raw.exec('pragma wal_autocheckpoint = 8000');
	} catch (error) {
		raw.close();
		throw error;
	}
	return wrap(raw, file === ':memory:' ? null : createLateSync(file));
}

function wrap(raw: DatabaseSync, lateSync: (() => void) | null): Sqlite {
	const prepare = cachedPrepare(raw);
	const handle: SqliteDatabase = {
		close: () => raw.close(),
		prepare(text) {
			const { statement, reader } = prepare(text);
			return {
				reader,
				all: (values) => statement.all(...values.map(bindable)),
				run: (values) => statement.run(...values.map(bindable)),
				iterate: (values) => statement.iterate(...values.map(bindable)),
			};
		},
	};
	return {
		raw,
		queries: new Kysely<Tables>({ dialect: new SqliteDialect({ database: handle }) }),
		transact: (work) => transact(raw, work),
		transactSyncedLater(work) {
			if (lateSync === null) return transact(raw, work);
			raw.exec('pragma synchronous = normal');
			try {
				return transact(raw, work);
			} finally {
				raw.exec('pragma synchronous = full');
				lateSync();
			}
		},
		run(query) {
			const { sql, parameters } = query.compile();
			prepare(sql).statement.run(...parameters.map(bindable));
		},
		all(query) {
			const { sql, parameters } = query.compile();
			return prepare(sql).statement.all(...parameters.map(bindable));
		},
		close: () => raw.close(),
	};
}

function transact<T>(raw: DatabaseSync, work: () => T): T {
	raw.exec('begin immediate');
	try {
		const result = work();
		raw.exec('commit');
		return result;
	} catch (error) {
		// SQLite has already undone the transaction by itself after some errors, such as a full disk.
		if (raw.isTransaction) raw.exec('rollback');
		throw error;
	}
}

interface Prepared {
	readonly statement: StatementSync;
	readonly reader: boolean;
}

function cachedPrepare(raw: DatabaseSync): (text: string) => Prepared {
	const cache = new Map<string, Prepared>();
	return (text) => {
		const known = cache.get(text);
		if (known !== undefined) {
			cache.delete(text);
			cache.set(text, known);
			return known;
		}
		const statement = raw.prepare(text);
		const prepared = { statement, reader: statement.columns().length > 0 };
		cache.set(text, prepared);
		const oldest = cache.keys().next();
		if (cache.size > statementCacheSize && oldest.done !== true) cache.delete(oldest.value);
		return prepared;
	};
}

function bindable(value: unknown): SQLInputValue {
	if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint')
		return value;
	throw new TypeError(`SQLite has no column type for a ${typeof value}`);
}

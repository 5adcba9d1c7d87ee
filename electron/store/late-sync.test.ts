import { expect, test } from 'vitest';
import { openSqlite } from './sqlite.ts';
import { temporaryFile } from './test-support.ts';

const full = { synchronous: 2 };

test('a commit that is synced later leaves the connection syncing every other one', () => {
	const sqlite = openSqlite(temporaryFile(), 'full');
	sqlite.raw.exec('create table t (x)');
	const within = sqlite.transactSyncedLater(() => {
		sqlite.raw.exec('insert into t values (1)');
		return sqlite.raw.prepare('pragma synchronous').get();
	});
	expect(within).toEqual({ synchronous: 1 });
	expect(sqlite.raw.prepare('pragma synchronous').get()).toEqual(full);
	expect(sqlite.raw.prepare('select count(*) as n from t').get()).toEqual({ n: 1 });
	sqlite.close();
});

test('also when the work within fails, which is then undone', () => {
	const sqlite = openSqlite(temporaryFile(), 'full');
	sqlite.raw.exec('create table t (x)');
	const fails = () =>
		sqlite.transactSyncedLater(() => {
			sqlite.raw.exec('insert into t values (1)');
			throw new Error('no');
		});
	expect(fails).toThrow('no');
	expect(sqlite.raw.prepare('pragma synchronous').get()).toEqual(full);
	expect(sqlite.raw.prepare('select count(*) as n from t').get()).toEqual({ n: 0 });
	sqlite.close();
});

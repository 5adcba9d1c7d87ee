import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, test } from 'vitest';
import { openDeliveryStore } from './open-delivery-store.ts';
import { commit, june, openFacts, tell, temporaryFactsFile, valueOf } from './test-facts.ts';

describe('The file of facts', () => {
	test('that is damaged is set aside, whole, and a new one begun', async () => {
		const file = temporaryFactsFile();
		writeFileSync(file, 'This was a database once. '.repeat(400));
		const store = valueOf(await openDeliveryStore({ file, now: june }));
		expect(store.setAsideTo).toBe(`${file}.corrupt-20260601T000000Z`);
		expect(readFileSync(store.setAsideTo ?? '', 'utf8')).toContain('a database once');
		expect(await tell(store, 'git', [commit(1, june)])).toMatchObject({ added: 1 });
		await store.close();
	});

	test('of a newer Signalbox is refused and left as it is', async () => {
		const file = temporaryFactsFile();
		await (await openFacts(file)).close();
		const db = new DatabaseSync(file);
		db.exec('pragma user_version = 99');
		db.close();
		const before = readFileSync(file);
		expect(await openDeliveryStore({ file, now: june })).toMatchObject({ ok: false, problem: { code: 'store-newer' } });
		expect(readFileSync(file).equals(before)).toBe(true);
	});

	test('of another program is refused and left where it is', async () => {
		const file = temporaryFactsFile();
		const db = new DatabaseSync(file);
		db.exec('create table theirs (id integer)');
		db.close();
		expect(await openDeliveryStore({ file, now: june })).toMatchObject({
			ok: false,
			problem: { code: 'store-corrupt' },
		});
		expect(existsSync(file)).toBe(true);
	});
});

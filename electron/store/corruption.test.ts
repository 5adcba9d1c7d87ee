import { copyFileSync, existsSync, readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, test } from 'vitest';
import { canonicalJson } from '../../shared/domain/canonical-json.ts';
import type { DeploymentAppend } from '../engine/ports.ts';
import { entryHash } from './chain.ts';
import { openStore } from './open-store.ts';
import { journalRow } from './schema.ts';
import { setAside } from './set-aside.ts';
import {
	appendAll,
	appendOf,
	codeOf,
	createdEvent,
	holder,
	openForTest,
	quietProcesses,
	temporaryFile,
	valueOf,
} from './test-support.ts';

const reopen = (file: string) => openStore({ file, holder, processes: quietProcesses });

/** A closed file with `count` entries. */
async function written(count: number): Promise<string> {
	const file = temporaryFile();
	const store = await openForTest(file);
	let write: DeploymentAppend = appendOf('d1', null, [createdEvent('d1')]);
	await appendAll(store, [write]);
	for (let entry = 2; entry <= count; entry += 1) {
		write = appendOf('d1', write.deployment, [{ type: 'commanded', command: 'pause', reason: `n${entry}` }]);
		await appendAll(store, [write]);
	}
	await store.close();
	return file;
}

/** Someone with another tool, who knows about the triggers. */
function tamper(file: string, sql: string): void {
	const db = new DatabaseSync(file);
	db.exec(`drop trigger journal_refuses_update; drop trigger journal_refuses_delete; ${sql}`);
	db.close();
}

describe('the journal', () => {
	test.each([
		`update journal set actor = '{}' where seq = 1`,
		'delete from journal where seq = 2',
		'delete from journal',
		`insert or replace into journal select seq, stream, revision, type, at, actor, '{}', null, previous_hash, hash from journal where seq = 1`,
	])('refuses %s', async (sql) => {
		const file = await written(2);
		const db = new DatabaseSync(file);
		db.exec('pragma recursive_triggers = on');
		expect(() => db.exec(sql)).toThrow('the journal is append-only');
		db.close();
	});

	test('hashes the canonical JSON of the whole entry', async () => {
		const store = await openForTest();
		await appendAll(store, [appendOf('d1', null, [createdEvent('d1')], { idempotencyKey: 'k"1' })]);
		const [entry] = valueOf(await store.journal({ limit: 1 }));
		if (entry === undefined) throw new Error('no entry');
		const { hash, previousHash, ...rest } = entry;
		const row = {
			...rest,
			actor: canonicalJson(rest.actor),
			payload: canonicalJson(rest.payload),
			idempotency_key: 'k"1',
			previous_hash: previousHash,
		};
		expect(entryHash(row)).toBe(hash);
		const { createHash } = await import('node:crypto');
		const text = previousHash + canonicalJson({ ...rest, idempotencyKey: 'k"1' });
		expect(createHash('sha256').update(text).digest('hex')).toBe(hash);
	});
});

describe('verify names the first entry that does not fit', () => {
	test.each([
		['changed content', `update journal set payload = replace(payload, 'n300', 'n301') where seq = 300`, 300],
		['a changed time', 'update journal set at = at + 1 where seq = 201', 201],
		['a changed author', `update journal set actor = '{"kind":"person","name":"Eve"}' where seq = 7`, 7],
		['a missing entry', 'delete from journal where seq = 250', 250],
		['a missing first entry', 'delete from journal where seq = 1', 1],
		['a missing end', 'delete from journal where seq > 390', 391],
		[
			'entries in another order',
			`update journal set seq = -1 where seq = 5; update journal set seq = 5 where seq = 6; update journal set seq = 6 where seq = -1`,
			5,
		],
	])('%s', async (_, sql, seq) => {
		const file = await written(400);
		tamper(file, sql);
		const store = await openForTest(file);
		const verified = await store.verify();
		expect(codeOf(verified)).toBe('store-corrupt');
		expect(verified.ok ? null : verified.problem.details).toStrictEqual({ seq });
		expect(verified.ok ? '' : verified.problem.message).toContain(`entry ${seq} `);
	});

	test('an entry that was rewritten together with its hash', async () => {
		const file = await written(9);
		const db = new DatabaseSync(file);
		const row = journalRow(db.prepare('select * from journal where seq = 4').get() ?? {});
		const hash = entryHash({ ...row, payload: '{"type":"begun"}' });
		db.close();
		tamper(file, `update journal set payload = '{"type":"begun"}', hash = '${hash}' where seq = 4`);
		const verified = await (await openForTest(file)).verify();
		expect(verified.ok ? null : verified.problem.details).toStrictEqual({ seq: 5 });
	});

	test('a changed event is not handed to recovery', async () => {
		const file = await written(5);
		tamper(file, `update journal set payload = replace(payload, 'n3', 'n9') where seq = 3`);
		const store = await openForTest(file);
		expect(codeOf(await store.events('d1'))).toBe('store-corrupt');
		expect(codeOf(await store.journal({ limit: 10 }))).toBe('store-corrupt');
	});

	test('a snapshot that is no deployment is refused, the rest goes on', async () => {
		const file = await written(2);
		tamper(file, `update deployments set snapshot = '{"id":"d1"}'`);
		const store = await openForTest(file);
		expect(codeOf(await store.deployment('d1'))).toBe('store-corrupt');
		expect(valueOf(await store.events('d1'))).toHaveLength(2);
	});
});

describe('opening', () => {
	test.each<[string, (file: string) => void, string]>([
		['bytes that are no database', (file) => writeFileSync(file, 'signalbox'.repeat(2_000)), 'store-corrupt'],
		['a file that lost its end', (file) => truncateSync(file, 8_192), 'store-corrupt'],
		['a file that lost half of it', (file) => truncateSync(file, statSync(file).size / 2), 'store-corrupt'],
		['a file overwritten in the middle', (file) => overwrite(file, 2, 4), 'store-corrupt'],
		['a single page overwritten', (file) => overwrite(file, 14, 15), 'store-corrupt'],
		[
			'a broken newest entry',
			(file) => tamper(file, `update journal set type = 'begun' where seq = 60`),
			'store-corrupt',
		],
		['a database of another program', (file) => tamper(file, 'pragma application_id = 7'), 'store-corrupt'],
		[
			'a file of a newer version',
			(file) => tamper(file, `insert into kysely_migration values ('999-from-the-future', '2030-01-01')`),
			'store-newer',
		],
	])('%s is refused, said so, and left as it is', async (_, damage, code) => {
		const file = await written(60);
		damage(file);
		const before = readFileSync(file);
		const opened = await reopen(file);
		expect(codeOf(opened)).toBe(code);
		expect(opened.ok ? '' : opened.problem.hint).not.toBe('');
		expect(readFileSync(file).equals(before)).toBe(true);
	});

	test('an empty file and a missing folder become a new journal', async () => {
		const file = temporaryFile();
		writeFileSync(file, '');
		expect(valueOf(await (await openForTest(file)).lastSeq())).toBe(0);
		const deep = await openForTest(`${file}-folder/data/signalbox.db`);
		expect(valueOf(await deep.verify())).toStrictEqual({ entries: 0 });
		expect(statSync(`${file}-folder/data/signalbox.db`).mode & 0o077).toBe(0);
	});

	test('a damaged file can be set aside, whole, and a new journal begun', async () => {
		const file = await written(3);
		writeFileSync(file, 'garbage'.repeat(1_000));
		writeFileSync(`${file}-wal`, 'log');
		const now = Date.UTC(2026, 10, 23, 18, 10, 5, 123);
		const { movedTo } = valueOf(setAside(file, now));
		expect(movedTo).toBe(`${file}.corrupt-20261123T181005Z`);
		expect(readFileSync(movedTo, 'utf8')).toBe('garbage'.repeat(1_000));
		expect(readFileSync(`${movedTo}-wal`, 'utf8')).toBe('log');
		expect(existsSync(file)).toBe(false);
		await (await openForTest(file)).close();
		copyFileSync(movedTo, file);
		expect(valueOf(setAside(file, now)).movedTo).toBe(`${movedTo}-2`);
		expect(readdirSync(dirname(file)).filter((name) => name.includes('.corrupt-'))).toHaveLength(3);
	});
});

/** Overwrites pages of 4 kB. */
function overwrite(file: string, from: number, to: number): void {
	const bytes = readFileSync(file);
	bytes.fill(0xa5, from * 4_096, to * 4_096);
	writeFileSync(file, bytes);
}

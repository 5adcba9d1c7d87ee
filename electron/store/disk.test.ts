import { chmodSync, existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { inspectFile } from './inspect.ts';
import { composeStore, openStore } from './open-store.ts';
import { openSqlite } from './sqlite.ts';
import {
	ada,
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

/** A store on a disk whose free space the test sets, in pages of 4 kB. */
async function storeOnSmallDisk() {
	const file = temporaryFile();
	const sqlite = openSqlite(file, 'full');
	valueOf(await inspectFile(sqlite, file));
	const store = composeStore({ file, holder, processes: quietProcesses }, sqlite, sqlite);
	onTestFinished(() => store.close());
	const pages = Number(sqlite.raw.prepare('pragma page_count').get()?.page_count);
	return { store, leave: (free: number) => sqlite.raw.exec(`pragma max_page_count = ${pages + free}`) };
}

const bigReason = 'x'.repeat(20_000);

test('a full disk refuses the write whole, and takes the same write once there is space', async () => {
	const { store, leave } = await storeOnSmallDisk();
	const created = appendOf('d1', null, [createdEvent('d1')]);
	await appendAll(store, [created]);
	const click = { type: 'commanded', command: 'roll-back', reason: bigReason } as const;
	const write = appendOf('d1', created.deployment, [{ type: 'begun' }, click], { idempotencyKey: 'click' });
	leave(1);
	const refused = await store.append(write);
	expect(codeOf(refused)).toBe('store-full');
	expect(refused.ok || refused.problem.retryable).toBe(true);
	expect(valueOf(await store.lastSeq())).toBe(1);
	expect(valueOf(await store.deployment('d1'))?.deployment).toStrictEqual(created.deployment);
	const sample = { at: 1, values: { blue: {}, green: { memory: 0.1 } } };
	const note = { stream: 'room', type: 'opened', actor: ada, at: 1, payload: bigReason };
	expect(codeOf(await store.note(note))).toBe('store-full');
	expect(
		codeOf(
			await store.saveSamples(
				'd1',
				Array.from({ length: 900 }, (_, at) => ({ ...sample, at })),
			),
		),
	).toBe('store-full');
	leave(1_000);
	expect(valueOf(await store.append(write))).toStrictEqual({ lastSeq: 3, duplicate: false });
	expect(valueOf(await store.note(note))).toStrictEqual({ seq: 4 });
	expect(valueOf(await store.verify())).toStrictEqual({ entries: 4 });
});

/** Runs as a user whom file modes bind: root may write anywhere. */
async function asOrdinaryUser<T>(work: () => Promise<T>): Promise<T> {
	const { getuid, seteuid } = process;
	if (getuid?.() !== 0 || seteuid === undefined) return work();
	seteuid(65_534);
	try {
		return await work();
	} finally {
		seteuid(0);
	}
}

describe.skipIf(process.platform === 'win32')('where it may not write (needs POSIX file modes)', () => {
	test.each([
		['a read-only folder without a journal', false, null, 0o555],
		['a read-only file', true, 0o444, 0o777],
		['a writable file in a read-only folder', true, 0o666, 0o555],
		['a folder that may not be looked into', true, 0o666, 0o000],
	])('%s is store-failed with the way out', async (_, hasFile, fileMode, folderMode) => {
		const file = temporaryFile();
		if (hasFile) await (await openForTest(file)).close();
		if (fileMode !== null) chmodSync(file, fileMode);
		chmodSync(dirname(file), folderMode);
		onTestFinished(() => chmodSync(dirname(file), 0o700));
		const opened = await asOrdinaryUser(() => openStore({ file, holder, processes: quietProcesses }));
		expect(codeOf(opened)).toBe('store-failed');
		expect(opened.ok ? '' : opened.problem.hint).toContain('writable');
		chmodSync(dirname(file), 0o700);
		expect(existsSync(file)).toBe(hasFile);
	});

	test('a folder in place of the file', async () => {
		const file = dirname(temporaryFile());
		const opened = await openStore({ file, holder, processes: quietProcesses });
		expect(codeOf(opened)).toBe('store-failed');
	});
});

test('a journal that another program keeps locked is store-failed and may be tried again', async () => {
	const file = temporaryFile();
	const sqlite = openSqlite(file, 'full');
	valueOf(await inspectFile(sqlite, file));
	const store = composeStore({ file, holder, processes: quietProcesses }, sqlite, sqlite);
	onTestFinished(() => store.close());
	sqlite.raw.exec('pragma busy_timeout = 1');
	const other = openSqlite(file, 'full');
	onTestFinished(() => other.close());
	other.raw.exec('begin immediate');
	const write = appendOf('d1', null, [createdEvent('d1')]);
	const refused = await store.append(write);
	expect(codeOf(refused)).toBe('store-failed');
	expect(refused.ok || refused.problem.retryable).toBe(true);
	other.raw.exec('rollback');
	expect(codeOf(await store.append(write))).toBe('ok');
});

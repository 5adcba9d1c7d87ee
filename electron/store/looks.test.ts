import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { defaultHealthPolicy } from '../../shared/domain/health/defaults.ts';
import { measured, wellInput, wellSlot } from '../../shared/domain/health/fixtures.ts';
import type { JudgeInput, StoredLook } from '../../shared/domain/health/model.ts';
import type { SlotTotals } from '../../shared/domain/health/totals.ts';
import { applyDifference, differenceOf } from './json-difference.ts';
import { createLooks } from './looks.ts';
import { openSqlite } from './sqlite.ts';
import { appendAll, appendOf, codeOf, createdEvent, openForTest, temporaryFile, valueOf } from './test-support.ts';

const created = (id: string) => appendOf(id, null, [createdEvent(id)]);

/** Totals that grow as those of a service with 20 buckets would. */
function totals(slot: 'blue' | 'green', look: number): SlotTotals {
	const boundsMs = Array.from({ length: 20 }, (_, bucket) => 5 * 1.5 ** bucket);
	const counts = Array.from({ length: 21 }, (_, bucket) => 1_000 * look + bucket * ((look * 7_919) % 101));
	const events = { errors: look * 3, checkout_failures: look };
	const place = { slot, version: '2.4.0', epoch: 'a-boot-id', source: 'Prometheus', query: 'sum(x)'.repeat(40) };
	const gauges = { memory: 0.3 + (look % 17) / 1_000 };
	return { ...place, at: 10_000 + look, requests: look * 4_210, events, latency: { boundsMs, counts }, gauges };
}

function look(number: number, changes: Partial<JudgeInput> = {}): StoredLook {
	const at = 1_760_000_000_000 + number * 30_000;
	const query = `sum(rate(http_requests_total{slot="green",service="checkout"}[2m]))`.repeat(4);
	const slot = (name: 'blue' | 'green') => {
		const readings = wellSlot(name, { requests: 4_000 + number, p95Latency: 120 + (number % 13) });
		return { ...readings, errorRate: { ...measured('errorRate', name, number / 1e6, 4_000 + number), at, query } };
	};
	const both = { canary: totals('green', number), stable: totals('blue', number) };
	const input = { ...wellInput(), at, canary: slot('green'), stable: slot('blue'), totals: both, ...changes };
	return { at, stepIndex: 4, input, targetReasons: [] };
}

describe('looks', () => {
	test('come back as they were, in order, the policy where it was written', async () => {
		const store = await openForTest();
		await appendAll(store, [created('d1'), created('d2')]);
		const looks = [
			{ ...look(1), policy: defaultHealthPolicy },
			look(2),
			look(3, { stable: null, totals: { canary: totals('green', 3), stable: null } }),
			look(4),
			{ ...look(2), stepIndex: 6 },
		];
		for (const one of looks) valueOf(await store.saveLook('d1', one));
		valueOf(await store.saveLook('d2', look(9)));
		expect(valueOf(await store.looks('d1'))).toStrictEqual(looks);
		expect(valueOf(await store.looks('d2'))).toStrictEqual([look(9)]);
		expect(valueOf(await store.looks('nobody'))).toStrictEqual([]);
		expect(codeOf(await store.saveLook('nobody', look(1)))).toBe('not-found');
	});

	test('outlive the process and stay apart from the journal', async () => {
		const file = temporaryFile();
		const first = await openForTest(file);
		await appendAll(first, [created('d1')]);
		for (let number = 0; number < 5; number += 1) valueOf(await first.saveLook('d1', look(number)));
		await first.close();
		const second = await openForTest(file);
		for (let number = 5; number < 10; number += 1) valueOf(await second.saveLook('d1', look(number)));
		expect(valueOf(await second.looks('d1'))).toStrictEqual(Array.from({ length: 10 }, (_, number) => look(number)));
		expect(valueOf(await second.verify())).toStrictEqual({ entries: 1 });
	});

	test('take less than a kilobyte each', async () => {
		const file = temporaryFile();
		const store = await openForTest(file);
		await appendAll(store, [created('d1')]);
		for (let number = 0; number < 600; number += 1) valueOf(await store.saveLook('d1', look(number)));
		const sqlite = openSqlite(file, 'normal');
		const size = sqlite.raw.prepare('select avg(length(body)) as bytes from looks').get();
		sqlite.close();
		expect(Number(size?.bytes)).toBeLessThan(1_000);
		expect(valueOf(await store.looks('d1'))).toStrictEqual(Array.from({ length: 600 }, (_, number) => look(number)));
	});

	test('one that cannot be read is left out, and said', async () => {
		const file = temporaryFile();
		const told: string[] = [];
		const store = await openForTest(file, { onDamage: ({ look: id }) => told.push(String(id)) });
		await appendAll(store, [created('d1')]);
		for (let number = 1; number <= 4; number += 1) valueOf(await store.saveLook('d1', look(number)));
		const sqlite = openSqlite(file, 'normal');
		sqlite.raw.exec(`update looks set body = x'00ff' where id = 2`);
		expect(valueOf(await store.looks('d1'))).toStrictEqual([look(1), look(3), look(4)]);
		expect(told).toStrictEqual(['2']);
		// Those that only hold what changed are lost with the whole one, and no look is made up.
		sqlite.raw.exec(`update looks set body = x'00ff' where id = 1`);
		sqlite.close();
		expect(valueOf(await store.looks('d1'))).toStrictEqual([]);
	});

	test('of a closed store fail as a value', async () => {
		const sqlite = openSqlite(temporaryFile(), 'normal');
		sqlite.raw.exec('create table looks (id integer primary key, deployment_id, at, key_id, body)');
		sqlite.raw.exec('create table deployments (id)');
		const looks = createLooks(sqlite, 'x', { onDamage: () => undefined });
		sqlite.close();
		expect(codeOf(await looks.looks('d1'))).toBe('store-failed');
		expect(codeOf(await looks.saveLook('d1', look(1)))).toBe('store-failed');
	});
});

describe('the difference of two JSON values', () => {
	property.prop([fc.jsonValue(), fc.jsonValue()])('leads from one to the other', (base, next) => {
		const difference = differenceOf(base, next);
		const written: unknown = JSON.parse(JSON.stringify(difference));
		const after = difference === null ? base : applyDifference(base, written);
		expect(JSON.stringify(after, sortedKeys(after))).toBe(JSON.stringify(next, sortedKeys(next)));
	});

	test('shares what did not change, and holds only what did', () => {
		const base = { same: { text: 'long' }, list: [{ a: 1 }, { a: 2 }], gone: 1 };
		const difference = differenceOf(base, { same: { text: 'long' }, list: [{ a: 1 }, { a: 3 }], fresh: null });
		expect(difference).toStrictEqual({ gone: [], list: { 1: { a: [3] } }, fresh: [null] });
		const after = applyDifference(base, difference);
		expect(after).toStrictEqual({ same: { text: 'long' }, list: [{ a: 1 }, { a: 3 }], fresh: null });
		expect(after).toHaveProperty('same', base.same);
	});

	test.each([
		['a list that is too short', [1], { 3: [1] }],
		['a text', 'text', { a: [1] }],
		['no difference at all', {}, 'x'],
	])('%s is no base for it', (_, base, difference) => {
		expect(() => applyDifference(base, difference)).toThrow();
	});
});

/** All keys that occur, so that the order in which they were written does not count. */
function sortedKeys(value: unknown): string[] {
	const keys = new Set<string>();
	JSON.stringify(value, (key, inner: unknown) => {
		keys.add(key);
		return inner;
	});
	return [...keys].sort();
}

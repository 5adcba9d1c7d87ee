import { expect, test } from 'vitest';
import type { DeliveryDecision } from '../../shared/domain/delivery/decisions.ts';
import type { OpenStore } from './open-store.ts';
import { openSqlite } from './sqlite.ts';
import { ada, codeOf, openForTest, temporaryFile, valueOf } from './test-support.ts';

const withdrawn = (id: string): DeliveryDecision => ({ type: 'incident-withdrawn', id });

function record(store: OpenStore, decision: DeliveryDecision, idempotencyKey: string | null = null) {
	return store.recordDecision({ decision, actor: ada, at: 1_000, idempotencyKey });
}

test('a decision is written once for each click, and read back in the order of the journal', async () => {
	const store = await openForTest();
	const first = valueOf(await record(store, withdrawn('a'), 'click-0001'));
	valueOf(await store.note({ stream: 'room', type: 'x', actor: ada, at: 1, payload: null }));
	const second = valueOf(await record(store, withdrawn('b')));
	expect(valueOf(await record(store, withdrawn('a'), 'click-0001'))).toEqual({ seq: first.seq, duplicate: true });
	const all = valueOf(await store.decisionsAfter({ afterSeq: 0, limit: 10 }));
	expect(all).toEqual([
		{ seq: first.seq, at: 1_000, actor: ada, decision: withdrawn('a') },
		{ seq: second.seq, at: 1_000, actor: ada, decision: withdrawn('b') },
	]);
	expect(valueOf(await store.decisionsAfter({ afterSeq: first.seq, limit: 10 }))).toHaveLength(1);
	expect(valueOf(await store.decisionsAfter({ afterSeq: 0, limit: 1 }))).toEqual(all.slice(0, 1));
	valueOf(await store.verify());
});

test('decisions of some types alone are read without the others', async () => {
	const store = await openForTest();
	const ended: DeliveryDecision = { type: 'quarantine-ended', service: 'shop', test: 'a > b', reason: 'mended' };
	valueOf(await record(store, withdrawn('a')));
	const { seq } = valueOf(await record(store, ended));
	valueOf(await record(store, withdrawn('b')));
	const types = ['test-quarantined', 'quarantine-ended'] as const;
	expect(valueOf(await store.decisionsAfter({ afterSeq: 0, limit: 10, types }))).toMatchObject([{ seq }]);
	expect(valueOf(await store.decisionsAfter({ afterSeq: seq, limit: 10, types }))).toEqual([]);
});

test('decisions outlive the process, and one of no known kind is refused rather than handed on', async () => {
	const file = temporaryFile();
	const before = await openForTest(file);
	valueOf(await record(before, withdrawn('a')));
	valueOf(await before.note({ stream: 'delivery', type: 'rumour', actor: ada, at: 2, payload: { type: 'rumour' } }));
	await before.close();
	const after = await openForTest(file);
	expect(valueOf(await after.decisionsAfter({ afterSeq: 0, limit: 1 }))).toHaveLength(1);
	expect(codeOf(await after.decisionsAfter({ afterSeq: 0, limit: 10 }))).toBe('store-corrupt');
});

test('a decision that was tampered with is refused', async () => {
	const file = temporaryFile();
	const store = await openForTest(file);
	valueOf(await record(store, withdrawn('a')));
	const outside = openSqlite(file, 'full');
	outside.raw.exec('drop trigger journal_refuses_update');
	outside.raw.exec(`update journal set payload = replace(payload, '"a"', '"b"')`);
	outside.close();
	expect(codeOf(await store.decisionsAfter({ afterSeq: 0, limit: 10 }))).toBe('store-corrupt');
});

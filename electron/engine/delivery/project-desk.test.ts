/** Projects that are opened and closed while the store takes its time, and two that name the same source. */
import { expect, test } from 'vitest';
import { fail, ok } from '../../../shared/domain/result.ts';
import { createMemoryDecisionJournal, createMemoryDeliveryStore } from '../testing/memory-delivery-store.ts';
import {
	createTestSource,
	deploymentFact,
	openTestDelivery,
	projectOf,
	type TestSource,
} from '../testing/test-delivery.ts';

const github = (): TestSource => createTestSource('github:acme/shop');

test('a project that is loaded anew while the store is asked has its new sources read, and not the old', async () => {
	const store = createMemoryDeliveryStore();
	const asked: (() => void)[] = [];
	const sources = (): ReturnType<typeof store.sources> =>
		new Promise((resolve) => asked.push(() => resolve(store.sources())));
	const room = openTestDelivery({}, { store: ok({ ...store, sources }) });
	// However often it is asked, it answers a moment later.
	const answer = async (): Promise<void> => {
		await room.clock.settle();
		for (const go of asked.splice(0)) go();
		await room.clock.settle();
	};
	await room.clock.advance(6_000);
	for (let at = 0; at < 5; at += 1) await answer();
	const [before, after] = [github(), github()];
	room.delivery.open(projectOf([before]), []);
	await room.clock.advance(100);
	const closed = room.delivery.close('p');
	room.delivery.open(projectOf([after]), []);
	for (let at = 0; at < 10; at += 1) {
		await answer();
		await room.clock.advance(100);
	}
	await closed;
	expect(before.asked).toEqual([]);
	expect(before.isClosed()).toBe(true);
	expect(after.asked).toEqual([null]);
	expect(after.isClosed()).toBe(false);
});

test('a source of two open projects is read once, and goes on for the second when the first is closed', async () => {
	const room = openTestDelivery();
	const [first, second] = [github(), github()];
	first.batches = [ok([deploymentFact(first.id, '1')])];
	room.delivery.open(projectOf([first]), []);
	room.delivery.open(projectOf([second], { projectId: 'q', name: 'other', services: [] }), []);
	await room.clock.advance(5_000);
	expect(second.asked).toEqual([]);
	expect(room.notices.filter(({ title }) => title.includes('already'))).toHaveLength(1);
	await room.during(room.delivery.close('p'));
	await room.clock.advance(5_000);
	expect(second.isClosed()).toBe(false);
	expect(second.asked).toEqual(['1']);
});

test('no source is read from its beginning only because the store did not say how far it was read', async () => {
	const store = createMemoryDeliveryStore();
	await store.ingest({ source: 'github:acme/shop', facts: [], cursor: '7', coveredFrom: 1, at: 1 });
	let isBroken = false;
	const broken = fail('store-failed', 'The disk does not answer.', 'Look at it.', { retryable: true });
	const sources = async () => (isBroken ? broken : store.sources());
	const room = openTestDelivery({}, { store: ok({ ...store, sources }) });
	await room.clock.advance(6_000);
	isBroken = true;
	const source = github();
	room.delivery.open(projectOf([source]), []);
	await room.clock.advance(5_000);
	expect(source.asked).toEqual([]);
	isBroken = false;
	await room.clock.advance(15_000);
	expect(source.asked).toEqual(['7']);
});

test('incidents that the journal has and a new store has not mean something at once', async () => {
	const journal = createMemoryDecisionJournal();
	const noted = { type: 'incident-noted', id: 'x', title: 'Down', service: 'shop', environment: null } as const;
	const decision = { ...noted, severity: 'high', startedAt: 1, detectedAt: null, resolvedAt: null } as const;
	await journal.recordDecision({ decision, actor: { kind: 'engine' }, at: 1, idempotencyKey: null });
	const room = openTestDelivery({ journal });
	room.delivery.open(projectOf([]), []);
	await room.clock.advance(1_000);
	expect(room.store.setups.at(-1)?.services[0]?.sources.incidents).toBe(true);
});

test('a store that throws while it is set up is asked again, and nobody waits for ever meanwhile', async () => {
	const store = createMemoryDeliveryStore();
	let isTorn = true;
	const configure: typeof store.configure = async (setup) => {
		if (isTorn) throw new Error('torn');
		return store.configure(setup);
	};
	const room = openTestDelivery({}, { store: ok({ ...store, configure }) });
	const asked = room.delivery.api.unlinked({ scope: { services: [], group: null, environments: [] }, limit: 1 });
	await room.clock.advance(6_000);
	expect(await asked).toMatchObject({ ok: false, problem: { code: 'internal' } });
	isTorn = false;
	await room.clock.advance(15_000);
	expect(room.room().delivery.isReady).toBe(true);
});

test('why there are no answers is not shown any more once there are', async () => {
	const room = openTestDelivery();
	await room.clock.advance(6_000);
	room.store.break('configure', fail('store-full', 'The disk is full.', 'Free some space.'));
	room.delivery.open(projectOf([]), []);
	await room.clock.advance(1_000);
	expect(room.room().delivery.problem?.code).toBe('store-full');
	room.store.break('configure', null);
	await room.clock.advance(15_000);
	expect(room.room().delivery).toMatchObject({ isReady: true, problem: null, services: ['shop'] });
});

test('sources of a project that nobody came to read are closed at the end', async () => {
	const room = openTestDelivery();
	const source = github();
	room.delivery.open(projectOf([source]), []);
	await room.during(room.delivery.stop());
	expect(source.isClosed()).toBe(true);
});

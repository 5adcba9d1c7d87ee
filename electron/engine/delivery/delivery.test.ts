import { describe, expect, it } from 'vitest';
import { defaultDeliveryPolicy } from '../../../shared/domain/delivery/policy.ts';
import { fail, ok } from '../../../shared/domain/result.ts';
import {
	createTestSource,
	deploymentFact,
	openTestDelivery,
	projectOf,
	type TestSource,
} from '../testing/test-delivery.ts';
import { caller } from '../testing/test-room.ts';

const minute = 60_000;
const github = (): TestSource => createTestSource('github:acme/shop');
const codeOf = (result: { ok: true } | { ok: false; problem: { code: string } }): string =>
	result.ok ? 'ok' : result.problem.code;

describe('setting up', () => {
	it('judges by the first project, tells of another zone, and forgets a project that is closed', async () => {
		const room = openTestDelivery();
		room.delivery.open(projectOf([], { policy: { ...defaultDeliveryPolicy, zone: 'Europe/Berlin' } }), []);
		room.delivery.open(projectOf([], { projectId: 'q', name: 'other', services: [] }), []);
		await room.clock.advance(500);
		expect(room.store.setups.at(-1)).toMatchObject({
			policy: { zone: 'Europe/Berlin', groups: { 'the shop team': ['shop'] } },
			services: [{ name: 'shop', sources: { deployments: true, incidents: false, commits: false } }],
		});
		expect(room.notices).toMatchObject([{ detail: expect.stringContaining('one room has one reporting zone') }]);
		expect(room.room().delivery).toMatchObject({ isReady: true, zone: 'Europe/Berlin', services: ['shop'] });
		await room.delivery.close('p');
		await room.clock.advance(500);
		expect(room.store.setups.at(-1)).toMatchObject({ policy: { zone: 'UTC' }, services: [] });
	});

	it('is ready after a moment without any project', async () => {
		const room = openTestDelivery();
		await room.clock.advance(4_000);
		expect(room.store.setups).toEqual([]);
		await room.clock.advance(2_000);
		expect(room.store.setups).toHaveLength(1);
		expect(room.room().delivery.isReady).toBe(true);
	});

	it('says why there are no answers where the store cannot be opened, and refuses every question with it', async () => {
		const refused = fail('store-newer', 'It was written by a newer Signalbox.', 'Install that.');
		const room = openTestDelivery({}, { store: refused });
		const source = github();
		room.delivery.open(projectOf([source]), []);
		await room.clock.advance(100);
		expect(room.room().delivery.problem?.code).toBe('store-newer');
		expect(source.isClosed()).toBe(true);
		expect(codeOf(await room.delivery.api.sync({ source: 'x' }, caller))).toBe('store-newer');
	});

	it('tells where a damaged file was set aside', () => {
		const room = openTestDelivery({}, { setAsideTo: '/data/delivery.db.corrupt-1' });
		expect(room.notices).toMatchObject([
			{ tone: 'warn', detail: expect.stringContaining('/data/delivery.db.corrupt-1') },
		]);
		expect(openTestDelivery({}, { setAsideTo: null }).notices).toEqual([]);
	});

	it('tries again where the store does not take the configuration, and then reads the sources', async () => {
		const room = openTestDelivery();
		const source = github();
		room.store.break('configure', fail('store-full', 'The disk is full.', 'Free some space.'));
		room.delivery.open(projectOf([source]), []);
		await room.clock.advance(1_000);
		expect(room.room().delivery.problem?.code).toBe('store-full');
		expect(source.asked).toEqual([]);
		room.store.break('configure', null);
		await room.clock.advance(15_000);
		expect(room.room().delivery).toMatchObject({ isReady: true, problem: null });
		expect(source.asked).toHaveLength(1);
	});
});

describe('reading sources', () => {
	it('keeps batches with their cursor, tells progress, and asks again after its time', async () => {
		const room = openTestDelivery();
		const source = github();
		source.batches = [ok([deploymentFact(source.id, '1')]), 'wait', ok([deploymentFact(source.id, '2')])];
		room.delivery.open(projectOf([source]), []);
		await room.clock.advance(2_000);
		expect(room.room().factSources[source.id]).toMatchObject({
			...{ state: 'syncing', progress: { done: 1, total: 3, noun: 'pages' }, tells: 'deployments', canForget: false },
		});
		source.release();
		await room.clock.advance(5_000);
		expect(room.store.facts.size).toBe(2);
		expect(room.room().factSources[source.id]).toMatchObject({ state: 'idle', facts: 2, coveredFrom: 1 });
		expect(room.room().delivery.revision).toBeGreaterThan(1);
		await room.clock.advance(6 * minute);
		expect(source.asked).toEqual([null, '3']);
	});

	it('goes on after a restart from the last cursor that was kept', async () => {
		const before = openTestDelivery();
		const source = github();
		source.batches = [ok([deploymentFact(source.id, '1')]), 'wait', ok([deploymentFact(source.id, '2')])];
		before.delivery.open(projectOf([source]), []);
		await before.clock.advance(2_000);
		await before.during(before.delivery.stop());
		expect(before.store.isClosed()).toBe(true);
		const again = github();
		again.batches = [...source.batches.slice(0, 1), ok([]), ok([deploymentFact(source.id, '2')])];
		const { clock, store, journal } = before;
		const after = openTestDelivery({ clock, store, journal });
		after.delivery.open(projectOf([again]), []);
		await clock.advance(2_000);
		expect(again.asked).toEqual(['1']);
		expect(store.facts.size).toBe(2);
	});

	it('stops at a click, keeps what came, and goes on with the next', async () => {
		const room = openTestDelivery();
		const source = github();
		source.batches = [ok([deploymentFact(source.id, '1')]), 'wait'];
		room.delivery.open(projectOf([source]), []);
		await room.clock.advance(2_000);
		expect(codeOf(await room.during(room.delivery.api.cancelSync({ source: source.id }, caller)))).toBe('ok');
		await room.clock.advance(20 * minute);
		expect(source.asked).toEqual([null]);
		expect(room.room().factSources[source.id]).toMatchObject({ state: 'paused', problem: null, nextAt: null });
		expect(room.store.facts.size).toBe(1);
		source.batches = [...source.batches, ok([deploymentFact(source.id, '2')])].filter((one) => one !== 'wait');
		await room.during(room.delivery.api.sync({ source: source.id }, caller));
		await room.clock.advance(2_000);
		expect(source.asked).toEqual([null, '1']);
		expect(room.store.facts.size).toBe(2);
	});

	it('waits longer after each failure, and as long as the source says', async () => {
		const room = openTestDelivery();
		const source = github();
		const until = room.clock.now() + 50 * minute;
		source.batches = [fail('facts-rate-limited', 'Enough.', 'Wait.', { details: { notBefore: until } })];
		room.delivery.open(projectOf([source]), []);
		await room.clock.advance(45 * minute);
		expect(source.asked).toHaveLength(1);
		expect(room.room().factSources[source.id]).toMatchObject({
			state: 'failing',
			problem: { code: 'facts-rate-limited' },
		});
		await room.clock.advance(10 * minute);
		expect(source.asked).toHaveLength(2);
	});

	it('survives a source that throws, and a store that is full', async () => {
		const room = openTestDelivery();
		const source = github();
		const thrower: TestSource = Object.assign(createTestSource('b'), {
			// eslint-disable-next-line require-yield
			async *pull(): AsyncGenerator<never> {
				throw new Error('torn');
			},
		});
		source.batches = [ok([deploymentFact(source.id, '1')])];
		room.store.break('ingest', fail('store-full', 'The disk is full.', 'Free some space.', { retryable: true }));
		room.delivery.open(projectOf([source, thrower]), []);
		await room.clock.advance(2_000);
		expect(room.room().factSources).toMatchObject({
			[source.id]: { state: 'failing', problem: { code: 'store-full' } },
			b: { state: 'failing', problem: { code: 'internal' } },
		});
		room.store.break('ingest', null);
		await room.clock.advance(10 * minute);
		expect(source.asked).toEqual([null, null]);
		expect(room.store.facts.size).toBe(1);
	});

	it('closes the sources of a project that is closed, and keeps their facts, which may be forgotten then', async () => {
		const room = openTestDelivery();
		const source = github();
		source.batches = [ok([deploymentFact(source.id, '1')])];
		room.delivery.open(projectOf([source]), []);
		await room.clock.advance(5_000);
		expect(codeOf(await room.delivery.api.forget({ source: source.id }, caller))).toBe('not-allowed');
		await room.during(room.delivery.close('p'));
		await room.clock.advance(5_000);
		expect(source.isClosed()).toBe(true);
		expect(room.room().factSources[source.id]).toMatchObject({ facts: 1, canForget: true });
		expect(codeOf(await room.delivery.api.forget({ source: source.id }, caller))).toBe('ok');
		await room.clock.advance(5_000);
		expect(room.store.facts.size).toBe(0);
		expect(room.room().factSources[source.id]).toBeUndefined();
	});
});

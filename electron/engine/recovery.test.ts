/** Crashes, two hands on one environment, and a journal that cannot be written. */
import { describe, expect, it } from 'vitest';
import { fail, ok } from '../../shared/domain/result.ts';
import type { Store } from './ports.ts';
import { healthyValues, minute, openTestRoom } from './testing/test-room.ts';

const code = (result: { ok: true } | { ok: false; problem: { code: string } }): string =>
	result.ok ? 'ok' : result.problem.code;

describe('after a crash', () => {
	it('an analysis goes on, watched again in full', async () => {
		const room = await openTestRoom();
		await room.start();
		await room.clock.advance(10 * minute);
		const again = await room.crash();
		expect(again.now().state).toBe('analysing');
		await again.clock.advance(6 * minute);
		expect(again.now().stepIndex).toBe(3);
		await again.clock.advance(10 * minute);
		expect(again.target.split()).toEqual({ blue: 75, green: 25 });
	});

	it('the previous release is restored when the new one is gone', async () => {
		const room = await openTestRoom();
		await room.start();
		room.target.faults.crashSlot('green');
		const again = await room.crash();
		await again.clock.advance(1_000);
		expect(again.now()).toMatchObject({ state: 'rolled-back', rollback: { reason: 'recovery' } });
	});

	it('what stood before is started again when that is what was lost', async () => {
		const room = await openTestRoom();
		await room.start();
		room.target.faults.crashSlot('blue');
		const again = await room.crash();
		await again.clock.advance(1_000);
		expect(again.now().state).toBe('rolled-back');
		const { slots } = again.engine.state().environments['checkout/production']?.target ?? {};
		await again.clock.advance(11_000);
		expect(slots?.blue.version).toBe('2.3.1');
		expect(again.target.split()).toEqual({ blue: 100, green: 0 });
	});

	it('a target that does not answer is asked until it does, and nothing is assumed meanwhile', async () => {
		const room = await openTestRoom();
		await room.start();
		room.target.faults.unreachable(true);
		const again = await room.crash();
		await again.clock.advance(20_000);
		expect(again.now()).toMatchObject({ state: 'analysing', problem: { code: 'target-unreachable' } });
		await again.clock.advance(60 * minute);
		expect(again.now()).toMatchObject({ state: 'analysing', stepIndex: 3 });
		room.target.faults.unreachable(false);
		await again.clock.advance(20_000);
		expect(again.now()).toMatchObject({ state: 'analysing', problem: null });
	});

	it('a way back under way is finished, though the target is silent at first', async () => {
		const room = await openTestRoom();
		await room.start();
		room.target.faults.hang('setTraffic');
		await room.command('roll-back');
		expect(room.now().state).toBe('rolling-back');
		room.target.faults.unreachable(true);
		const again = await room.crash();
		await again.clock.advance(minute);
		room.target.faults.hang('setTraffic')();
		room.target.faults.unreachable(false);
		await again.clock.advance(minute);
		expect(again.now().state).toBe('rolled-back');
		expect(again.target.split()).toEqual({ blue: 100, green: 0 });
	});

	it('the rollback window goes on', async () => {
		const room = await openTestRoom();
		await room.start();
		await room.command('promote-fully');
		await room.clock.advance(30 * minute);
		const again = await room.crash();
		expect(code(await again.command('roll-back'))).toBe('ok');
		expect(again.target.split()).toEqual({ blue: 100, green: 0 });
	});

	it('the minutes nobody sampled are asked of a source that keeps them', async () => {
		const room = await openTestRoom();
		await room.start();
		await room.clock.advance(minute);
		const asked: { fromMs: number; toMs: number; stepMs: number }[] = [];
		room.source.readRange = async ({ fromMs, toMs, stepMs, slots }) => {
			asked.push({ fromMs, toMs, stepMs });
			const { readings } = await room.source.read({ slots, windowMs: minute });
			const instants = [fromMs, fromMs + stepMs];
			return ok(instants.flatMap((at) => readings.map((reading) => ({ ...reading, at }))));
		};
		const before = await room.store.samples(room.now().id);
		const again = await room.crash(5 * minute);
		await again.clock.advance(1_000);
		const after = await room.store.samples(room.now().id);
		if (!before.ok || !after.ok) throw new Error('samples cannot be read');
		expect(asked).toHaveLength(1);
		const gap = after.value.filter(({ at }) => at === asked[0]?.fromMs);
		expect(gap[0]?.values.blue.errorRate).toBe(0.002);
	});

	it('the notices of before are there again, with their own times', async () => {
		const room = await openTestRoom();
		await room.start();
		await room.command('roll-back');
		await room.clock.advance(minute);
		const told = Object.values(room.engine.state().notices);
		const again = await room.crash();
		await again.engine.recall();
		expect(told.length).toBeGreaterThan(2);
		expect(Object.values(again.engine.state().notices)).toEqual(told);
	});

	it('no journalled fact is lost', async () => {
		const room = await openTestRoom();
		await room.start();
		await room.clock.advance(minute);
		const before = await room.store.events(room.now().id);
		const again = await room.crash();
		const after = await again.store.events(room.now().id);
		if (!before.ok || !after.ok) throw new Error('the journal cannot be read');
		expect(after.value.slice(0, before.value.length)).toEqual(before.value);
		expect(code(await again.store.verify())).toBe('ok');
	});
});

describe('two control rooms on one environment', () => {
	it('only one acts; the other sees who holds it and follows', async () => {
		const first = await openTestRoom();
		await first.start();
		const elsewhere = (store: Store): Store => ({
			...store,
			takeLease: async () => fail('lease-held', 'Room A holds it.', 'Act there.', { details: { holder: 'Room A' } }),
		});
		const second = await openTestRoom({
			clock: first.clock,
			store: first.store,
			target: first.target,
			source: first.source,
			wrapStore: elsewhere,
		});
		expect(second.shown().heldBy).toBe('Room A');
		expect(second.shown().actions.every((action) => !action.allowed)).toBe(true);
		expect(code(await second.command('roll-back'))).toBe('lease-held');
		await first.command('promote');
		await first.clock.advance(2_000);
		expect(second.now().stepIndex).toBe(first.now().stepIndex);
	});

	it('one that has not looked yet is told who holds it, and may start once that one has finished', async () => {
		const first = await openTestRoom();
		let isHeld = true;
		const held = () => fail('lease-held', 'Room A holds it.', 'Act there.', { details: { holder: 'Room A' } });
		const elsewhere = (store: Store): Store => ({
			...store,
			takeLease: async (...lease) => (isHeld ? held() : store.takeLease(...lease)),
		});
		const { clock, store, target, source } = first;
		const second = await openTestRoom({ clock, store, target, source, wrapStore: elsewhere });
		await first.start();
		expect(code(await second.start({ version: '2.5.0', key: 'a click elsewhere' }))).toBe('lease-held');
		const mayStart = () => second.engine.state().environments['checkout/production']?.start.allowed;
		expect(mayStart()).toBe(false);
		await first.command('roll-back');
		isHeld = false;
		await clock.advance(2_000);
		expect(mayStart()).toBe(true);
	});

	it('a room whose lease was taken over stops acting', async () => {
		let isTaken = false;
		const takenOver = () => fail('lease-lost', 'Room B took over.', 'Act there.', { details: { holder: 'Room B' } });
		const room = await openTestRoom({
			wrapStore: (store) => ({
				...store,
				append: async (write) => (isTaken ? takenOver() : store.append(write)),
				takeLease: async (...lease) => (isTaken ? takenOver() : store.takeLease(...lease)),
			}),
		});
		await room.start();
		isTaken = true;
		room.source.set('green', { ...healthyValues, errorRate: 0.5 });
		await room.clock.advance(minute);
		expect(room.shown().heldBy).toBe('Room B');
		expect(room.target.split()).toEqual({ blue: 95, green: 5 });
		expect(code(await room.command('promote'))).toBe('lease-held');
	});
});

describe('a disk that is full', () => {
	const brokenStore = (store: Store, isFull: () => boolean): Store => ({
		...store,
		append: async (write) => (isFull() ? fail('store-full', 'The disk is full.', 'Free space.') : store.append(write)),
	});

	it('refuses to go forward', async () => {
		let isFull = false;
		const room = await openTestRoom({ wrapStore: (store) => brokenStore(store, () => isFull) });
		await room.start();
		isFull = true;
		expect(code(await room.command('promote'))).toBe('store-full');
		expect(room.target.split()).toEqual({ blue: 95, green: 5 });
		await room.clock.advance(16 * minute);
		expect(room.target.split()).toEqual({ blue: 95, green: 5 });
	});

	it('still rolls back, and writes down what happened once it can', async () => {
		let isFull = false;
		const room = await openTestRoom({ wrapStore: (store) => brokenStore(store, () => isFull) });
		await room.start();
		isFull = true;
		expect(code(await room.command('roll-back'))).toBe('ok');
		await room.clock.advance(1_000);
		expect(room.target.split()).toEqual({ blue: 100, green: 0 });
		const titles = Object.values(room.engine.state().notices).map((notice) => notice.title);
		expect(titles).toContain('The disk is full.');
		isFull = false;
		await room.clock.advance(5_000);
		const events = await room.store.events(room.now().id);
		expect(events.ok && events.value.at(-1)?.event.type).toBe('effect-done');
		expect(room.now().state).toBe('rolled-back');
		expect(code(await room.store.verify())).toBe('ok');
	});
});

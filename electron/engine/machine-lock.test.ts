/** The screen of the machine is locked in the middle of a rollout, and all orders in which a system may tell its story. */
import { describe, expect, it } from 'vitest';
import { hour, onCanary, back, code, roomWith, tell, kinds } from './testing/machine-room.ts';
import { healthyValues, minute, type TestRoom } from './testing/test-room.ts';

describe('a locked screen', () => {
	it('changes nothing by default', async () => {
		const room = await roomWith();
		await tell(room, 'locked');
		await room.clock.advance(16 * minute);
		expect(room.target.split()).toEqual({ blue: 75, green: 25 });
		expect(await kinds(room)).not.toContain('machine-left');
	});

	it('that holds lets nothing forward, and what was watched counts', async () => {
		const room = await roomWith({ lock: 'hold' });
		await room.clock.advance(10 * minute);
		await tell(room, 'locked');
		await room.clock.advance(2 * hour);
		expect(room.target.split()).toEqual(onCanary);
		expect(room.shown().headline).toBe('2.4.0 is held at 5 % of traffic: the screen of this machine is locked');
		await tell(room, 'unlocked');
		await room.clock.advance(6 * minute);
		expect(room.target.split()).toEqual({ blue: 75, green: 25 });
	});

	it('that holds still takes back what harms', async () => {
		const room = await roomWith({ lock: 'hold' });
		await tell(room, 'locked');
		room.source.set('green', { ...healthyValues, errorRate: 0.5 });
		await room.clock.advance(3 * minute);
		expect(room.now()).toMatchObject({ state: 'rolled-back', rollback: { reason: 'unhealthy' } });
	});

	it('that holds finishes what is under way, and asks nothing new of the target', async () => {
		const room = await roomWith({ lock: 'hold' }, { isStarted: false });
		const release = room.target.faults.hang('deploy');
		await room.start();
		await tell(room, 'locked');
		release();
		await room.clock.advance(hour);
		expect(room.now()).toMatchObject({ state: 'preparing', pending: [], held: { because: 'locked' } });
		expect(room.target.split()).toEqual(back);
		await tell(room, 'unlocked');
		await room.clock.advance(1_000);
		expect(room.target.split()).toEqual(onCanary);
	});

	it('a sleep behind it is reconciled, and the hold stays until it is unlocked', async () => {
		const room = await roomWith({ lock: 'hold' });
		await tell(room, 'locked', 'sleeping');
		room.clock.sleep(hour);
		await tell(room, 'woke');
		expect(room.now()).toMatchObject({ held: { because: 'locked' } });
		await room.clock.advance(hour);
		expect(room.target.split()).toEqual(onCanary);
		await tell(room, 'unlocked');
		expect(room.now().held).toBeNull();
		await room.clock.advance(16 * minute);
		expect(room.target.split()).toEqual({ blue: 75, green: 25 });
	});
});

describe('whatever the order', () => {
	type Told = readonly (keyof TestRoom['engine']['machine'])[];
	const orders: readonly Told[] = [
		['woke'],
		['woke', 'woke'],
		['sleeping', 'sleeping', 'woke', 'woke'],
		['sleeping', 'locked', 'unlocked', 'woke'],
		['locked', 'sleeping', 'unlocked', 'woke', 'unlocked'],
		['unlocked', 'unlocked', 'woke'],
		['locked', 'locked', 'unlocked'],
		['sleeping', 'unlocked', 'woke', 'locked', 'unlocked'],
	];
	const policies = (['go-on', 'hold'] as const).map((lock) => ({ lock }));
	const table = orders.flatMap((told) => policies.map((policy) => [told.join(', '), policy, told] as const));

	it.each(table)('%s with %o: it goes on in the end, and the journal is whole', async (_name, policy, told) => {
		const room = await roomWith(policy);
		await tell(room, ...told);
		expect(room.now().held ?? null).toBeNull();
		await room.clock.advance(16 * minute);
		expect(room.now().rollback).toBeNull();
		expect(room.target.split()).toEqual({ blue: 75, green: 25 });
		expect(code(await room.store.verify())).toBe('ok');
	});

	it('a return that is told twice is one return', async () => {
		const room = await roomWith();
		await tell(room, 'sleeping');
		room.clock.sleep(hour);
		await tell(room, 'woke', 'woke');
		await room.clock.advance(10_000);
		expect((await kinds(room)).filter((kind) => kind === 'recovered')).toHaveLength(1);
	});

	it('with nothing in flight nothing happens', async () => {
		const room = await roomWith({ sleep: 'roll-back', lock: 'roll-back' }, { isStarted: false });
		await tell(room, 'locked', 'sleeping', 'woke', 'unlocked');
		expect(room.target.calls('setTraffic')).toBe(0);
		await room.start();
		expect(room.target.split()).toEqual(onCanary);
	});
});

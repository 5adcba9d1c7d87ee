/** The machine of the control room sleeps and wakes in the middle of a rollout. */
import { describe, expect, it } from 'vitest';
import { fail } from '../../shared/domain/result.ts';
import type { Store } from './ports.ts';
import { hour, onCanary, back, code, roomWith, tell, kinds } from './testing/machine-room.ts';
import { healthyValues, minute, type TestRoom } from './testing/test-room.ts';

describe('a machine that goes to sleep', () => {
	it('holds: nothing goes on, however long it takes, and history says why', async () => {
		const room = await roomWith();
		await tell(room, 'sleeping');
		await room.clock.advance(3 * hour);
		expect(room.target.split()).toEqual(onCanary);
		expect(room.now()).toMatchObject({ state: 'analysing', stepIndex: 3, held: { because: 'asleep' } });
		expect(room.shown().headline).toBe('2.4.0 is held at 5 % of traffic: this machine went to sleep');
		expect(Object.values(room.engine.state().needs)).toMatchObject([{ kind: 'paused', urgency: 'soon' }]);
		expect(await kinds(room)).toContain('machine-left');
	});

	it('holds: no verdict acts before it woke', async () => {
		const room = await roomWith();
		await tell(room, 'sleeping');
		room.source.set('green', { ...healthyValues, errorRate: 0.5 });
		await room.clock.advance(10 * minute);
		expect(room.target.split()).toEqual(onCanary);
		await tell(room, 'woke');
		await room.clock.advance(3 * minute);
		expect(room.now()).toMatchObject({ state: 'rolled-back', rollback: { reason: 'unhealthy' } });
	});

	it('goes on by itself once it woke, and watches the step again in full', async () => {
		const room = await roomWith();
		await room.clock.advance(14 * minute);
		await tell(room, 'sleeping');
		room.clock.sleep(8 * hour);
		await tell(room, 'woke');
		expect(room.now()).toMatchObject({ state: 'analysing', held: null, problem: null });
		await room.clock.advance(14 * minute);
		expect(room.target.split()).toEqual(onCanary);
		await room.clock.advance(2 * minute);
		expect(room.target.split()).toEqual({ blue: 75, green: 25 });
		expect((await kinds(room)).filter((kind) => kind === 'recovered')).toHaveLength(1);
	});

	it('asks the target before anything else, for as long as it does not answer', async () => {
		const room = await roomWith();
		await tell(room, 'sleeping');
		room.clock.sleep(hour);
		room.target.faults.unreachable(true);
		const woke = room.engine.machine.woke();
		await room.clock.advance(30 * minute);
		expect(room.now()).toMatchObject({ stepIndex: 3, held: {}, problem: { code: 'target-unreachable' } });
		expect(room.now().problem?.message).toMatch(/^When this machine woke the target does not answer/);
		room.target.faults.unreachable(false);
		await room.clock.advance(20_000);
		await woke;
		expect(room.now()).toMatchObject({ state: 'analysing', held: null, problem: null });
	});

	it.each([
		['runs where it should', () => undefined, { state: 'analysing' }, onCanary],
		['is gone', (room: TestRoom) => room.target.faults.crashSlot('green'), { state: 'rolled-back' }, back],
		[
			'lost its split',
			(room: TestRoom) => room.target.faults.changeSplit({ blue: 50, green: 50 }),
			{ state: 'analysing' },
			onCanary,
		],
	])('finds that the release %s', async (_name, happens, expected, split) => {
		const room = await roomWith();
		await tell(room, 'sleeping');
		room.clock.sleep(hour);
		happens(room);
		await tell(room, 'woke');
		await room.clock.advance(1_000);
		expect(room.now()).toMatchObject(expected);
		expect(room.target.split()).toEqual(split);
	});

	it('stays paused where a person had paused it', async () => {
		const room = await roomWith();
		await room.command('pause');
		await tell(room, 'sleeping');
		room.clock.sleep(hour);
		await tell(room, 'woke');
		await room.clock.advance(hour);
		expect(room.now()).toMatchObject({ state: 'paused', pause: { reason: 'person' }, held: null });
		expect(room.target.split()).toEqual(onCanary);
	});

	it('ends no step by a look from before the sleep that is answered after it', async () => {
		const room = await roomWith();
		const { read } = room.source;
		const { promise: answered, resolve: answer } = Promise.withResolvers<void>();
		const spent = room.clock.now() - room.now().stepStartedAt;
		await room.clock.advance(15 * minute - spent - 20);
		room.source.read = async (request, signal) => {
			await answered;
			return read(request, signal);
		};
		await room.clock.advance(100);
		await tell(room, 'sleeping');
		room.clock.sleep(hour);
		await tell(room, 'woke');
		expect(room.now()).toMatchObject({ stepIndex: 3, held: null });
		answer();
		await room.clock.advance(5_000);
		expect(room.now()).toMatchObject({ stepIndex: 3, stepElapsed: false });
		expect(await kinds(room)).not.toContain('step-elapsed');
	});

	it('gives up a start under way, and starts it again afterwards', async () => {
		const room = await roomWith({}, { isStarted: false });
		const release = room.target.faults.hang('deploy');
		await room.start();
		expect(room.now().state).toBe('preparing');
		await tell(room, 'sleeping');
		room.clock.sleep(hour);
		expect(room.now()).toMatchObject({ state: 'preparing', held: { because: 'asleep' }, rollback: null });
		release();
		await tell(room, 'woke');
		await room.clock.advance(1_000);
		expect(room.now()).toMatchObject({ state: 'analysing', rollback: null });
	});

	it('does not carry out what was under way in another place meanwhile', async () => {
		let isTaken = false;
		const takenOver = () => fail('lease-held', 'Room B took over.', 'Act there.', { details: { holder: 'Room B' } });
		const wrapStore = (store: Store): Store => ({
			...store,
			takeLease: async (...lease) => (isTaken ? takenOver() : store.takeLease(...lease)),
		});
		const room = await roomWith({}, { wrapStore });
		await tell(room, 'sleeping');
		room.clock.sleep(hour);
		isTaken = true;
		const asked = room.target.calls('setTraffic');
		await room.target.setTraffic({ split: { blue: 75, green: 25 }, fence: 9e9 });
		await tell(room, 'woke');
		await room.clock.advance(hour);
		expect(room.shown().heldBy).toBe('Room B');
		expect(room.target.calls('setTraffic')).toBe(asked + 1);
		expect(room.target.split()).toEqual({ blue: 75, green: 25 });
	});

	it('a crash while held recovers', async () => {
		const room = await roomWith();
		await tell(room, 'sleeping');
		const again = await room.crash(hour);
		expect(again.now()).toMatchObject({ state: 'analysing', held: null });
		await again.clock.advance(16 * minute);
		expect(again.target.split()).toEqual({ blue: 75, green: 25 });
		expect(code(await again.store.verify())).toBe('ok');
	});
});

describe('the policy roll-back', () => {
	it.each(['sleeping', 'locked'] as const)('%s resolves when the users are back', async (event) => {
		const room = await roomWith({ sleep: 'roll-back', lock: 'roll-back' });
		let isDone = false;
		const told = room.engine.machine[event]().then(() => {
			isDone = true;
		});
		await room.clock.settle();
		expect(room.target.split()).toEqual(back);
		await room.clock.advance(100);
		expect(isDone).toBe(true);
		await told;
		expect(room.now()).toMatchObject({ rollback: { reason: 'machine', by: { kind: 'engine' } } });
		await room.clock.advance(1_000);
		expect(room.now().state).toBe('rolled-back');
	});

	it('does not keep the system waiting for a target that hangs, and goes on after it woke', async () => {
		const room = await roomWith({ sleep: 'roll-back' });
		const release = room.target.faults.hang('setTraffic');
		let isDone = false;
		const told = room.engine.machine.sleeping().then(() => {
			isDone = true;
		});
		await room.clock.advance(4_000);
		expect(isDone).toBe(false);
		await room.clock.advance(1_500);
		expect(isDone).toBe(true);
		await told;
		room.clock.sleep(hour);
		release();
		await tell(room, 'woke');
		await room.clock.advance(20_000);
		expect(room.now().state).toBe('rolled-back');
		expect(room.target.split()).toEqual(back);
	});
});

describe('a click on Roll back', () => {
	it.each([
		['asleep', ['sleeping']],
		['locked', ['locked']],
		['locked and asleep', ['locked', 'sleeping']],
	] as const)('acts at once while held: %s', async (_name, told) => {
		const room = await roomWith({ lock: 'hold' });
		await tell(room, ...told);
		expect(code(await room.command('roll-back'))).toBe('ok');
		expect(room.target.split()).toEqual(back);
		await room.clock.advance(1_000);
		expect(room.now().state).toBe('rolled-back');
		await tell(room, 'woke', 'unlocked');
		expect(room.now().state).toBe('rolled-back');
	});

	it('acts at once while the target is being asked after a sleep, and is not begun again by the answer', async () => {
		const room = await roomWith();
		await tell(room, 'sleeping');
		const release = room.target.faults.hang('inspect');
		const woke = room.engine.machine.woke();
		await room.clock.advance(1_000);
		const asked = room.target.calls('setTraffic');
		expect(code(await room.command('roll-back'))).toBe('ok');
		expect(room.target.split()).toEqual(back);
		release();
		await room.clock.advance(30_000);
		await woke;
		expect(room.now().state).toBe('rolled-back');
		expect(room.target.calls('setTraffic')).toBe(asked + 1);
	});
});

describe('a person at a machine that is said to be away', () => {
	it('may let it go on, which asks the target first', async () => {
		const room = await roomWith();
		await tell(room, 'sleeping');
		const resume = room.shown().actions.find(({ command }) => command === 'resume');
		expect(resume).toMatchObject({ allowed: true, label: 'Go on', detail: 'The target is asked first' });
		expect(code(await room.command('promote'))).toBe('not-allowed');
		expect(code(await room.command('resume'))).toBe('ok');
		await room.clock.advance(1_000);
		expect(room.now()).toMatchObject({ state: 'analysing', held: null });
	});
});

describe('a sleep that nobody announced', () => {
	it('is seen by the clocks: the target is asked, and the step is watched again in full', async () => {
		const room = await roomWith();
		await room.clock.advance(14 * minute);
		room.clock.sleep(8 * hour);
		await room.clock.advance(5_100);
		expect(await kinds(room)).toContain('machine-left');
		expect(room.now()).toMatchObject({ state: 'analysing', held: null });
		await room.clock.advance(14 * minute);
		expect(room.target.split()).toEqual(onCanary);
		await room.clock.advance(2 * minute);
		expect(room.target.split()).toEqual({ blue: 75, green: 25 });
		const titles = Object.values(room.engine.state().notices).map(({ title }) => title);
		expect(titles.some((title) => title.includes('clock jumped'))).toBe(false);
		expect(titles).toContain('checkout production: 2.4.0 goes on');
	});

	it('ends no step that was due at the moment of the return', async () => {
		const room = await roomWith();
		// The end of the step comes 20 ms after the return, the next turn of the clock watch seconds later.
		const spent = room.clock.now() - room.now().stepStartedAt;
		await room.clock.advance(15 * minute - spent - 20);
		room.clock.sleep(hour);
		await room.clock.advance(4_000);
		expect(room.now()).toMatchObject({ stepIndex: 3, held: null });
		expect(room.target.split()).toEqual(onCanary);
	});

	it('is not a wall clock that was set while the machine was up', async () => {
		const room = await roomWith();
		room.clock.jump(hour);
		await room.clock.advance(minute);
		expect(await kinds(room)).not.toContain('machine-left');
	});

	it('finds another control room that took over, and follows it', async () => {
		let isTaken = false;
		const takenOver = () => fail('lease-held', 'Room B took over.', 'Act there.', { details: { holder: 'Room B' } });
		const room = await roomWith(
			{},
			{
				wrapStore: (store) => ({
					...store,
					append: async (write) =>
						isTaken ? fail('lease-lost', 'Room B took over.', 'Act there.') : store.append(write),
					takeLease: async (...lease) => (isTaken ? takenOver() : store.takeLease(...lease)),
				}),
			},
		);
		room.clock.sleep(hour);
		isTaken = true;
		await room.clock.advance(minute);
		expect(room.shown().heldBy).not.toBeNull();
		expect(room.target.split()).toEqual(onCanary);
	});
});

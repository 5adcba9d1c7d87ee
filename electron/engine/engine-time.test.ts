import { describe, expect, it } from 'vitest';
import { healthyValues, minute, openTestRoom, type TestRoom } from './testing/test-room.ts';

const environment = (room: TestRoom) => room.engine.state().environments['checkout/production'];

describe('time', () => {
	it('is not shortened or stretched by a wall clock that jumps', async () => {
		const room = await openTestRoom();
		await room.start();
		room.clock.jump(60 * minute);
		await room.clock.advance(minute);
		expect(room.now().state).toBe('analysing');
		room.clock.jump(-120 * minute);
		await room.clock.advance(15 * minute);
		expect(room.target.split()).toEqual({ blue: 75, green: 25 });
		const notices = Object.values(room.engine.state().notices).map((notice) => notice.title);
		expect(notices.filter((title) => title.includes('clock jumped'))).toHaveLength(2);
	});

	it('stands still while a person pauses', async () => {
		const room = await openTestRoom();
		await room.start();
		await room.clock.advance(10 * minute);
		await room.command('pause');
		await room.clock.advance(60 * minute);
		expect(room.now().state).toBe('paused');
		await room.command('resume');
		await room.clock.advance(4 * minute);
		expect(room.now().state).toBe('analysing');
		await room.clock.advance(2 * minute);
		expect(room.target.split()).toEqual({ blue: 75, green: 25 });
	});

	it('runs faster in the sample, and the room says so', async () => {
		const room = await openTestRoom({ setup: { clockRate: 10 } });
		await room.start();
		await room.clock.advance(4 * minute);
		expect(environment(room)?.clockRate).toBe(10);
		expect(room.now().state).toBe('analysing');
		await room.clock.advance(minute);
		expect(room.now().rollback).toBeNull();
		expect(room.now().state).toBe('completed');
	});
});

describe('a first release', () => {
	it('takes all traffic at once and is watched by the fixed limits', async () => {
		const room = await openTestRoom({ standing: false });
		room.source.set('blue', healthyValues);
		await room.start({ version: '2.3.1' });
		expect(room.target.split()).toEqual({ blue: 100, green: 0 });
		await room.clock.advance(16 * minute);
		expect(room.now()).toMatchObject({ state: 'completed', from: null, warmUntil: null });
	});
});

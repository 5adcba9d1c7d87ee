/** Notices: each trouble once while it lasts, and again when it comes back; nothing twice after a restart. */
import { describe, expect, it } from 'vitest';
import { fail } from '../../shared/domain/result.ts';
import { healthyValues, minute, openTestRoom, type TestRoom } from './testing/test-room.ts';

const sentence = 'The disk is full.';

/** A room whose journal refuses to be written while `disk.isFull`. */
async function roomOnDisk() {
	const disk = { isFull: false };
	const room = await openTestRoom({
		wrapStore: (store) => ({
			...store,
			append: async (write) => (disk.isFull ? fail('store-full', sentence, 'Make room.') : store.append(write)),
		}),
	});
	return { room, disk };
}

const titles = (room: TestRoom): readonly string[] =>
	Object.values(room.engine.state().notices).map((notice) => notice.title);
const told = (room: TestRoom, title: string): number => titles(room).filter((one) => one.includes(title)).length;

describe('a trouble', () => {
	it('is told once however many writes meet it, and again when it comes back', async () => {
		const { room, disk } = await roomOnDisk();
		await room.start();
		disk.isFull = true;
		await room.clock.advance(3 * minute);
		expect(told(room, sentence)).toBe(1);
		disk.isFull = false;
		await room.clock.advance(3 * minute);
		expect(told(room, sentence)).toBe(1);
		disk.isFull = true;
		// The end of the step is the next event that has to be written.
		await room.clock.advance(12 * minute);
		expect(told(room, sentence)).toBe(2);
	});

	it('is told once for a whole way back that cannot be written', async () => {
		const { room, disk } = await roomOnDisk();
		await room.start();
		disk.isFull = true;
		room.source.set('green', { ...healthyValues, errorRate: 0.08 });
		await room.command('roll-back');
		await room.clock.advance(2 * minute);
		expect(room.target.split()).toEqual({ blue: 100, green: 0 });
		expect(told(room, sentence)).toBe(1);
	});
});

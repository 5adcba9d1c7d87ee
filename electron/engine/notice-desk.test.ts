/** Notices: each trouble once while it lasts, and again when it comes back; nothing twice after a restart. */
import { describe, expect, it } from 'vitest';
import type { RecordedEvent } from '../../shared/domain/deployment/events.ts';
import { engineActor } from '../../shared/domain/release.ts';
import { fail } from '../../shared/domain/result.ts';
import { createNoticeDesk } from './notice-desk.ts';
import { recallNotices } from './recall.ts';
import { createRoomHub } from './room-hub.ts';
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

describe('after a restart', () => {
	/** The desk of a new engine on the journal of `room`, which then takes up the deployment and finds it as it was. */
	async function deskAfter(room: TestRoom) {
		const hub = createRoomHub({ clock: room.clock, initial: { ...room.engine.state(), notices: {} } });
		const desk = createNoticeDesk(hub, room.clock);
		desk.recall(await recallNotices(room.store));
		const recovered: RecordedEvent = {
			event: { type: 'recovered', observed: null, problem: null },
			revision: room.now().revision + 1,
			at: room.clock.now(),
			actor: engineActor,
		};
		desk.recorded(room.now(), [recovered]);
		return Object.values(hub.state().notices).map((notice) => notice.title);
	}

	it.each(['pause', 'promote-fully'] as const)('what %s led to is recalled, and not told again', async (command) => {
		const room = await openTestRoom();
		await room.start();
		await room.command(command);
		await room.clock.advance(minute);
		expect(room.now().state).toBe(command === 'pause' ? 'paused' : 'completed');
		expect(await deskAfter(room)).toEqual(titles(room));
	});
});

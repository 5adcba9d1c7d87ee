import { afterEach, describe, expect, test } from 'vitest';
import { createFakeApi, emptyRoom } from '../../shared/rpc/testing/fake-api.ts';
import { eventually } from '../../shared/rpc/testing/eventually.ts';
import type { NoticeView, RoomState } from '../../shared/rpc/views.ts';
import { createRoomFeed } from './room-feed.ts';

const notice: NoticeView = {
	...{ id: 'n1', at: 1, tone: 'info', title: 'Hello', detail: null },
	...{ deploymentId: null, environment: null },
};
const closing: (() => void)[] = [];
afterEach(() => {
	for (const close of closing.splice(0)) close();
});

function setup() {
	const fake = createFakeApi();
	const errors: string[] = [];
	const feed = createRoomFeed(fake.api, { error: (_, message) => errors.push(message) });
	closing.push(feed.close);
	const seen: (readonly [RoomState, RoomState | null])[] = [];
	return { ...fake, feed, errors, seen, listen: () => feed.subscribe((...change) => seen.push(change)) };
}

describe('the room in the main process', () => {
	test('begins with a snapshot, then tells each change with what was before', async () => {
		const { feed, publish, seen, listen } = setup();
		expect(feed.current()).toBeNull();
		listen();
		await eventually(() => seen.length === 1, 'the snapshot');
		expect(seen[0]).toEqual([emptyRoom, null]);
		publish([{ collection: 'notices', key: 'n1', value: notice }]);
		await eventually(() => seen.length === 2, 'the patch');
		expect(seen[1]?.[0].notices).toEqual({ n1: notice });
		expect(seen[1]?.[1]).toBe(seen[0]?.[0]);
	});

	test('tells a late listener at once what is known, and a former one nothing', async () => {
		const { feed, publish, seen, listen } = setup();
		await eventually(() => feed.current() !== null, 'the snapshot');
		const leave = listen();
		expect(seen).toEqual([[emptyRoom, null]]);
		leave();
		publish([{ collection: 'notices', key: 'n1', value: notice }]);
		await eventually(() => feed.current()?.notices['n1'] !== undefined, 'the patch');
		expect(seen).toHaveLength(1);
	});

	test('goes on when a listener stumbles', async () => {
		const { feed, seen, errors, listen } = setup();
		feed.subscribe(() => {
			throw new Error('stumbled');
		});
		listen();
		await eventually(() => seen.length === 1, 'the snapshot');
		expect(errors).toEqual(['a part of the shell failed over a change of the room']);
	});

	test('looks again when the watch breaks, and stops when closed', async () => {
		const fake = createFakeApi();
		let attempts = 0;
		const api = {
			room: {
				watch: (lastNumber: number | null, signal: AbortSignal) => {
					attempts += 1;
					if (attempts === 1) throw new Error('broken');
					return fake.api.room.watch(lastNumber, signal);
				},
			},
		};
		const feed = createRoomFeed(api, { error: () => {} }, 1);
		await eventually(() => feed.current() !== null, 'the second attempt');
		feed.close();
		await eventually(() => fake.watchers() === 0, 'the watch to end');
		expect(attempts).toBe(2);
	});
});

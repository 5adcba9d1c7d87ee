import { expect, it } from 'vitest';
import { environmentKey } from '../../shared/domain/release.ts';
import { createNoticeDesk } from './notice-desk.ts';
import { createPublisher } from './publisher.ts';
import { createRoomHub } from './room-hub.ts';
import { openTestRoom } from './testing/test-room.ts';

it('a closed project takes the live streams of its deployments with it', async () => {
	const { engine, clock, start, now } = await openTestRoom();
	await start();
	const hub = createRoomHub({ clock, initial: engine.state() });
	const forgotten: string[] = [];
	const publisher = createPublisher({
		hub,
		clock,
		desk: createNoticeDesk(hub, clock),
		find: () => undefined,
		onForgotten: (id) => forgotten.push(id),
		needsBesides: () => [],
	});
	publisher.remove('p', [environmentKey('checkout', 'production')]);
	expect(forgotten).toEqual([now().id]);
	expect(hub.state().deployments).toEqual({});
});

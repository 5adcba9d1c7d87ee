import { expect, it } from 'vitest';
import { environmentKey } from '../../shared/domain/release.ts';
import type { Environment } from './environment.ts';
import { createNoticeDesk } from './notice-desk.ts';
import { createPublisher } from './publisher.ts';
import { createRoomHub } from './room-hub.ts';
import { openTestRoom } from './testing/test-room.ts';

const unused: Environment = {
	key: environmentKey('checkout', 'production'),
	projectId: 'p',
	open: async () => undefined,
	view: () => {
		throw new Error('not asked for here');
	},
	connections: () => [],
	deployment: () => null,
	start: () => Promise.reject(new Error('not asked for here')),
	command: () => Promise.reject(new Error('not asked for here')),
	judge: () => null,
	runs: () => false,
	heldBy: () => null,
	ask: () => Promise.reject(new Error('not asked for here')),
	refresh: async () => undefined,
	leave: async () => undefined,
	comeBack: async () => undefined,
	close: async () => undefined,
};

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

it('looks that say nothing new do not fill the wire where many deployments run', async () => {
	const { engine, clock, start, shown } = await openTestRoom();
	await start();
	await clock.advance(60_000);
	const view = shown();
	const look = view.latestLook;
	if (look === null) throw new Error('nobody looked');
	const id = view.deployment.id;
	const others = Object.fromEntries(Array.from({ length: 199 }, (_, index) => [`d${index}`, view]));
	const hub = createRoomHub({ clock, initial: { ...engine.state(), deployments: { ...others, [id]: view } } });
	let now = view;
	const publisher = createPublisher({
		hub,
		clock,
		desk: createNoticeDesk(hub, clock),
		find: () => ({ ...stub, deployment: () => now }),
		onForgotten: () => undefined,
		needsBesides: () => [],
	});
	const key = environmentKey('checkout', 'production');
	const [environment] = Object.values(engine.state().environments);
	if (environment === undefined) throw new Error('nothing is on screen');
	const stub = { ...unused, key, view: () => environment };
	const told = (): number | undefined => hub.state().deployments[id]?.latestLook?.at;
	const lookAt = (at: number, more: Partial<typeof look> = {}): void => {
		now = { ...view, latestLook: { ...look, ...more, at } };
		publisher.publishNow(key);
	};
	lookAt(1);
	expect(told()).toBe(1);
	await clock.advance(1_000);
	lookAt(2);
	expect(told()).toBe(1);
	lookAt(3, { outcome: 'unhealthy' });
	expect(told()).toBe(3);
	await clock.advance(6_000);
	lookAt(4, { outcome: 'unhealthy' });
	expect(told()).toBe(4);
	now = { ...now, deployment: { ...now.deployment, revision: now.deployment.revision + 1 } };
	publisher.publishNow(key);
	expect(hub.state().deployments[id]?.deployment.revision).toBe(view.deployment.revision + 1);
});

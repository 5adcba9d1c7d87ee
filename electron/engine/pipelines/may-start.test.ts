import { expect, onTestFinished, test } from 'vitest';
import type { Freeze } from '../../../shared/domain/pipeline/decisions.ts';
import { createNoticeDesk } from '../notice-desk.ts';
import type { PipelineStore } from '../pipeline-ports.ts';
import { createRoomHub } from '../room-hub.ts';
import {
	ada,
	attachments,
	createWorld,
	emptyRoom,
	grace,
	openPipelineRoom,
	quiet,
	serviceSetup,
} from '../testing/test-pipelines.ts';
import { createPipelines } from './pipelines.ts';

import { greenRoom, hour, key, later, mayProduce } from './test-decisions.ts';

/** The test clock starts on Monday, 2026-11-23, 14:00 UTC. */
const freeze: Freeze = {
	name: 'Black Friday',
	reason: 'Most of the year is sold',
	zone: 'UTC',
	when: { kind: 'once', from: '2026-11-23T15:00', to: '2026-11-23T20:00' },
	except: [],
	environments: [],
	services: [],
	liftedBy: ['Grace'],
};

test('a freeze begins and ends by the clock, and is lifted by those who may', async () => {
	const room = await greenRoom({}, { freezes: [freeze] });
	expect(room.service().freezes).toMatchObject([{ environment: 'shop/production', isNow: false }]);
	expect(await mayProduce(room)).toMatchObject({ ok: true });
	await later(room, hour);
	expect(room.service().freezes).toMatchObject([{ isNow: true, lift: null }]);
	expect(await mayProduce(room)).toMatchObject({
		problem: { code: 'frozen', message: expect.stringContaining('Most of the year'), hint: 'Grace can lift it.' },
	});
	expect(
		await room.pipelines.mayStart({
			key: 'shop/staging',
			version: '2.1.0',
			isGoingBack: false,
			isWithoutPipeline: false,
		}),
	).toMatchObject({
		ok: true,
	});
	expect(
		await room.pipelines.mayStart({
			key: 'shop/production',
			version: '2.0.0',
			isGoingBack: true,
			isWithoutPipeline: false,
		}),
	).toMatchObject({
		ok: true,
	});
	const input = {
		service: 'shop',
		environment: 'production',
		freeze: 'Black Friday',
		reason: 'A leak',
		idempotencyKey: key(),
	};
	const until = room.clock.now() + hour;
	const { liftFreeze } = room.pipelines.api;
	expect(await room.during(liftFreeze({ ...input, until }, ada))).toMatchObject({ problem: { code: 'not-allowed' } });
	expect(await room.during(liftFreeze({ ...input, until: until + 9 * hour }, grace))).toMatchObject({
		problem: { code: 'invalid-input' },
	});
	expect(await room.during(liftFreeze({ ...input, until }, grace))).toMatchObject({ ok: true });
	expect(room.service().freezes).toMatchObject([{ isNow: true, lift: { reason: 'A leak' } }]);
	expect(await mayProduce(room)).toMatchObject({ ok: true });
	await later(room, hour);
	expect(await mayProduce(room)).toMatchObject({ problem: { code: 'frozen' } });
	expect(room.service().freezes).toMatchObject([{ isNow: true, lift: null }]);
	await later(room, 5 * hour);
	expect(room.service().freezes).toEqual([]);
	expect(await mayProduce(room)).toMatchObject({ ok: true });
});

test('a version that the pipeline did not make is refused where stages are required, unless it goes back', async () => {
	const room = await greenRoom();
	expect(await mayProduce(room, '2.3.1')).toMatchObject({
		problem: { code: 'gate-closed', message: '2.3.1 was not made by this pipeline, so nothing proves it.' },
	});
	const back = room.pipelines.mayStart({
		key: 'shop/production',
		version: '2.3.1',
		isGoingBack: true,
		isWithoutPipeline: false,
	});
	expect(await back).toMatchObject({ ok: true });
	const question = { key: 'shop/production', version: '2.3.1', isGoingBack: false, isWithoutPipeline: true } as const;
	expect(await room.pipelines.mayStart(question)).toMatchObject({ ok: true });
	const elsewhere = room.pipelines.mayStart({
		key: 'other/production',
		version: '2.3.1',
		isGoingBack: false,
		isWithoutPipeline: false,
	});
	expect(await elsewhere).toMatchObject({ ok: true });
});

test('a start waits until it is known what holds it, a way back does not', async () => {
	const world = createWorld();
	const opening = Promise.withResolvers<void>();
	const { store } = world;
	const slow: PipelineStore = {
		...store,
		async releases(request) {
			await opening.promise;
			return store.releases(request);
		},
	};
	const hub = createRoomHub({ clock: world.clock, initial: emptyRoom() });
	const pipelines = createPipelines({
		...{ clock: world.clock, logger: quiet, hub, onNeeds: () => undefined, onReleases: () => undefined },
		...{ ports: { store: slow, collector: world.collector, attachments }, desk: createNoticeDesk(hub, world.clock) },
	});
	onTestFinished(() => pipelines.stop());
	const opened = pipelines.open([serviceSetup(world)]);
	const question = { key: 'shop/production', version: '1.0.0', isWithoutPipeline: false } as const;
	const asked = pipelines.mayStart({ ...question, isGoingBack: false });
	expect(await pipelines.mayStart({ ...question, isGoingBack: true })).toMatchObject({ ok: true });
	opening.resolve();
	expect(await asked).toMatchObject({ problem: { code: 'gate-closed' } });
	await opened;
});

test('a service without pipeline is held by freezes alone', async () => {
	const room = await openPipelineRoom({ pipeline: null, freezes: [freeze] });
	expect(room.service()).toMatchObject({ pipeline: null, freezes: [{ isNow: false }] });
	expect(await mayProduce(room, '1.0.0')).toMatchObject({ ok: true });
	await later(room, hour);
	expect(await mayProduce(room, '1.0.0')).toMatchObject({ problem: { code: 'frozen' } });
	const input = {
		service: 'shop',
		environment: 'production',
		freeze: 'Black Friday',
		reason: 'A leak',
		idempotencyKey: key(),
	};
	const lifted = room.pipelines.api.liftFreeze({ ...input, until: room.clock.now() + hour }, grace);
	expect(await room.during(lifted)).toMatchObject({ ok: true });
	expect(await mayProduce(room, '1.0.0')).toMatchObject({ ok: true });
});

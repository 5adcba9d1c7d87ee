import { expect, onTestFinished, test } from 'vitest';
import type { Freeze } from '../../../shared/domain/pipeline/decisions.ts';
import { createNoticeDesk } from '../notice-desk.ts';
import type { PipelineStore } from '../pipeline-ports.ts';
import { createRoomHub } from '../room-hub.ts';
import {
	coverageGate,
	onePerson,
	pipelineConfig,
	twoPeople,
	type ConfigOptions,
} from '../testing/test-pipeline-config.ts';
import { coverage, passedTests } from '../testing/test-pipeline-fakes.ts';
import {
	ada,
	attachments,
	createWorld,
	emptyRoom,
	giveRun,
	grace,
	openPipelineRoom,
	pass,
	type PipelineRoom,
	quiet,
	serviceSetup,
} from '../testing/test-pipelines.ts';
import { createPipelines } from './pipelines.ts';

const hour = 3_600_000;
const guest = { name: 'Eve', mayAct: false };

async function greenRoom(options: ConfigOptions = {}, more: { readonly freezes?: readonly Freeze[] } = {}) {
	const world = createWorld();
	const pipeline = { config: pipelineConfig(options), runner: world.runner, git: world.git };
	const room = await openPipelineRoom(
		{ pipeline, people: [{ name: 'Linus', aliases: ['ltorvalds'] }], ...more },
		world,
	);
	pass(room.runner, giveRun(room.runner));
	await room.clock.advance(2_000);
	return room;
}

/** Hours pass as for a machine that was asleep: the wall clock is ahead, and within a minute everybody knows. */
async function later(room: PipelineRoom, ms: number): Promise<void> {
	room.clock.jump(ms);
	await room.clock.advance(61_000);
}

let keys = 0;
const key = (): string => `key-${String((keys += 1)).padStart(6, '0')}`;

function approve(
	room: PipelineRoom,
	more: Partial<Parameters<PipelineRoom['pipelines']['api']['approve']>[0]> = {},
	by = ada,
) {
	return room.during(
		room.pipelines.api.approve(
			{
				...{ service: 'shop', runId: 'shop:1', stage: 'user-acceptance', attempt: 1, decision: 'approved' },
				...{ reason: null, answers: [], idempotencyKey: key() },
				...more,
			},
			by,
		),
	);
}

function waive(
	room: PipelineRoom,
	more: Partial<Parameters<PipelineRoom['pipelines']['api']['waive']>[0]> = {},
	by = ada,
) {
	const until = room.clock.now() + 100 * hour;
	return room.during(
		room.pipelines.api.waive(
			{ service: 'shop', gate: 'Coverage', runId: null, reason: 'Known', until, idempotencyKey: key(), ...more },
			by,
		),
	);
}

const mayProduce = (room: PipelineRoom, version = '2.1.0') =>
	room.pipelines.mayStart({ key: 'shop/production', version, isGoingBack: false, isWithoutPipeline: false });

test('two people are asked, one of whom did not write the change', async () => {
	const room = await greenRoom({ approval: twoPeople });
	expect(room.pipeline().latest).toMatchObject({ version: '2.1.0', headline: 'Waiting for approval from 2 of 2' });
	expect(room.needs()).toMatchObject([
		{
			kind: 'approval',
			urgency: 'soon',
			environment: 'shop/production',
			title: 'shop: 2.1.0 waits in User acceptance',
		},
	]);
	expect(await mayProduce(room)).toMatchObject({
		problem: { code: 'gate-closed', message: expect.stringContaining('Waiting for approval from 2 of 2') },
	});
	expect(await approve(room, {}, { name: 'ltorvalds', mayAct: true })).toMatchObject({ ok: true });
	expect(room.pipeline().latest?.headline).toBe('Waiting for approval from 1 of 2');
	expect(await approve(room, {}, grace)).toMatchObject({ ok: true, value: { duplicate: false } });
	expect(room.pipeline().latest?.headline).toBe('2.1.0 has passed every stage');
	expect(room.needs()).toEqual([]);
	expect(await mayProduce(room)).toMatchObject({ ok: true });
});

test('an author alone does not suffice', async () => {
	const room = await greenRoom({ approval: { ...twoPeople, count: 1 } });
	await approve(room, {}, { name: 'Linus', mayAct: true });
	expect(room.pipeline().latest?.headline).toContain('somebody else has to approve too');
});

test('a decision can be taken back, a rejection needs its reason', async () => {
	const room = await greenRoom({ approval: onePerson });
	expect(await approve(room, { decision: 'withdrawn' })).toMatchObject({ problem: { code: 'not-allowed' } });
	await approve(room);
	expect((await room.detail())?.stages[2]).toMatchObject({ state: 'passed' });
	await approve(room, { decision: 'withdrawn' });
	expect((await room.detail())?.stages[2]).toMatchObject({ state: 'approval' });
	expect(await approve(room, { decision: 'rejected', reason: ' ' })).toMatchObject({
		problem: { code: 'invalid-input' },
	});
	await approve(room, { decision: 'rejected', reason: 'Too slow' });
	expect((await room.detail())?.stages[2]).toMatchObject({ state: 'failed', text: 'Rejected by Ada: Too slow' });
	expect((await mayProduce(room)).ok).toBe(false);
});

test('who may not decide is told why, and nothing is written', async () => {
	const room = await greenRoom({ approval: { ...onePerson, from: ['Grace'] } });
	const facts = room.store.facts.length;
	expect(await approve(room)).toMatchObject({
		problem: { code: 'not-allowed', message: expect.stringContaining('Grace') },
	});
	expect(await approve(room, {}, guest)).toMatchObject({ problem: { code: 'not-allowed' } });
	expect(await approve(room, { stage: 'commit' }, grace)).toMatchObject({ problem: { code: 'not-allowed' } });
	expect(await approve(room, { attempt: 2 }, grace)).toMatchObject({ problem: { code: 'stale' } });
	expect(await approve(room, { runId: 'shop:9' }, grace)).toMatchObject({ problem: { code: 'not-found' } });
	expect(await waive(room, {}, guest)).toMatchObject({ problem: { code: 'not-allowed' } });
	expect(room.store.facts).toHaveLength(facts);
});

test('a stage that has not begun cannot be approved', async () => {
	const room = await greenRoom({ approval: onePerson });
	giveRun(room.runner);
	await room.clock.advance(1_000);
	expect(await approve(room, { runId: 'shop:2' })).toMatchObject({
		problem: { code: 'not-allowed', message: 'User acceptance cannot be approved: the stage has not begun.' },
	});
});

test('what was decided on one try does not count for the next', async () => {
	const room = await greenRoom({ approval: onePerson });
	await approve(room);
	expect(room.pipeline().latest?.headline).toBe('2.1.0 has passed every stage');
	const again = { service: 'shop', runId: 'shop:1', onlyFailed: false, idempotencyKey: key() };
	await room.during(room.pipelines.api.rerun(again, ada));
	expect((await mayProduce(room)).ok).toBe(false);
	pass(room.runner, '1');
	await room.clock.advance(2_000);
	expect(room.pipeline().latest).toMatchObject({ attempt: 2, headline: 'Waiting for approval from 1 of 1' });
	expect((await mayProduce(room)).ok).toBe(false);
	await approve(room, { attempt: 2 });
	expect(await mayProduce(room)).toMatchObject({ ok: true });
	expect(room.pipeline().releases).toHaveLength(1);
});

test('a checklist is answered by those who approve, and an objection holds', async () => {
	const checklist = [{ id: 'usability', question: 'Can a newcomer find it?' }];
	const room = await greenRoom({ approval: { ...onePerson, checklist } });
	const answer = { item: 'usability', note: null, attachments: [] };
	expect(await approve(room, { answers: [{ ...answer, outcome: 'not-ok' }] })).toMatchObject({ ok: false });
	expect(await approve(room, { answers: [{ ...answer, item: 'other', outcome: 'ok' }] })).toMatchObject({ ok: false });
	await approve(room);
	expect((await room.detail())?.stages[2]?.approval?.status).toMatchObject({
		state: 'waiting',
		openItems: ['usability'],
	});
	await approve(room, { answers: [{ ...answer, outcome: 'ok' }] });
	expect((await room.detail())?.stages[2]?.approval?.status).toMatchObject({ state: 'approved', openItems: [] });
});

test('a click that arrives twice decides once, also while the first is still being written', async () => {
	const room = await greenRoom({ approval: twoPeople });
	const facts = room.store.facts.length;
	const twice = { idempotencyKey: 'double-click-1' };
	const answers = await Promise.all([approve(room, twice), approve(room, twice)]);
	expect(answers).toMatchObject([{ value: { duplicate: false } }, { value: { duplicate: true } }]);
	expect(await approve(room, twice)).toMatchObject({ value: { duplicate: true } });
	const again = await room.restart();
	expect(await approve(again, twice)).toMatchObject({ value: { duplicate: true } });
	expect(room.store.facts).toHaveLength(facts + 1);
	expect((await again.detail())?.stages[2]?.approval?.status.have).toBe(1);
});

test('a waiver opens a gate until it expires, with nobody doing anything', async () => {
	const world = createWorld();
	world.collector.set('1', [passedTests, coverage(700)]);
	const config = pipelineConfig({ gates: [coverageGate] });
	const room = await openPipelineRoom({ pipeline: { config, runner: world.runner, git: world.git } }, world);
	pass(room.runner, giveRun(room.runner));
	await room.clock.advance(2_000);
	expect(room.pipeline().releases).toEqual([]);
	expect(await waive(room, { until: room.clock.now() + 100 * 24 * hour })).toMatchObject({
		problem: { code: 'invalid-input' },
	});
	expect(await waive(room, { gate: 'Other' })).toMatchObject({ problem: { code: 'not-found' } });
	expect(await waive(room)).toMatchObject({ ok: true });
	await room.clock.advance(1_000);
	expect(room.pipeline().releases).toMatchObject([
		{ version: '2.1.0', readiness: [{ allowed: true }, { allowed: true }] },
	]);
	expect((await room.detail())?.waivers).toMatchObject([{ gate: 'Coverage', reason: 'Known', by: { name: 'Ada' } }]);
	expect(room.needs()).toEqual([]);
	await later(room, 53 * hour);
	expect(room.needs()).toMatchObject([{ kind: 'waiver', title: 'shop: the waiver of Coverage ends soon' }]);
	await later(room, 48 * hour);
	expect(room.needs()).toMatchObject([{ kind: 'gate' }]);
	expect(room.pipeline().releases).toMatchObject([{ readiness: [{ allowed: false }, { allowed: false }] }]);
	expect(await mayProduce(room)).toMatchObject({
		problem: {
			code: 'gate-closed',
			hint: 'Anybody who may act can waive it.',
			details: { reasons: [{ kind: 'gate' }, { kind: 'stage' }, { kind: 'stage' }] },
		},
	});
});

test('a waiver is ended before its time, and a restart knows both', async () => {
	const world = createWorld();
	world.collector.set('1', [passedTests, coverage(700)]);
	const config = pipelineConfig({ gates: [coverageGate] });
	const room = await openPipelineRoom({ pipeline: { config, runner: world.runner, git: world.git } }, world);
	pass(room.runner, giveRun(room.runner));
	await room.clock.advance(2_000);
	await waive(room, { idempotencyKey: 'waive-000001' });
	const again = await room.restart();
	expect((await again.detail())?.waivers).toHaveLength(1);
	const input = { service: 'shop', waiverId: 'waiver-waive-000001', reason: 'Mended', idempotencyKey: key() };
	expect(await again.during(again.pipelines.api.endWaiver(input, ada))).toMatchObject({ ok: true });
	expect((await again.detail())?.waivers).toEqual([]);
	const repeated = again.pipelines.api.endWaiver({ ...input, idempotencyKey: key() }, ada);
	expect(await again.during(repeated)).toMatchObject({ problem: { code: 'not-found' } });
	expect((await (await again.restart()).detail())?.waivers).toEqual([]);
});

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

test('attachments cross as text and are bounded', async () => {
	const room = await openPipelineRoom();
	const { attach, attachment } = room.pipelines.api;
	const file = { name: 'shot.png', mediaType: 'image/png', contentBase64: btoa('hello') };
	expect(await attach(file, ada)).toMatchObject({ value: { name: 'shot.png', sizeBytes: 5 } });
	expect(await attach({ ...file, contentBase64: '***' }, ada)).toMatchObject({ problem: { code: 'invalid-input' } });
	expect(await attach({ ...file, contentBase64: btoa('x'.repeat(700_001)) }, ada)).toMatchObject({
		problem: { code: 'too-large' },
	});
	expect(await attach(file, guest)).toMatchObject({ problem: { code: 'not-allowed' } });
	expect(await attachment({ id: 'a'.repeat(64) })).toMatchObject({
		value: { contentBase64: btoa('\u0001\u0002\u0003') },
	});
});

/** A quarantine on its way from the click to the gate, through the journal and nothing else. */
import { expect, it } from 'vitest';
import type { DeliveryDecision } from '../../../shared/domain/delivery/decisions.ts';
import { fail } from '../../../shared/domain/result.ts';
import { testFacts } from '../../../shared/domain/gates/fixtures.ts';
import type { Gate } from '../../../shared/domain/gates/model.ts';
import { createQuarantineBook } from '../delivery/quarantine-book.ts';
import { pipelineConfig } from '../testing/test-pipeline-config.ts';
import { openTestDelivery, projectOf } from '../testing/test-delivery.ts';
import {
	ada,
	createWorld,
	giveRun,
	openPipelineRoom,
	pass,
	type PipelineRoom,
	quiet,
} from '../testing/test-pipelines.ts';
import { hour, key, mayProduce } from './test-decisions.ts';

const minute = 60_000;
const test = 'src/price.test.ts > waits';
const failure = { name: 'waits', suite: 'src/price.test.ts', message: 'late', file: null, test };
const failedTests = testFacts({ passed: 11, failed: 1, total: 12, failures: [failure] });

/** One clock and one journal: delivery and pipelines wired as the engine wires them. */
async function openRoom(honoursQuarantine = true) {
	const world = createWorld();
	let room: PipelineRoom | null = null;
	const measured = openTestDelivery({
		clock: world.clock,
		onQuarantines: (services) => room?.pipelines.quarantinesChanged(services),
	});
	measured.delivery.open(projectOf([]), []);
	const config = pipelineConfig();
	const withoutPeople = {
		...config,
		stages: config.stages.map((stage) => ({
			...stage,
			gates: stage.gates.map(
				(gate): Gate => ({
					...gate,
					rule: { kind: 'tests', atLeast: 1, honoursQuarantine },
				}),
			),
		})),
	};
	const pipeline = { config: withoutPeople, runner: world.runner, git: world.git };
	room = await openPipelineRoom({ pipeline }, { ...world, quarantines: measured.delivery.quarantines });
	return { ...measured, ...room, clock: world.clock, pipelines: room.pipelines, factStore: measured.store };
}
type Room = Awaited<ReturnType<typeof openRoom>>;

const quarantine = (room: Room, forMs: number) =>
	room.during(
		room.delivery.api.quarantine(
			{
				...{ service: 'shop', test, file: null, owner: 'Grace', reason: 'Waits for a clock', ticket: 'SHOP-1' },
				...{ expiresAt: room.clock.now() + forMs, idempotencyKey: key() },
			},
			ada,
		),
	);

/** A run in which the one test failed, all jobs green: its runner took the quarantine as it came. */
async function run(room: Room) {
	const id = giveRun(room.runner);
	room.collector.set(id, [failedTests]);
	pass(room.runner, id);
	await room.clock.advance(2_000);
	return room;
}

async function gateOf(room: Room, runId: string) {
	const detail = await room.detail(runId);
	return detail?.stages.flatMap(({ gateResults }) => gateResults).find(({ gate }) => gate === 'Unit tests');
}

it('a quarantined failure lets the gate pass in words, makes the release and lets it out', async () => {
	const room = await openRoom();
	await quarantine(room, 24 * hour);
	await run(room);
	const gate = await gateOf(room, 'shop:1');
	expect(gate).toMatchObject({ outcome: 'passed', found: '11 passed, 1 failed' });
	expect(gate?.reason).toBe(`1 test failed, in quarantine: ${test} (Grace, until 2026-11-24 14:00 UTC)`);
	expect(gate?.quarantined).toMatchObject([{ test, owner: 'Grace', ticket: 'SHOP-1', by: 'Ada' }]);
	expect(room.pipeline().releases).toMatchObject([{ version: '2.1.0' }]);
	expect(await room.during(mayProduce(room))).toMatchObject({ ok: true });
});

it('a quarantine that ends between run and gate held when the tests ran, and counts in the next run no more', async () => {
	const room = await openRoom();
	await quarantine(room, minute);
	await run(room);
	await room.clock.advance(2 * minute);
	expect(await gateOf(room, 'shop:1')).toMatchObject({ outcome: 'passed', quarantined: [{ test }] });
	expect(await room.during(mayProduce(room))).toMatchObject({ ok: true });
	await run(room);
	expect(await gateOf(room, 'shop:2')).toMatchObject({
		outcome: 'failed',
		reason: expect.stringMatching(/^1 test failed:/),
	});
	expect(room.pipeline().releases).toHaveLength(1);
});

it('a report that is read only after the end of a quarantine is of tests that ran before', async () => {
	const room = await openRoom();
	await quarantine(room, minute);
	room.collector.slow(2 * minute);
	await run(room);
	expect(await gateOf(room, 'shop:1')).toMatchObject({ outcome: 'waiting' });
	await room.clock.advance(3 * minute);
	expect(await gateOf(room, 'shop:1')).toMatchObject({ outcome: 'passed', quarantined: [{ test }] });
});

it('what is put into quarantine after the run counts from the next try on', async () => {
	const room = await openRoom();
	await run(room);
	await quarantine(room, 24 * hour);
	await room.clock.advance(2_000);
	expect(await gateOf(room, 'shop:1')).toMatchObject({ outcome: 'failed' });
	expect(room.pipeline().releases).toEqual([]);
	await run(room);
	expect(await gateOf(room, 'shop:2')).toMatchObject({ outcome: 'passed' });
	expect(room.pipeline().releases).toHaveLength(1);
});

it('a gate that does not honour quarantines fails, and so does every gate where nothing is measured', async () => {
	const strict = await openRoom(false);
	await quarantine(strict, hour);
	await run(strict);
	expect(await gateOf(strict, 'shop:1')).toMatchObject({ outcome: 'failed' });

	const world = createWorld();
	const room = await openPipelineRoom({}, world);
	const id = giveRun(room.runner);
	room.collector.set(id, [failedTests]);
	pass(room.runner, id);
	await room.clock.advance(2_000);
	expect(room.pipeline().releases).toEqual([]);
});

it('what another control room decides while a start is asked for is known by then, and a room opens with what was decided', async () => {
	const room = await openRoom();
	const { journal, clock } = room;
	const book = createQuarantineBook({ journal, logger: quiet, onChange: () => undefined });
	const at = clock.now();
	expect(book.held({ service: 'shop', test, at })).toBeNull();
	await quarantine(room, hour);
	await book.refresh();
	await book.refresh();
	expect(book.held({ service: 'shop', test, at: at + 1_000 })).toMatchObject({ test, owner: 'Grace' });
	expect(book.held({ service: 'cart', test, at: at + 1_000 })).toBeNull();
});

it('a journal that cannot be read leaves what is known, and is asked again', async () => {
	const room = await openRoom();
	await quarantine(room, hour);
	let isBroken = true;
	const told: (readonly string[])[] = [];
	const book = createQuarantineBook({
		journal: {
			decisionsAfter: async (request) =>
				isBroken ? fail('store-failed', 'The disk is away.', 'Bring it back.') : room.journal.decisionsAfter(request),
		},
		logger: quiet,
		onChange: (services) => told.push(services),
	});
	await book.refresh();
	expect(told).toEqual([]);
	isBroken = false;
	await book.refresh();
	expect(told).toEqual([['shop']]);
	expect(book.held({ service: 'shop', test, at: room.clock.now() })).not.toBeNull();
});

it('a journal that is read in part counts for nothing: the next page may have ended what the first one began', async () => {
	const { journal, clock } = await openRoom();
	const entry = { service: 'shop', test, file: null, owner: 'Grace', reason: 'Waits', ticket: null };
	const decided = (decision: DeliveryDecision) =>
		journal.recordDecision({ decision, actor: { kind: 'person', name: 'Ada' }, at: clock.now(), idempotencyKey: null });
	const expiresAt = clock.now() + hour;
	for (let nth = 0; nth < 500; nth += 1) await decided({ type: 'test-quarantined', ...entry, expiresAt });
	await decided({ type: 'quarantine-ended', service: 'shop', test, reason: 'Mended' });
	let isBroken = true;
	const book = createQuarantineBook({
		journal: {
			decisionsAfter: async (request) =>
				isBroken && request.afterSeq > 0
					? fail('store-failed', 'The disk is away.', 'Bring it back.')
					: journal.decisionsAfter(request),
		},
		...{ logger: quiet, onChange: () => undefined },
	});
	await book.refresh();
	expect(book.held({ service: 'shop', test, at: clock.now() })).toBeNull();
	isBroken = false;
	await book.refresh();
	expect(book.held({ service: 'shop', test, at: clock.now() })).toBeNull();
});

it('a quarantine that was ended holds no longer, also where the store of facts takes nothing', async () => {
	const room = await openRoom();
	await quarantine(room, 24 * hour);
	room.factStore.break('applyDecisions', fail('store-failed', 'The disk is full.', 'Make room.'));
	const ended = { service: 'shop', test, reason: 'Mended', idempotencyKey: key() };
	expect(await room.during(room.delivery.api.endQuarantine(ended, ada))).toMatchObject({ ok: true });
	await run(room);
	expect(room.pipeline().releases).toEqual([]);
	expect(await gateOf(room, 'shop:1')).toMatchObject({ outcome: 'failed' });
});

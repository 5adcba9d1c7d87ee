/** Pipelines and deployments in one room: what holds a start, and what never holds a way back. */
import { expect, test } from 'vitest';
import type { Freeze } from '../../../shared/domain/pipeline/decisions.ts';
import { pipelineConfig } from '../testing/test-pipeline-config.ts';
import { attachments, createWorld, giveRun, pass, serviceSetup } from '../testing/test-pipelines.ts';
import { caller, minute, openTestRoom, type TestRoom } from '../testing/test-room.ts';

/** From 14:02 on; the test clock starts at 14:00 UTC. */
const freeze: Freeze = {
	name: 'Quarter end',
	reason: null,
	zone: 'UTC',
	when: { kind: 'once', from: '2026-11-23T14:02', to: '2026-11-23T20:00' },
	except: [],
	environments: [],
	services: [],
	liftedBy: [],
};

async function openRoom(options: { readonly freezes?: readonly Freeze[]; readonly requires?: boolean } = {}) {
	const world = createWorld();
	const service = serviceSetup(world, {
		service: 'checkout',
		freezes: options.freezes ?? [],
		environments: [
			{ name: 'production', tier: 'production', requires: options.requires === true ? ['commit', 'acceptance'] : [] },
		],
		pipeline: {
			config: pipelineConfig({ version: { kind: 'template', template: '2.4.0' } }),
			runner: world.runner,
			git: world.git,
		},
	});
	const { store, collector } = world;
	const pipelines = { store, collector, attachments };
	const room = await openTestRoom({ clock: world.clock, pipelines, services: [service] });
	await room.clock.advance(500);
	return { world, room };
}

const split = ({ target }: TestRoom) => target.split();

test('a release of a green run can be started where it is required, one that nobody made cannot', async () => {
	const { world, room } = await openRoom({ requires: true });
	expect(await room.start()).toMatchObject({ problem: { code: 'gate-closed' } });
	pass(world.runner, giveRun(world.runner));
	await room.clock.advance(2_000);
	expect(room.engine.state().environments['checkout/production']?.releases[0]).toMatchObject({
		version: '2.4.0',
		commit: '1'.padStart(40, '0'),
	});
	expect(await room.start()).toMatchObject({ ok: true });
	await room.clock.advance(1_000);
	const stages = await detailStages(room);
	expect(stages.find(({ name }) => name === 'production')?.deployments).toMatchObject([
		{ environment: 'checkout/production', headline: expect.stringContaining('2.4.0') },
	]);
});

async function detailStages({ engine }: TestRoom) {
	const leaving = new AbortController();
	for await (const { detail } of engine.pipelines.watchRun({ service: 'checkout', runId: null }, leaving.signal)) {
		leaving.abort();
		return detail?.stages ?? [];
	}
	return [];
}

test('a freeze that begins under a deployment lets it go on', async () => {
	const { room } = await openRoom({ freezes: [freeze] });
	expect(await room.start()).toMatchObject({ ok: true });
	await room.clock.advance(2.2 * minute);
	expect(room.engine.state().services['checkout']?.freezes).toMatchObject([{ isNow: true }]);
	expect(split(room).green).toBeGreaterThan(0);
	expect(await room.command('promote')).toMatchObject({ ok: true });
});

test('a freeze never holds a way back, nor does a closed gate', async () => {
	const { room } = await openRoom({ freezes: [freeze], requires: false });
	await room.start();
	await room.clock.advance(2.2 * minute);
	expect(await room.command('roll-back')).toMatchObject({ ok: true });
	await room.clock.advance(minute);
	expect(room.now().state).toBe('rolled-back');
	expect(split(room)).toEqual({ blue: 100, green: 0 });
	expect(await room.start()).toMatchObject({ problem: { code: 'frozen' } });
	expect(await room.command('retry')).toMatchObject({ problem: { code: 'frozen' } });
});

test('a gate that closes under a deployment does not hold its way back', async () => {
	const { world, room } = await openRoom({ requires: true });
	const run = giveRun(world.runner);
	pass(world.runner, run);
	await room.clock.advance(2_000);
	await room.start();
	await room.clock.advance(2 * minute);
	world.runner.setJob(run, 'unit', { state: 'failed' });
	world.runner.setRun(run, { state: 'failed' });
	await room.clock.advance(2_000);
	expect(room.engine.state().services['checkout']?.pipeline?.releases[0]?.readiness).toMatchObject([
		{ allowed: false },
	]);
	expect(await room.command('roll-back')).toMatchObject({ ok: true });
	await room.clock.advance(minute);
	expect(split(room)).toEqual({ blue: 100, green: 0 });
});

test('what pipelines need of people stands among the other needs, and hosts among the connections', async () => {
	const { world, room } = await openRoom();
	const run = giveRun(world.runner);
	world.runner.setJob(run, 'build', { state: 'failed' });
	await room.clock.advance(2_000);
	expect(room.engine.state().needs['pipeline:checkout']).toMatchObject({ kind: 'pipeline', urgency: 'soon' });
	expect(room.engine.state().connections['ci:memory.test']).toMatchObject({ kind: 'ci', state: 'reachable' });
	const tested = room.engine.connections.test({ connectionId: 'ci:memory.test' }, caller);
	expect(await tested).toMatchObject({ ok: true });
	await room.engine.closeProject('p');
	expect(room.engine.state()).toMatchObject({ services: {}, connections: {}, needs: {} });
});

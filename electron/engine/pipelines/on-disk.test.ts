/** Pipelines on the real store: what was told, decided and made is there after a restart. */
import { expect, onTestFinished, test } from 'vitest';
import { openStore } from '../../store/open-store.ts';
import { onePerson, pipelineConfig } from '../testing/test-pipeline-config.ts';
import { ada, createWorld, giveRun, openPipelineRoom, pass } from '../testing/test-pipelines.ts';

async function openWorld() {
	const opened = await openStore({
		file: ':memory:',
		holder: { label: 'test', host: 'here', pid: 1, startedAt: 0 },
		processes: { look: () => ({ state: 'alive', mark: null }) },
	});
	if (!opened.ok) throw new Error(opened.problem.message);
	onTestFinished(() => opened.value.close());
	return { ...createWorld(), store: opened.value };
}

test('runs, releases, evidence, figures and approvals come back from the store', async () => {
	const world = await openWorld();
	const config = pipelineConfig({ approval: onePerson });
	const setup = { pipeline: { config, runner: world.runner, git: world.git } };
	const room = await openPipelineRoom(setup, world);
	pass(room.runner, giveRun(room.runner));
	await room.clock.advance(2_000);
	const input = {
		...({ service: 'shop', runId: 'shop:1', stage: 'user-acceptance', attempt: 1, decision: 'approved' } as const),
		...{ reason: null, answers: [], idempotencyKey: 'approve-1' },
	};
	expect(await room.during(room.pipelines.api.approve(input, ada))).toMatchObject({ ok: true });
	const before = room.pipeline();
	expect(before.latest).toMatchObject({ version: '2.1.0', headline: '2.1.0 is ready for production' });
	await room.pipelines.stop();
	room.runner.faults.set('unreachable');
	const again = await openPipelineRoom(setup, world);
	expect(again.pipeline()).toMatchObject({ state: 'unreachable', latest: before.latest, releases: before.releases });
	expect((await again.detail())?.evidence.evidence).toHaveLength(2);
	expect(await again.during(again.pipelines.api.approve(input, ada))).toMatchObject({ value: { duplicate: true } });
	const mayStart = { key: 'shop/production', version: '2.1.0', isGoingBack: false, isWithoutPipeline: false } as const;
	expect(await again.pipelines.mayStart(mayStart)).toMatchObject({ ok: true });
	expect(await world.store.verify()).toMatchObject({ ok: true });
});

test('a version of another commit is refused by the store as well', async () => {
	const world = await openWorld();
	const config = pipelineConfig({ version: { kind: 'template', template: '2.4.0' } });
	const setup = { pipeline: { config, runner: world.runner, git: world.git } };
	const room = await openPipelineRoom(setup, world);
	for (const _ of [1, 2]) {
		pass(room.runner, giveRun(room.runner));
		await room.clock.advance(2_000);
	}
	expect(room.pipeline().releases).toMatchObject([{ version: '2.4.0', runId: 'shop:1' }]);
	expect((await room.detail())?.problem?.message).toContain('2.4.0 was already made from 0000000; raise the version.');
});

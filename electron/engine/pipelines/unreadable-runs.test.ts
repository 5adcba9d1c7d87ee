import { expect, test } from 'vitest';
import { fail } from '../../../shared/domain/result.ts';
import { giveRun, openPipelineRoom, pass } from '../testing/test-pipelines.ts';

const odd = fail('ci-rejected', 'Memory answers what nobody understands.', 'Look at its version.').problem;

test('a run that cannot be understood does not slow down its service', async () => {
	const room = await openPipelineRoom();
	const id = giveRun(room.runner);
	await room.clock.advance(5_000);
	room.runner.faults.failNext('readRun', 10_000, odd);
	room.runner.setJob(id, 'build', { state: 'running' });
	await room.clock.advance(30_000);
	const asked = room.runner.calls('listRuns');
	await room.clock.advance(600_000);
	expect(room.runner.calls('listRuns') - asked).toBeGreaterThan(100);
	expect((await room.detail())?.problem).toMatchObject({ code: 'ci-rejected' });
});

test('runs that cannot be understood take no turn from those that can', async () => {
	const room = await openPipelineRoom();
	const ids = Array.from({ length: 14 }, () => giveRun(room.runner));
	await room.clock.advance(20_000);
	const { readRun } = room.runner;
	const broken = new Set(ids.slice(6, 12));
	room.runner.readRun = (nativeId, signal) =>
		broken.has(nativeId) ? Promise.resolve({ ok: false, problem: odd }) : readRun(nativeId, signal);
	for (const id of ids) room.runner.setJob(id, 'build', { state: 'running' });
	await room.clock.advance(60_000);
	pass(room.runner, '1');
	await room.clock.advance(60_000);
	const runs = await room.pipelines.api.runs({ service: 'shop', before: null, limit: 30 });
	const first = runs.ok ? runs.value.find(({ id }) => id === 'shop:1') : undefined;
	expect(first).toMatchObject({ state: 'passed', version: '2.1.0' });
});

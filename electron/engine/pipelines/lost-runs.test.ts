import { expect, test } from 'vitest';
import { fail } from '../../../shared/domain/result.ts';
import { ada, giveRun, openPipelineRoom, pass } from '../testing/test-pipelines.ts';
import { key } from './test-decisions.ts';

const gone = fail('not-found', 'Memory has no run 1.', 'It was deleted.').problem;

test('a run that its host said it did not know is read again once the list tells more of it', async () => {
	const room = await openPipelineRoom();
	const id = giveRun(room.runner);
	room.runner.setJob(id, 'build', { state: 'running' });
	await room.clock.advance(10_000);
	room.runner.faults.failNext('readRun', 1, gone);
	await room.clock.advance(10_000);
	expect((await room.detail())?.problem).toMatchObject({ code: 'not-found' });
	pass(room.runner, id);
	await room.clock.advance(70_000);
	expect(room.pipeline().latest).toMatchObject({ state: 'passed', version: '2.1.0' });
	expect((await room.detail())?.problem).toBeNull();
});

test('a run that was thrown away on its way needs somebody, and says so', async () => {
	const room = await openPipelineRoom();
	const id = giveRun(room.runner);
	room.runner.setJob(id, 'build', { state: 'running' });
	await room.clock.advance(10_000);
	room.runner.faults.failNext('readRun', 1, gone);
	await room.clock.advance(10_000);
	expect(room.needs()).toMatchObject([
		{ kind: 'pipeline', title: 'shop: nobody can tell how Run 1 goes on', detail: 'Memory has no run 1.' },
	]);
	giveRun(room.runner);
	await room.clock.advance(10_000);
	expect(room.needs()).toEqual([]);
});

test('the newest run of the branch stays on screen, however many other branches had a turn since', async () => {
	const room = await openPipelineRoom();
	room.runner.setJob(giveRun(room.runner), 'build', { state: 'failed' });
	await room.clock.advance(2_000);
	for (let turn = 0; turn < 45; turn += 1) {
		const given = { service: 'shop', branch: 'feature', commit: null, inputs: {}, idempotencyKey: key() };
		const started = await room.during(room.pipelines.api.start(given, ada));
		if (!started.ok || started.value.runId === null) throw new Error('not started');
		room.runner.setJob(started.value.runId.slice('shop:'.length), 'build', { state: 'failed' });
	}
	await room.clock.advance(600_000);
	expect(room.pipeline().latest).toMatchObject({ id: 'shop:1' });
});

import { expect, test } from 'vitest';
import { fail } from '../../../shared/domain/result.ts';
import { createMemoryRunner } from '../../connectors/ci/memory/memory-runner.ts';
import { pipelineConfig } from '../testing/test-pipeline-config.ts';
import { ada, createWorld, giveRun, openPipelineRoom, pass } from '../testing/test-pipelines.ts';

const start = { service: 'shop', branch: null, commit: null, inputs: {}, idempotencyKey: 'start-0001' };
const onRun = { service: 'shop', runId: 'shop:1', idempotencyKey: 'on-run-001' };

test('a run is started once, written down before, and on screen at once', async () => {
	const room = await openPipelineRoom();
	const { api } = room.pipelines;
	const twice = Promise.all([api.start({ ...start, inputs: { level: 'full' } }, ada), api.start(start, ada)]);
	expect(await room.during(twice)).toMatchObject([
		{ value: { duplicate: false, runId: 'shop:1' } },
		{ value: { duplicate: true, runId: 'shop:1' } },
	]);
	expect(room.runner.starts()).toEqual([{ branch: 'main', commit: null, inputs: { level: 'full' }, startedBy: 'Ada' }]);
	expect(room.store.facts).toMatchObject([
		{ actor: { kind: 'person', name: 'Ada' }, fact: { type: 'run-command', command: 'start', detail: 'main' } },
	]);
	expect(room.pipeline().latest?.id).toBe('shop:1');
});

test('a run of another branch is followed, although the list of the branch does not have it', async () => {
	const room = await openPipelineRoom();
	const started = room.pipelines.api.start({ ...start, branch: 'feature' }, ada);
	expect(await room.during(started)).toMatchObject({ value: { runId: 'shop:1' } });
	const jobs = (await room.detail('shop:1'))?.otherJobs.map(({ name }) => name) ?? [];
	const staged = (await room.detail('shop:1'))?.stages.flatMap(({ jobList }) => jobList.map(({ name }) => name)) ?? [];
	for (const job of [...staged, ...jobs]) room.runner.setJob('1', job, { state: 'passed' });
	await room.clock.advance(10_000);
	expect((await room.detail('shop:1'))?.run.state).toBe('passed');
	expect(room.pipeline()).toMatchObject({ latest: null, releases: [] });
});

test('what fails is not tried again by itself, and says why', async () => {
	const room = await openPipelineRoom();
	const away = fail('ci-unreachable', 'Memory does not answer.', 'Try again.', { retryable: true });
	room.runner.faults.failNext('start', 1, away.problem);
	const failed = room.during(room.pipelines.api.start(start, ada));
	expect(await failed).toMatchObject({ problem: { code: 'ci-unreachable' } });
	await room.clock.advance(120_000);
	expect(room.runner.calls('start')).toBe(1);
	// The same click arriving again is answered as before; only another click tries again.
	const again = room.during(room.pipelines.api.start(start, ada));
	expect(await again).toMatchObject({ problem: { code: 'ci-unreachable' } });
	expect(room.runner.calls('start')).toBe(1);
	const anew = room.during(room.pipelines.api.start({ ...start, idempotencyKey: 'start-0002' }, ada));
	expect(await anew).toMatchObject({ ok: true });
});

test('a cancel that failed is answered alike when the same click comes again', async () => {
	const room = await openPipelineRoom();
	giveRun(room.runner);
	await room.clock.advance(500);
	const away = fail('ci-unreachable', 'Memory does not answer.', 'Try again.', { retryable: true });
	room.runner.faults.failNext('cancel', 1, away.problem);
	const click = () => room.during(room.pipelines.api.cancel({ ...onRun, idempotencyKey: 'cancel-001' }, ada));
	expect([await click(), await click()]).toMatchObject([
		{ problem: { code: 'ci-unreachable' } },
		{ problem: { code: 'ci-unreachable' } },
	]);
	expect(room.runner.calls('cancel')).toBe(1);
});

test('nothing is asked of a host that could not be written down', async () => {
	const room = await openPipelineRoom();
	room.store.fill(true);
	expect(await room.during(room.pipelines.api.start(start, ada))).toMatchObject({ problem: { code: 'store-full' } });
	expect(room.runner.calls('start')).toBe(0);
	room.store.fill(false);
	expect(await room.during(room.pipelines.api.start(start, ada))).toMatchObject({ value: { duplicate: false } });
});

test('a run is cancelled, run again, and answered as far as its state allows', async () => {
	const room = await openPipelineRoom();
	const { api } = room.pipelines;
	const id = giveRun(room.runner);
	room.runner.setJob(id, 'build', { state: 'needs-person' });
	await room.clock.advance(500);
	const again = { ...onRun, onlyFailed: false, idempotencyKey: 'again-0001' };
	expect(await room.during(api.rerun(again, ada))).toMatchObject({
		problem: { code: 'not-allowed', message: '"Run again" can do nothing here: It has not ended yet.' },
	});
	const jobId = (await room.detail())?.stages[0]?.jobList[0]?.id ?? '';
	const answer = { ...onRun, jobId, approve: true, comment: 'Go' };
	expect(await room.during(api.answer({ ...answer, idempotencyKey: 'answer-001' }, ada))).toMatchObject({ ok: true });
	expect(await room.during(api.answer({ ...answer, idempotencyKey: 'answer-002' }, ada))).toMatchObject({
		problem: { message: expect.stringContaining('does not wait for anybody') },
	});
	const cancel = { ...onRun, idempotencyKey: 'cancel-001' };
	const twice = Promise.all([api.cancel(cancel, ada), api.cancel(cancel, ada)]);
	expect(await room.during(twice)).toMatchObject([{ value: { duplicate: false } }, { value: { duplicate: true } }]);
	expect(room.pipeline().latest).toMatchObject({ state: 'cancelled', headline: 'Run 1 was cancelled in Commit' });
	expect(await room.during(api.rerun({ ...again, onlyFailed: true }, ada))).toMatchObject({ ok: true });
	expect(room.pipeline().latest).toMatchObject({ attempt: 2 });
	const commands = room.store.facts.map(({ fact }) => (fact.type === 'run-command' ? fact.command : fact.type));
	expect(commands).toEqual(['answer', 'cancel', 'rerun-failed']);
});

test('what a runner cannot do is refused in words, on the button and behind it', async () => {
	const world = createWorld();
	const can = { start: false, rerun: false, rerunFailed: false, cancel: false, answer: false };
	const runner = createMemoryRunner({ clock: world.clock, can });
	const pipeline = { config: pipelineConfig(), runner, git: world.git };
	const room = await openPipelineRoom({ pipeline }, { ...world, runner });
	pass(runner, giveRun(runner));
	await room.clock.advance(1_000);
	const detail = await room.detail();
	expect([detail?.rerun, detail?.rerunFailed, detail?.cancel, room.pipeline().start]).toMatchObject([
		{ allowed: false, detail: 'Memory does not run anything again for us' },
		{ allowed: false, detail: 'Memory can only run the whole of it again' },
		{ allowed: false, detail: 'It has ended already' },
		{ allowed: false, detail: 'Memory does not start runs for us' },
	]);
	expect(await room.during(room.pipelines.api.start(start, ada))).toMatchObject({ problem: { code: 'not-allowed' } });
	expect(runner.calls('start')).toBe(0);
});

test('whoever may only look changes nothing', async () => {
	const room = await openPipelineRoom();
	giveRun(room.runner);
	await room.clock.advance(500);
	const guest = { name: 'Eve', mayAct: false };
	const { api } = room.pipelines;
	const tried = [
		api.start(start, guest),
		api.cancel(onRun, guest),
		api.rerun({ ...onRun, onlyFailed: false, idempotencyKey: 'guest-0001' }, guest),
	];
	for (const each of tried) expect(await room.during(each)).toMatchObject({ problem: { code: 'not-allowed' } });
	expect(room.store.facts).toEqual([]);
});

import { expect, test } from 'vitest';
import { fail } from '../../../shared/domain/result.ts';
import { coverageGate, pipelineConfig } from '../testing/test-pipeline-config.ts';
import { coverage, passedTests } from '../testing/test-pipeline-fakes.ts';
import { ada, createWorld, giveRun, openPipelineRoom, pass, serviceSetup } from '../testing/test-pipelines.ts';

const withCoverage = (world = createWorld()) =>
	openPipelineRoom(
		{ pipeline: { config: pipelineConfig({ gates: [coverageGate] }), runner: world.runner, git: world.git } },
		world,
	);

test('a run goes through its stages on screen, and makes a release when it is green', async () => {
	const room = await openPipelineRoom();
	expect(room.pipeline()).toMatchObject({ latest: null, state: 'reachable', releases: [] });
	const id = giveRun(room.runner);
	await room.clock.advance(500);
	expect(room.pipeline().latest).toMatchObject({ id: 'shop:1', headline: 'Run 1 waits for a machine' });
	room.runner.setJob(id, 'build', { state: 'running' });
	await room.clock.advance(500);
	expect(room.pipeline().latest?.headline).toBe('Run 1 is in Commit');
	pass(room.runner, id, ['build', 'unit']);
	await room.clock.advance(500);
	const states = room.pipeline().latest?.stages.map(({ state }) => state);
	expect(states).toEqual(['passed', 'running', 'not-reached', 'not-reached']);
	expect(room.pipeline().releases).toEqual([]);
	pass(room.runner, id, ['api']);
	await room.clock.advance(500);
	expect(room.pipeline().latest).toMatchObject({
		version: '2.1.0',
		headline: '2.1.0 is ready for production',
	});
	expect(room.pipeline().releases).toMatchObject([{ version: '2.1.0', commitCount: null, previous: null }]);
	expect(room.releaseTold()).toBeGreaterThan(0);
	expect(room.pipelines.releasesOf('shop')).toEqual([
		{ version: '2.1.0', commit: '1'.padStart(40, '0'), notes: 'Change 1' },
	]);
	expect(Object.values(room.hub.state().notices)).toMatchObject([
		{ title: 'shop: 2.1.0 is made', detail: 'the first release by 1 author' },
	]);
});

test('a failed run says which job failed, needs somebody, and makes no release', async () => {
	const room = await openPipelineRoom();
	const id = giveRun(room.runner, { commit: { subject: 'Count twice' } });
	pass(room.runner, id, ['build']);
	await room.clock.advance(500);
	room.runner.setJob(id, 'unit', { state: 'failed' });
	await room.clock.advance(500);
	expect(room.pipeline().latest?.headline).toBe('Commit failed: unit');
	expect(room.needs()).toMatchObject([
		{
			kind: 'pipeline',
			urgency: 'soon',
			title: 'shop: Commit failed: unit',
			detail: expect.stringContaining('Count twice'),
			pipeline: { service: 'shop', runId: 'shop:1' },
		},
	]);
	expect(Object.values(room.hub.state().notices)).toMatchObject([{ tone: 'bad', title: 'shop: Commit failed: unit' }]);
	expect(room.pipeline().releases).toEqual([]);
});

test('reports are read when a stage is over, once more at the end, and never twice for the same', async () => {
	const room = await openPipelineRoom();
	const id = giveRun(room.runner);
	pass(room.runner, id, ['build']);
	await room.clock.advance(60_000);
	expect(room.collector.asked).toEqual([]);
	pass(room.runner, id, ['unit']);
	await room.clock.advance(60_000);
	expect(room.collector.asked).toEqual([{ nativeId: '1', sources: ['unit'] }]);
	pass(room.runner, id, ['api']);
	await room.clock.advance(600_000);
	expect(room.collector.asked.slice(1)).toEqual([{ nativeId: '1', sources: ['unit', 'api'] }]);
	expect(await room.store.evidence({ runId: 'shop:1', attempt: 1 })).toMatchObject({
		ok: true,
		value: { evidence: [{ source: 'unit' }, { source: 'api' }] },
	});
});

test('reports that could not be fetched are tried again, and the gate waits instead of failing', async () => {
	const room = await openPipelineRoom();
	const away = fail('ci-unreachable', 'Memory does not answer.', 'Tried again.', { retryable: true });
	room.collector.failNext(2, away.problem);
	room.collector.slow(1_000);
	const id = giveRun(room.runner);
	pass(room.runner, id);
	await room.clock.advance(600);
	expect((await room.detail())?.stages[0]?.gateResults).toMatchObject([{ outcome: 'waiting' }]);
	await room.clock.advance(1_000);
	expect((await room.detail())?.problem).toMatchObject({ message: 'Memory does not answer.' });
	await room.clock.advance(30_000);
	expect(room.collector.asked).toHaveLength(3);
	expect(room.pipeline().latest).toMatchObject({ version: '2.1.0' });
	expect((await room.detail())?.problem).toBeNull();
});

test('a gate that fails holds the stage and the release, in one sentence', async () => {
	const room = await withCoverage();
	room.collector.set('1', [passedTests, coverage(792)]);
	const id = giveRun(room.runner);
	pass(room.runner, id);
	await room.clock.advance(1_000);
	expect(room.pipeline().latest).toMatchObject({ version: null, headline: expect.stringContaining('79.2 %') });
	expect(room.pipeline().latest?.stages[0]).toMatchObject({ state: 'gates', gates: { passed: 1, failed: 1 } });
	expect(room.needs()).toMatchObject([{ kind: 'gate', title: 'shop: Coverage is failed in Commit' }]);
});

test('figures of gates are kept for the trend, and the next run is held against the last release', async () => {
	const room = await withCoverage();
	room.collector.set('1', [passedTests, coverage(900)]);
	pass(room.runner, giveRun(room.runner));
	await room.clock.advance(1_000);
	room.collector.set('2', [passedTests, coverage(850)]);
	pass(room.runner, giveRun(room.runner));
	await room.clock.advance(1_000);
	const result = (await room.detail())?.stages[0]?.gateResults.find(({ gate }) => gate === 'Coverage');
	expect(result?.trend).toMatchObject({ value: 0.85, before: { version: '2.1.0', value: 0.9 }, values: [0.9, 0.85] });
	const again = await room.restart();
	const after = (await again.detail())?.stages[0]?.gateResults.find(({ gate }) => gate === 'Coverage');
	expect(after?.trend).toEqual(result?.trend);
});

test('a second try starts with nothing proven, and what the first had counts no more', async () => {
	const room = await withCoverage();
	room.collector.set('1', [passedTests, coverage(700)]);
	const id = giveRun(room.runner);
	pass(room.runner, id);
	await room.clock.advance(1_000);
	expect((await room.detail())?.stages[0]?.gateResults).toMatchObject([{ outcome: 'passed' }, { outcome: 'failed' }]);
	await room.during(
		room.pipelines.api.rerun(
			{ service: 'shop', runId: 'shop:1', onlyFailed: false, idempotencyKey: 'again-0001' },
			ada,
		),
	);
	expect((await room.detail())?.run).toMatchObject({ attempt: 2 });
	expect((await room.detail())?.stages[0]?.gateResults).toMatchObject([{ outcome: 'waiting' }, { outcome: 'waiting' }]);
	room.collector.set('1', [passedTests, coverage(900)]);
	pass(room.runner, id);
	await room.clock.advance(1_000);
	expect(room.pipeline().latest).toMatchObject({ attempt: 2, version: '2.1.0' });
	expect(await room.store.release({ service: 'shop', version: '2.1.0' })).toMatchObject({ value: { attempt: 2 } });
});

test('after a restart everything is on screen before any host has answered', async () => {
	const room = await openPipelineRoom();
	pass(room.runner, giveRun(room.runner));
	await room.clock.advance(2_000);
	const before = room.pipeline();
	await room.pipelines.stop();
	room.runner.faults.set('hang');
	const closed = room.runner.close;
	const again = await openPipelineRoom({}, room);
	expect(again.pipeline()).toMatchObject({ state: 'unknown', asOf: null, latest: { version: '2.1.0' } });
	expect(again.pipeline().latest).toEqual(before.latest);
	expect(again.pipeline().releases.map(({ version }) => version)).toEqual(['2.1.0']);
	expect(again.collector.asked).toHaveLength(1);
	await closed();
});

test('a run that was on when this room ended is taken up, and makes its release', async () => {
	const room = await openPipelineRoom();
	const id = giveRun(room.runner);
	pass(room.runner, id, ['build']);
	await room.clock.advance(2_000);
	await room.pipelines.stop();
	pass(room.runner, id, ['unit', 'api']);
	const again = await openPipelineRoom({}, room);
	await again.clock.advance(1_000);
	expect(again.pipeline().latest).toMatchObject({ version: '2.1.0' });
});

test('answers that say nothing new cause no patch but for their age, every 15 s', async () => {
	const room = await openPipelineRoom();
	pass(room.runner, giveRun(room.runner));
	await room.clock.advance(60_000);
	const leaving = new AbortController();
	const patches: string[] = [];
	const watching = (async () => {
		for await (const message of room.hub.watch(null, leaving.signal)) {
			if (message.kind === 'patch') patches.push(...message.changes.map(({ collection }) => collection));
		}
	})();
	await room.pipelines.api.lookAt({ services: ['shop'] });
	const asked = room.runner.calls('listRuns');
	await room.clock.advance(59_000);
	expect(room.runner.calls('listRuns') - asked).toBeGreaterThanOrEqual(9);
	expect(patches.filter((collection) => collection === 'services').length).toBeLessThanOrEqual(4);
	expect(patches.filter((collection) => collection === 'services').length).toBeGreaterThanOrEqual(3);
	leaving.abort();
	await watching;
});

test('of many runs that end together at most two are read at a time', async () => {
	const world = createWorld();
	world.collector.slow(1_000);
	const names = ['a', 'b', 'c', 'd', 'e'];
	const room = await openPipelineRoom(
		names.map((service) => serviceSetup(world, { service })),
		world,
	);
	pass(room.runner, giveRun(room.runner));
	await room.clock.advance(20_000);
	expect(room.collector.asked).toHaveLength(5);
	expect(room.collector.most()).toBe(2);
});

test('however many runs are on, each is read in its turn', async () => {
	const room = await openPipelineRoom();
	const ids = Array.from({ length: 12 }, () => giveRun(room.runner));
	await room.clock.advance(30_000);
	for (const id of ids) room.runner.setJob(id, 'build', { state: 'running' });
	await room.clock.advance(30_000);
	const runs = await room.pipelines.api.runs({ service: 'shop', before: null, limit: 30 });
	const headlines = runs.ok ? runs.value.map(({ headline }) => headline) : [];
	expect(headlines.toSorted()).toEqual(ids.map((id) => `Run ${id} is in Commit`).toSorted());
});

test('a run that its host has thrown away is asked for no more, and says so', async () => {
	const room = await openPipelineRoom();
	room.runner.setJob(giveRun(room.runner), 'build', { state: 'running' });
	await room.clock.advance(10_000);
	const gone = fail('not-found', 'Memory has no run 1.', 'It was deleted.');
	room.runner.faults.failNext('readRun', 1, gone.problem);
	await room.clock.advance(10_000);
	const asked = room.runner.calls('readRun');
	await room.clock.advance(120_000);
	expect(room.runner.calls('readRun')).toBe(asked);
	expect((await room.detail())?.problem).toMatchObject({ message: 'Memory has no run 1.' });
});

import { expect, test } from 'vitest';
import { fail } from '../../../shared/domain/result.ts';
import { createMemoryRunner, type MemoryRunner } from '../../connectors/ci/memory/memory-runner.ts';
import type { PipelineRunner, RateBudget } from '../pipeline-ports.ts';
import { pipelineConfig } from '../testing/test-pipeline-config.ts';
import {
	createWorld,
	giveRun,
	openPipelineRoom,
	pass,
	type PipelineWorld,
	serviceSetup,
} from '../testing/test-pipelines.ts';

const minute = 60_000;
const hour = 60 * minute;

/** As runners of hosts are, which tell nothing by themselves. */
function mute(runner: MemoryRunner): PipelineRunner {
	return { ...runner, onChange: () => () => undefined };
}

function muteSetup(world: PipelineWorld, runner = world.runner, service = 'shop') {
	return serviceSetup(world, {
		service,
		pipeline: { config: pipelineConfig(), runner: mute(runner), git: world.git },
	});
}

const asked = ({ runner }: PipelineWorld): number => runner.calls('listRuns');

test('what is on screen or on its way is asked often, the rest once a minute', async () => {
	const world = createWorld();
	const room = await openPipelineRoom([muteSetup(world)], world);
	await room.clock.advance(10 * minute);
	expect(asked(room)).toBeLessThanOrEqual(11);
	const before = asked(room);
	await room.pipelines.api.lookAt({ services: ['shop', 'unknown'] });
	await room.clock.advance(minute);
	expect(asked(room) - before).toBeGreaterThanOrEqual(10);
	await room.clock.advance(minute);
	const idle = asked(room);
	await room.clock.advance(5 * minute);
	expect(asked(room) - idle).toBeLessThanOrEqual(6);
	giveRun(room.runner);
	await room.clock.advance(70_000);
	const running = asked(room);
	await room.clock.advance(minute);
	expect(asked(room) - running).toBeGreaterThanOrEqual(10);
});

test('a runner that tells of changes is asked at once, and once for changes that come together', async () => {
	const room = await openPipelineRoom();
	await room.clock.advance(1_000);
	const before = asked(room);
	const id = giveRun(room.runner);
	pass(room.runner, id);
	await room.clock.advance(150);
	expect(asked(room) - before).toBe(1);
	expect(room.pipeline().latest?.id).toBe('shop:1');
});

test('a watched run and a followed log count as on screen', async () => {
	const world = createWorld();
	giveRun(world.runner);
	world.runner.setJob('1', 'build', { state: 'passed' });
	world.runner.setJob('1', 'unit', { state: 'failed' });
	const room = await openPipelineRoom([muteSetup(world)], world);
	await room.clock.advance(2 * minute);
	const leaving = new AbortController();
	const reading = (async () => {
		for await (const _ of room.pipelines.api.watchRun({ service: 'shop', runId: null }, leaving.signal));
	})();
	await room.clock.advance(10_000);
	const before = asked(room);
	await room.clock.advance(minute);
	expect(asked(room) - before).toBeGreaterThanOrEqual(10);
	leaving.abort();
	await reading;
});

test('a host that is away for an hour is asked ever less, told once, and known again soon after', async () => {
	const world = createWorld();
	const names = ['a', 'b', 'c'];
	const room = await openPipelineRoom(
		names.map((name) => muteSetup(world, world.runner, name)),
		world,
	);
	room.runner.faults.set('unreachable');
	await room.clock.advance(2 * minute);
	expect(room.pipeline('a')).toMatchObject({ state: 'unreachable', problem: { code: 'ci-unreachable' } });
	expect(room.hub.state().connections['ci:memory.test']).toMatchObject({ state: 'unreachable', kind: 'ci' });
	const before = asked(room);
	await room.clock.advance(hour);
	expect(asked(room) - before).toBeLessThanOrEqual(3 * 12);
	const lost = Object.values(room.hub.state().notices).filter(({ title }) => title.includes('cannot be reached'));
	expect(lost).toHaveLength(1);
	room.runner.faults.set(null);
	await room.clock.advance(11 * minute);
	expect(names.map((name) => room.pipeline(name).state)).toEqual(['reachable', 'reachable', 'reachable']);
	expect(room.hub.state().connections['ci:memory.test']).toMatchObject({ state: 'reachable', problem: null });
});

test('a limit is kept until the instant that the host named, and told in words', async () => {
	const world = createWorld();
	const room = await openPipelineRoom([muteSetup(world)], world);
	const budget: RateBudget = { limit: 5_000, remaining: 4_812, resetsAt: Date.UTC(2026, 10, 23, 15, 0) };
	room.runner.setBudget(budget);
	await room.clock.advance(2 * minute);
	expect(room.hub.state().connections['ci:memory.test']?.detail).toBe(
		'4\u202f812 of 5\u202f000 requests left until 15:00 UTC',
	);
	const limited = fail('ci-rate-limited', 'Memory takes no more requests for now.', 'Later.', {
		retryable: true,
		details: { notBefore: room.clock.now() + 20 * minute },
	});
	room.runner.faults.failNext('listRuns', 1, limited.problem);
	await room.clock.advance(2 * minute);
	expect(room.pipeline()).toMatchObject({ state: 'rate-limited', problem: { code: 'ci-rate-limited' } });
	const before = asked(room);
	await room.pipelines.api.lookAt({ services: ['shop'] });
	await room.clock.advance(16 * minute);
	expect(asked(room)).toBe(before);
	expect(room.hub.state().connections['ci:memory.test']?.state).toBe('reachable');
	await room.clock.advance(4 * minute);
	expect(asked(room)).toBeGreaterThan(before);
	expect(room.pipeline().state).toBe('reachable');
});

test('a token that is refused is told as what it is, once for the service', async () => {
	const world = createWorld();
	const room = await openPipelineRoom([muteSetup(world)], world);
	room.runner.faults.set('forbidden');
	await room.clock.advance(2 * minute);
	expect(room.pipeline()).toMatchObject({ state: 'unreachable', problem: { code: 'ci-unauthorised' } });
	expect(room.needs()).toMatchObject([
		{ kind: 'connection', detail: 'The token of Memory lacks the scope actions:read.' },
	]);
	const tested = room.during(room.pipelines.test('ci:memory.test') ?? Promise.reject(new Error('unknown')));
	expect(await tested).toMatchObject({ problem: { code: 'ci-unauthorised' } });
	room.runner.faults.set(null);
	const again = room.during(room.pipelines.test('ci:memory.test') ?? Promise.reject(new Error('unknown')));
	expect(await again).toMatchObject({ ok: true });
	expect(room.needs()).toEqual([]);
	expect(room.pipelines.test('ci:other')).toBeNull();
});

test('300 services over 4 hosts stay within what the hosts grant, and all have their turn', async () => {
	const world = createWorld();
	const { clock } = world;
	const start = clock.now();
	const hosts = [0, 1, 2, 3].map((index) => {
		const counted = { requests: 0 };
		const runners = Array.from({ length: 75 }, (_, at) => {
			const runner = createMemoryRunner({ clock, host: `host-${index}.test` });
			const id = giveRun(runner);
			if (at % 10 !== 0) pass(runner, id);
			return runner;
		});
		return { counted, runners };
	});
	/** Every answer counts, as with a host that knows no conditional requests. */
	function metered(runner: MemoryRunner, counted: { requests: number }): PipelineRunner {
		const budgetNow = (): RateBudget => ({ limit: 5_000, remaining: 5_000 - counted.requests, resetsAt: start + hour });
		const pay = <T>(call: Promise<T>): Promise<T> => {
			counted.requests += 1;
			runner.setBudget(budgetNow());
			return call;
		};
		return {
			...mute(runner),
			listRuns: async (request, signal) => {
				const answer = await pay(runner.listRuns(request, signal));
				return answer.ok ? { ok: true, value: { ...answer.value, isUnchanged: false } } : answer;
			},
			readRun: (nativeId, signal) => pay(runner.readRun(nativeId, signal)),
			artifacts: (nativeId, signal) => pay(runner.artifacts(nativeId, signal)),
		};
	}
	const setups = hosts.flatMap(({ counted, runners }, host) =>
		runners.map((runner, at) =>
			serviceSetup(world, {
				service: `s-${host}-${at}`,
				pipeline: { config: pipelineConfig(), runner: metered(runner, counted), git: null },
			}),
		),
	);
	const room = await openPipelineRoom(setups, world);
	const sizes: number[] = [];
	const leaving = new AbortController();
	const watching = (async () => {
		for await (const message of room.hub.watch(null, leaving.signal)) {
			if (message.kind === 'patch')
				sizes.push(message.changes.filter(({ collection }) => collection === 'services').length);
		}
	})();
	await clock.advance(2.5 * minute);
	const names = setups.map(({ service }) => service);
	expect(names.every((name) => room.pipeline(name).state === 'reachable')).toBe(true);
	expect(names.filter((name) => room.pipeline(name).latest?.version === '2.1.0')).toHaveLength(268);
	expect(Math.max(...sizes)).toBeLessThanOrEqual(40);
	// A third of the window is left to people; what polling took in the first minutes must be far from the rest.
	for (const { counted } of hosts) expect(counted.requests).toBeLessThan(1_200);
	leaving.abort();
	await watching;
}, 60_000);

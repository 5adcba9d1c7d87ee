import { describe, expect, it } from 'vitest';
import { defaultHealthPolicy } from '../../shared/domain/health/defaults.ts';
import type { HealthPolicy, StoredLook } from '../../shared/domain/health/model.ts';
import { createPolicyJudge } from '../../shared/domain/health/policy/policy-judge.ts';
import { replayLooks } from '../../shared/domain/health/policy/replay.ts';
import type { SlotTotals } from '../../shared/domain/health/totals.ts';
import { fail } from '../../shared/domain/result.ts';
import { createMemorySource } from '../connectors/metrics/memory/source.ts';
import { createMemoryTarget } from '../connectors/targets/memory/memory-target.ts';
import type { MetricSource } from './ports.ts';
import { createFakeClock } from './testing/fake-clock.ts';
import { healthyValues, minute, openTestRoom, setupOf, type TestRoom } from './testing/test-room.ts';

function withPolicy(health: HealthPolicy, sampleIntervalMs = 5_000) {
	const clock = createFakeClock();
	const target = createMemoryTarget({ clock, label: 'memory', versions: [] });
	const { config } = setupOf(target, createMemorySource({ clock }));
	return { config: { ...config, health, sampleIntervalMs } };
}

const slow: HealthPolicy = { ...defaultHealthPolicy, sequential: { ...defaultHealthPolicy.sequential, role: 'off' } };

async function looksOf(room: TestRoom): Promise<readonly StoredLook[]> {
	const looks = await room.store.looks(room.now().id);
	if (!looks.ok) throw new Error(looks.problem.message);
	return looks.value;
}

const verdicts = async (room: TestRoom): Promise<number> => {
	const events = await room.store.events(room.now().id);
	return events.ok ? events.value.filter(({ event }) => event.type === 'verdict').length : Number.NaN;
};

/** Puts totals and answers beside the readings of a room's source. */
function extend(room: TestRoom, more: Partial<Pick<MetricSource, 'measure'>> & { totals?: readonly SlotTotals[] }) {
	const read = room.source.read.bind(room.source);
	room.source.read = async (request, signal) => ({
		...(await read(request, signal)),
		...(more.totals === undefined ? {} : { totals: more.totals }),
	});
	if (more.measure !== undefined) room.source.measure = more.measure;
}

describe('looks', () => {
	it.each([
		['at every sample for the sequential judge where samples are rare', withPolicy(defaultHealthPolicy), 5_000],
		['each five seconds for it where samples are dense', withPolicy(defaultHealthPolicy, 1_000), 5_000],
		["at the strategy's pace without it", withPolicy(slow), 30_000],
	])('come %s', async (_, setup, paceMs) => {
		const room = await openTestRoom({ setup });
		await room.start();
		await room.clock.advance(5 * minute);
		const looks = await looksOf(room);
		const gaps = looks.slice(1).map(({ at }, index) => at - (looks[index]?.at ?? 0));
		expect(looks.length).toBeGreaterThanOrEqual((5 * minute) / paceMs - 1);
		expect(new Set(gaps)).toEqual(new Set([paceMs]));
	});

	it('are all kept, and few of them are worth a line in the journal', async () => {
		const room = await openTestRoom();
		await room.start();
		await room.clock.advance(16 * minute);
		expect((await looksOf(room)).length).toBeGreaterThan(150);
		expect(await verdicts(room)).toBeLessThanOrEqual(4);
	});

	it('hold the policy once, and how far the watching had come', async () => {
		const room = await openTestRoom();
		await room.start();
		await room.clock.advance(46 * minute);
		const looks = await looksOf(room);
		expect(looks.filter(({ policy }) => policy !== undefined)).toHaveLength(1);
		expect(looks[0]?.policy).toEqual(defaultHealthPolicy);
		const progress = looks.map(({ input }) => input.progress);
		expect(progress.every((one) => one?.plannedMs === 45 * minute && one.clockRate === 1)).toBe(true);
		const ends = progress.filter((one) => one?.stepElapsed);
		expect(ends.map((one) => [one?.elapsedMs, one?.isLastStep])).toEqual([
			[15 * minute, false],
			[45 * minute, true],
		]);
	});

	it('see the last seconds of a step before anything follows from its end', async () => {
		const room = await openTestRoom({ setup: withPolicy(slow) });
		await room.start();
		await room.clock.advance(14 * minute + 55_000);
		room.source.set('green', { ...healthyValues, errorRate: 0.2 });
		await room.clock.advance(6_000);
		expect(room.now()).toMatchObject({ state: 'rolled-back', rollback: { reason: 'unhealthy' } });
		expect((await looksOf(room)).at(-1)?.stepIndex).toBe(3);
	});

	it('that cannot be kept disturb nothing', async () => {
		const saveLook = async () => fail('store-full', 'The disk is full.', 'Free some.');
		const room = await openTestRoom({ wrapStore: (store) => ({ ...store, saveLook }) });
		await room.start();
		await room.clock.advance(16 * minute);
		expect(room.target.split()).toEqual({ blue: 75, green: 25 });
	});
});

describe('after a restart', () => {
	it('the judge remembers what it saw before, as if nothing had happened', async () => {
		const room = await openTestRoom();
		await room.start();
		await room.clock.advance(4 * minute);
		const before = await looksOf(room);
		const after = await room.crash(20_000);
		await after.clock.advance(2 * minute);
		const looks = await looksOf(after);
		expect(looks.length).toBeGreaterThan(before.length + 10);
		const trail = await after.engine.evidence.trail({ deploymentId: after.now().id });
		const again = replayLooks(createPolicyJudge(defaultHealthPolicy), defaultHealthPolicy, looks);
		expect(trail).toMatchObject({ ok: true, value: { looks: looks.length, points: again.points } });
		expect(after.shown().latestLook).toEqual(again.verdict);
	});

	it('a release that harms goes back while the judge still remembers, and nothing goes forward', async () => {
		const room = await openTestRoom();
		await room.start();
		await room.clock.advance(minute);
		room.store.looks = () => new Promise(() => undefined);
		const after = await room.crash();
		await after.clock.advance(20 * minute);
		expect(after.target.split()).toEqual({ blue: 95, green: 5 });
		after.source.set('green', { ...healthyValues, errorRate: 0.2 });
		await after.clock.advance(6_000);
		expect(after.now()).toMatchObject({ state: 'rolled-back', rollback: { reason: 'unhealthy' } });
	});

	it('what is seen while the judge remembers neither counts twice nor is lost to it', async () => {
		const room = await openTestRoom();
		await room.start();
		await room.clock.advance(4 * minute);
		const { looks } = room.store;
		room.store.looks = async (id) => {
			const read = await looks(id);
			await new Promise<void>((resolve) => room.clock.after(minute, resolve));
			return read;
		};
		const after = await room.crash();
		await after.clock.advance(3 * minute);
		const kept = await looks(after.now().id);
		if (!kept.ok) throw new Error(kept.problem.message);
		const again = replayLooks(createPolicyJudge(defaultHealthPolicy), defaultHealthPolicy, kept.value);
		expect(after.shown().latestLook).toEqual(again.verdict);
		expect(kept.value.length).toBeGreaterThan(60);
	});

	it('a judge whose looks cannot be read begins anew, and the release is still watched', async () => {
		const room = await openTestRoom();
		await room.start();
		await room.clock.advance(minute);
		room.store.looks = async () => fail('store-failed', 'Gone.', 'Look.');
		const after = await room.crash();
		after.source.set('green', { ...healthyValues, errorRate: 0.2 });
		await after.clock.advance(minute);
		expect(after.now()).toMatchObject({ state: 'rolled-back', rollback: { reason: 'unhealthy' } });
	});
});

function totals(slot: 'blue' | 'green'): SlotTotals {
	const counted = { requests: 100, events: { errors: 1 }, latency: null, gauges: {} };
	return { slot, version: '2.4.0', epoch: 'a', at: 1, ...counted, source: 'memory', query: '' };
}

describe('what a look asks for', () => {
	it('totals belong to the role that the slot plays', async () => {
		const room = await openTestRoom();
		extend(room, { totals: [totals('green'), totals('blue')] });
		await room.start();
		await room.clock.advance(6_000);
		const [look] = await looksOf(room);
		expect(look?.input.totals).toEqual({ canary: totals('green'), stable: totals('blue') });
		expect(room.shown().latestLook?.input).not.toHaveProperty('totals');
		extend(room, { totals: [totals('green')] });
		await room.clock.advance(6_000);
		expect((await looksOf(room)).at(-1)?.input.totals).toEqual({ canary: totals('green'), stable: null });
	});

	const analysing: HealthPolicy = {
		...defaultHealthPolicy,
		analysis: {
			role: 'inform',
			metrics: [
				{
					...{
						name: 'success',
						query: 'ok{slot="{{slot}}"}',
						successCondition: 'result[0] > 0',
						failureCondition: null,
					},
					...{ intervalMs: 30_000, initialDelayMs: 0, count: null, dryRun: false },
					limits: { failureLimit: 0, inconclusiveLimit: 0, consecutiveErrorLimit: 4, consecutiveSuccessLimit: 0 },
				},
			],
		},
	};

	it("the team's queries about the new release, at their own pace", async () => {
		const room = await openTestRoom({ setup: withPolicy(analysing) });
		const asked: string[] = [];
		extend(room, {
			async measure({ queries, place }) {
				asked.push(`${queries.map(({ name }) => name).join()} of ${place.slot}`);
				const at = room.clock.now();
				const rest = { detail: null, query: 'ok', source: 'memory' };
				return { success: { at, state: 'measured', shape: 'vector', values: [1], ...rest } };
			},
		});
		await room.start();
		await room.clock.advance(2 * minute + 1_000);
		expect(asked).toEqual(Array.from({ length: 4 }, () => 'success of green'));
		const evidence = room.shown().latestLook?.evidence?.filter(({ judge }) => judge === 'analysis');
		expect(evidence).toMatchObject([{ metric: 'success', role: 'inform' }]);
	});

	it.each([
		['hang', () => new Promise<never>(() => undefined), 'did not answer within 15 s'],
		['throw', () => Promise.reject(new Error('no')), 'failed unexpectedly'],
		['leave one out', async () => ({}), 'no answer'],
		['are not understood', undefined, 'answers no queries'],
	] as const)('answers that %s are failures of the answer alone', async (_, measure, detail) => {
		const room = await openTestRoom({ setup: withPolicy(analysing) });
		if (measure === undefined) Reflect.deleteProperty(room.source, 'measure');
		else extend(room, { measure });
		await room.start();
		await room.clock.advance(26_000);
		const looks = await looksOf(room);
		const answered = looks.find(({ input }) => input.measurements !== undefined);
		expect(answered?.input.canary.errorRate.state).toBe('measured');
		expect(answered?.input.measurements?.success).toMatchObject({ state: 'failed' });
		expect(answered?.input.measurements?.success?.detail).toContain(detail);
		expect(room.now().state).toBe('analysing');
	});

	it('answers that hang delay neither a look nor a rollback', async () => {
		const room = await openTestRoom({ setup: withPolicy(analysing) });
		extend(room, { measure: () => new Promise(() => undefined) });
		await room.start();
		await room.clock.advance(40_000);
		expect((await looksOf(room)).length).toBeGreaterThanOrEqual(6);
		room.source.set('green', { ...healthyValues, errorRate: 0.2 });
		await room.clock.advance(6_000);
		expect(room.now()).toMatchObject({ state: 'rolled-back', rollback: { reason: 'unhealthy' } });
	});

	it('answers that are late come with a later look, once each', async () => {
		const room = await openTestRoom({ setup: withPolicy(analysing) });
		let asked = 0;
		extend(room, {
			measure: () =>
				new Promise((resolve) => {
					const rest = { shape: 'vector', values: [1], detail: null, query: 'ok', source: 'memory' } as const;
					const at = room.clock.now();
					asked += 1;
					room.clock.after(7_000, () => resolve({ success: { at, state: 'measured', ...rest } }));
				}),
		});
		await room.start();
		await room.clock.advance(2 * minute);
		const answers = (await looksOf(room)).flatMap(({ input }) => input.measurements?.success ?? []);
		expect(asked).toBeGreaterThanOrEqual(3);
		expect(answers.length).toBeGreaterThanOrEqual(asked - 1);
		expect(new Set(answers.map(({ at }) => at)).size).toBe(answers.length);
	});

	it('nothing where no judge wants an answer', async () => {
		const room = await openTestRoom();
		extend(room, { measure: () => Promise.reject(new Error('nobody asked')) });
		await room.start();
		await room.clock.advance(minute);
		const looks = await looksOf(room);
		expect(looks.every(({ input }) => Object.keys(input.measurements ?? {}).length === 0)).toBe(true);
	});
});

import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import type { Deployment } from '../../deployment/model.ts';
import { nothingHappened } from '../../deployment/model.ts';
import { canarySteps, strategyDefaults } from '../../strategy/model.ts';
import { defaultHealthPolicy } from '../defaults.ts';
import { testInstant, wellInput, wellSlot } from '../fixtures.ts';
import type { HealthPolicy, Reason, StoredLook } from '../model.ts';
import { withTargetReasons } from '../target-facts.ts';
import { createPolicyJudge } from './policy-judge.ts';
import { createTrail, pointOf, replayLooks } from './replay.ts';
import { actualOf, summariseTrial } from './trial.ts';

/** Limits only: what a replay does has nothing to do with how a judge is tuned. */
const policy: HealthPolicy = { ...defaultHealthPolicy, sequential: { ...defaultHealthPolicy.sequential, role: 'off' } };
const judge = createPolicyJudge(policy);
const down: Reason = {
	rule: 'target.slot',
	metric: null,
	outcome: 'failed',
	role: 'decide',
	value: 0,
	baseline: null,
	limit: 1,
	count: null,
	text: 'The target says that 2.4.0 is not running',
};

function lookAt(seconds: number, p95Latency = 120, changes: Partial<StoredLook> = {}): StoredLook {
	const at = testInstant + seconds * 1_000;
	const moved = (slot: 'blue' | 'green', latency: number) => {
		const readings = wellSlot(slot, { p95Latency: latency });
		return Object.fromEntries(
			Object.entries(readings).map(([metric, reading]) => [metric, { ...reading, at: at - 12_000 }]),
		) as typeof readings;
	};
	const input = { ...wellInput(), at, canary: moved('green', p95Latency), stable: moved('blue', 110) };
	return { at, stepIndex: 3, input, targetReasons: [], ...changes };
}

describe('a replay', () => {
	it('says at each look what the engine said', () => {
		const looks = [lookAt(0), lookAt(30), lookAt(60, 120, { targetReasons: [down] }), lookAt(90, 900)];
		let memory = judge.start();
		const said = looks.map((look) => {
			const looked = judge.look(policy, look.input, memory);
			memory = looked.memory;
			return withTargetReasons(looked.verdict, look.targetReasons);
		});
		const replayed = replayLooks(judge, policy, looks);
		expect(replayed.verdict).toStrictEqual(said.at(-1));
		expect(replayed.memory).toStrictEqual(memory);
		expect(replayed.points).toStrictEqual(said.map((verdict) => pointOf(3, verdict)));
		expect(replayed.changes.map(({ at, outcome, answer }) => [at - testInstant, outcome, answer])).toStrictEqual([
			[0, 'healthy', 'keep-looking'],
			[60_000, 'unhealthy', 'roll-back'],
		]);
	});

	it('of nothing says nothing', () => {
		expect(replayLooks(judge, policy, [])).toStrictEqual({
			points: [],
			changes: [],
			verdict: null,
			memory: judge.start(),
			looks: 0,
		});
	});
});

describe('a trail', () => {
	property.prop([fc.integer({ min: 0, max: 3_000 }), fc.integer({ min: 2, max: 50 })])(
		'is never longer than asked, in order, evenly thinned, and ends with the last look',
		(count, most) => {
			const trail = createTrail(most);
			const { verdict } = judge.look(policy, wellInput(), judge.start());
			for (let at = 0; at < count; at += 1) trail.add(1, { ...verdict, at });
			const at = trail.points().map((point) => point.at);
			expect(trail.looks()).toBe(count);
			expect(at.length).toBeLessThanOrEqual(most);
			expect(at.at(-1)).toBe(count === 0 ? undefined : count - 1);
			expect(at).toStrictEqual([...new Set(at)].sort((left, right) => left - right));
			const gaps = at.slice(1, -1).map((one, index) => one - (at[index] ?? 0));
			expect(new Set(gaps).size).toBeLessThanOrEqual(1);
		},
	);
});

const minute = 60_000;

function deploymentOf(changes: Partial<Deployment> = {}): Deployment {
	const { analysisIntervalMs, rollbackWindowMs, deployTimeoutMs } = strategyDefaults;
	return {
		id: 'd1',
		service: 'checkout',
		environment: 'production',
		tier: 'production',
		release: { version: '2.4.0', commit: null, notes: null },
		from: { version: '2.3.1', slot: 'blue' },
		canarySlot: 'green',
		strategy: { kind: 'canary', steps: canarySteps(), analysisIntervalMs, rollbackWindowMs, deployTimeoutMs },
		clockRate: 1,
		stepIndex: 3,
		state: 'completed',
		revision: 9,
		meaningRevision: 9,
		startedBy: { kind: 'engine' },
		createdAt: testInstant,
		stepStartedAt: testInstant,
		stepElapsed: false,
		finishedAt: testInstant + 60 * minute,
		firstTrafficAt: testInstant,
		traffic: { wanted: { blue: 95, green: 5 }, confirmed: null, confirmedAt: null },
		...nothingHappened,
		...changes,
	};
}

const turned = (at: number): Partial<Deployment> => ({
	state: 'rolled-back',
	rollback: { reason: 'unhealthy', by: { kind: 'engine' }, at, text: 'Unhealthy: p95', restarted: false },
});

describe('the sentence of a trial', () => {
	const first = new Map([[3, testInstant]]);
	const looks = (badAt: number | null) =>
		Array.from({ length: 20 }, (_, index) => lookAt(index * 60, badAt !== null && index * 60 >= badAt ? 900 : 120));
	const changesOf = (badAt: number | null) => replayLooks(judge, policy, looks(badAt)).changes;

	it.each([
		[
			240,
			deploymentOf(turned(testInstant + 7 * minute)),
			'would have rolled back 4 min into the 5 % step, 3 min before it was',
		],
		[
			240,
			deploymentOf(turned(testInstant + 3 * minute)),
			'would have rolled back 4 min into the 5 % step, 1 min after it was',
		],
		[
			240,
			deploymentOf(turned(testInstant + 4 * minute)),
			'would have rolled back 4 min into the 5 % step, just when it was',
		],
		[0, deploymentOf(), 'would have rolled back at the first look of the 5 % step, while it was really completed'],
		[null, deploymentOf(), 'would have let it pass, undecided to the end'],
		[
			null,
			deploymentOf(turned(testInstant)),
			'would have let it pass, undecided to the end, while it was really rolled back',
		],
	])('bad from %s s', (badAt, deployment, sentence) => {
		expect(summariseTrial(deployment, changesOf(badAt), first)).toBe(sentence);
	});

	it('says that nothing is known where no look was kept', () => {
		expect(summariseTrial(deploymentOf(), [], new Map())).toMatch(/no look/);
		expect(actualOf(deploymentOf(turned(7)))).toStrictEqual({
			state: 'rolled-back',
			at: 7,
			text: 'was rolled back: Unhealthy: p95',
		});
	});
});

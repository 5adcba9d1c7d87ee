import { afterEach, describe, expect, it } from 'vitest';
import type { Result } from '../../shared/domain/result.ts';
import { callResult } from '../../shared/rpc/client.ts';
import { createFakeApi } from '../../shared/rpc/testing/fake-api.ts';
import { healthyValues, minute, openTestRoom, type TestRoom } from '../engine/testing/test-room.ts';
import { createMemoryClient, type MemoryClient } from './memory-link.ts';
import { createFakeShell } from '../../shared/rpc/testing/fake-shell.ts';

const open: MemoryClient[] = [];
afterEach(async () => {
	await Promise.all(open.splice(0).map((each) => each.close()));
});

/** A window that may only look, on a room whose clock stands still. */
function windowOn(room: TestRoom) {
	const { projects, sample } = createFakeApi().api;
	const logger = { warn() {}, error() {} };
	const caller = { name: 'Eve', mayAct: false };
	const memory = createMemoryClient({
		api: { ...room.engine, projects, sample },
		caller,
		shell: createFakeShell().shell,
		logger,
	});
	open.push(memory);
	return memory.client;
}

function valueOf<T>(result: Result<T>): T {
	if (result.ok) return result.value;
	throw new Error(result.problem.message);
}

/** A canary that needs much memory after four minutes, and fails after eight; the default policy rolls it back then. */
async function badCanary(): Promise<TestRoom> {
	const room = await openTestRoom();
	await room.start();
	await room.clock.advance(4 * minute);
	room.source.set('green', { ...healthyValues, memory: 0.7 });
	await room.clock.advance(4 * minute);
	room.source.set('green', { ...healthyValues, errorRate: 0.2 });
	await room.clock.advance(minute);
	expect(room.now().state).toBe('rolled-back');
	return room;
}

/** Lets a call over the wire run to its end on a clock that stands still. */
async function asked<T>(room: TestRoom, call: Promise<T>): Promise<T> {
	let isAnswered = false;
	const answer = callResult(call).finally(() => {
		isAnswered = true;
	});
	await room.clock.advance(1_000);
	while (!isAnswered) await room.clock.advance(1);
	return valueOf(await answer);
}

describe('the trail of a deployment', () => {
	it('grows while it runs, and is the same when it is over', async () => {
		const room = await openTestRoom();
		const client = windowOn(room);
		await room.start();
		const { id: deploymentId } = room.now();
		await room.clock.advance(2 * minute);
		const running = await asked(room, client.evidence.trail.query({ deploymentId }));
		expect(running.looks).toBeGreaterThan(20);
		expect(running.points).toHaveLength(running.looks);
		expect(running.policy).toEqual(room.engine.state().environments['checkout/production']?.healthPolicy);
		await room.command('roll-back');
		const over = await asked(room, client.evidence.trail.query({ deploymentId }));
		expect(over).toEqual(running);
	});

	it('of a long deployment is thinned, and ends with its last look', async () => {
		const room = await openTestRoom();
		const client = windowOn(room);
		await room.start();
		await room.clock.advance(60 * minute);
		const { id: deploymentId, state } = room.now();
		expect(state).toBe('completed');
		// In its rollback window the deployment still has its runner; a new room has only the store.
		const live = await asked(room, client.evidence.trail.query({ deploymentId }));
		const looks = valueOf(await room.store.looks(deploymentId));
		expect(live.looks).toBe(looks.length);
		expect(live.points.length).toBeLessThanOrEqual(600);
		expect(live.points.length).toBeGreaterThan(250);
		expect(live.points.at(-1)?.at).toBe(looks.at(-1)?.at);
	});

	it('of an unknown deployment is a failure that says so', async () => {
		const room = await openTestRoom();
		const call = callResult(windowOn(room).evidence.trail.query({ deploymentId: 'nobody' }));
		await room.clock.advance(100);
		expect(await call).toMatchObject({ ok: false, problem: { code: 'not-found' } });
	});
});

describe('trying another policy on a past deployment', () => {
	it('says when it would have rolled back, and what really happened', async () => {
		const room = await badCanary();
		const client = windowOn(room);
		const { id: deploymentId, rollback } = room.now();
		const strict = await asked(
			room,
			client.evidence.trial.mutate({ deploymentId, policy: 'health:\n  memory: 60%\n' }),
		);
		expect(strict).toMatchObject({ deploymentId, issues: [], actual: { state: 'rolled-back', at: rollback?.at } });
		expect(strict.wouldRollBackAt).not.toBeNull();
		expect(strict.summary).toMatch(/^would have rolled back 4 min into the 5 % step, 4 min before it was$/);
		expect(strict.changes.at(-1)).toMatchObject({ outcome: 'unhealthy', answer: 'roll-back' });
		const same = await asked(room, client.evidence.trial.mutate({ deploymentId, policy: '' }));
		expect(same.wouldRollBackAt).toBe(rollback?.at);
		expect(same.summary).toContain('just when it was');
		const lenient = 'judges: { absolute: off, baseline: off, sequential: inform }';
		const never = await asked(room, client.evidence.trial.mutate({ deploymentId, policy: lenient }));
		expect(never).toMatchObject({ wouldRollBackAt: null, looks: same.looks });
		expect(never.summary).toContain('while it was really rolled back');
	});

	it('tells faults of the policy with their place, and tries nothing', async () => {
		const room = await badCanary();
		const { id: deploymentId } = room.now();
		const call = windowOn(room).evidence.trial.mutate({ deploymentId, policy: 'errorRate: 1' });
		const trial = await asked(room, call);
		expect(trial).toMatchObject({ looks: 0, changes: [], points: [], wouldRollBackAt: null });
		expect(trial.issues).toMatchObject([{ line: 1, field: 'errorRate', severity: 'error' }]);
	});

	it('changes nothing and delays no rollback', async () => {
		const room = await openTestRoom();
		await room.start();
		await room.clock.advance(14 * minute);
		const { id: deploymentId, revision } = room.now();
		const trial = windowOn(room).evidence.trial.mutate({ deploymentId, policy: '' });
		await room.command('roll-back');
		expect(room.target.split()).toEqual({ blue: 100, green: 0 });
		expect((await asked(room, trial)).looks).toBeGreaterThan(100);
		expect(room.now().revision).toBeGreaterThan(revision);
		const looks = valueOf(await room.store.looks(deploymentId));
		await asked(room, windowOn(room).evidence.trial.mutate({ deploymentId, policy: '' }));
		expect(valueOf(await room.store.looks(deploymentId))).toEqual(looks);
	});
});

describe('questions that would be too much', () => {
	it('a policy that went to and fro all the time is told by its beginning, its turn and its end', async () => {
		const room = await badCanary();
		const { id: deploymentId } = room.now();
		const looks = valueOf(await room.store.looks(deploymentId));
		const [well] = looks;
		const ill = looks.at(-1);
		if (well === undefined || ill === undefined) throw new Error('no looks were kept');
		for (let count = 0; count < 600; count += 1) {
			const at = ill.at + 1_000 * (count + 1);
			valueOf(await room.store.saveLook(deploymentId, { ...(count % 2 === 0 ? well : ill), at }));
		}
		const policy = 'judges: { sequential: off, baseline: off }';
		const trial = await asked(room, windowOn(room).evidence.trial.mutate({ deploymentId, policy }));
		expect(trial.looks).toBe(looks.length + 600);
		expect(trial.changes.length).toBeLessThanOrEqual(302);
		expect(trial.changes.find(({ outcome }) => outcome === 'unhealthy')?.at).toBe(trial.wouldRollBackAt);
		expect(trial.changes.at(-1)?.outcome).toBe('unhealthy');
	});

	it('a window that asks without end is refused, and answered again later', async () => {
		const room = await badCanary();
		const { id: deploymentId } = room.now();
		const { trial } = room.engine.evidence;
		const calls = Promise.all(Array.from({ length: 40 }, () => trial({ deploymentId, policy: '' })));
		await room.clock.advance(1_000);
		const answers = await calls;
		expect(answers.filter(({ ok }) => ok)).toHaveLength(20);
		expect(answers.at(-1)).toMatchObject({ ok: false, problem: { code: 'not-allowed', retryable: true } });
		const later = trial({ deploymentId, policy: '' });
		await room.clock.advance(1_000);
		expect(await later).toMatchObject({ ok: true });
	});
});

describe('an analysis of another engine', () => {
	const template = `kind: AnalysisTemplate
metadata: { name: success-rate }
spec:
  metrics:
    - name: success-rate
      interval: 1m
      successCondition: result[0] >= 0.95
      provider: { prometheus: { address: http://example.org, query: "ok{slot='{{args.slot}}'}" } }
`;

	it('becomes a policy that can be tried', async () => {
		const room = await badCanary();
		const client = windowOn(room);
		const report = await asked(room, client.evidence.importAnalysis.mutate({ source: template }));
		expect(report).toMatchObject({ from: 'argo-analysis-template', name: 'success-rate' });
		const { id: deploymentId } = room.now();
		const source = report.source.replace('{{args.slot}}', '{{slot}}');
		const trial = await asked(room, client.evidence.trial.mutate({ deploymentId, policy: source }));
		expect(trial.issues.filter(({ severity }) => severity === 'error')).toEqual([]);
		expect(trial.looks).toBeGreaterThan(50);
	});

	it('that is none is refused with a reason', async () => {
		const room = await openTestRoom();
		const call = callResult(windowOn(room).evidence.importAnalysis.mutate({ source: 'a: 1' }));
		await room.clock.advance(100);
		expect(await call).toMatchObject({ ok: false, problem: { code: 'invalid-input' } });
	});
});

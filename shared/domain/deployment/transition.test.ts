import { describe, expect, it } from 'vitest';
import type { DeploymentEvent } from './events.ts';
import {
	ada,
	analysing,
	blueGreenStrategy,
	createdEvent,
	failEffect,
	type Story,
	succeed,
	targetState,
	tell,
	verdictOf,
} from './fixture.ts';
import { replay } from './transition.ts';

const elapse = (story: Story, at: number): Story =>
	tell(story, { type: 'step-elapsed', stepIndex: story.deployment.stepIndex }, at);
const judge = (story: Story, outcome: 'healthy' | 'unhealthy' | 'inconclusive', at: number): Story =>
	tell(story, { type: 'verdict', stepIndex: story.deployment.stepIndex, verdict: verdictOf(outcome, at) }, at);
const command = (story: Story, kind: Extract<DeploymentEvent, { type: 'commanded' }>['command'], at: number): Story =>
	tell(story, { type: 'commanded', command: kind, reason: null }, at, ada);
const wants = (story: Story) => story.intents.map((intent) => intent.effect);

const minute = 60_000;

describe('a canary that stays healthy', () => {
	it('goes 5 %, 25 %, 100 % and becomes known good', () => {
		let story = analysing();
		expect(story.deployment).toMatchObject({ state: 'analysing', stepIndex: 3, firstTrafficAt: 0 });
		story = elapse(judge(story, 'healthy', 5), 15 * minute);
		expect(story.deployment.state).toBe('shifting');
		expect(wants(story)).toEqual([{ kind: 'set-traffic', split: { blue: 75, green: 25 } }]);
		story = succeed(story, 15 * minute + 1, targetState({ blue: 75, green: 25 }));
		expect(story.deployment.verdict).toBeNull();
		story = elapse(judge(story, 'healthy', 16 * minute), 45 * minute);
		expect(story.deployment.state).toBe('promoting');
		expect(wants(story)).toEqual([{ kind: 'set-traffic', split: { blue: 0, green: 100 } }]);
		story = succeed(story, 45 * minute + 1, targetState({ blue: 0, green: 100 }));
		expect(story.deployment).toMatchObject({
			state: 'completed',
			healthyAtEnd: true,
			warmUntil: 105 * minute + 1,
		});
	});

	it('waits for its time even when the verdict is healthy early', () => {
		const story = judge(analysing(), 'healthy', 5);
		expect(story.deployment.state).toBe('analysing');
		expect(wants(story)).toEqual([]);
	});

	it('retires the previous slot when the rollback window ends, and not before', () => {
		let story = completed();
		story = tell(story, { type: 'window-ended' }, 200 * minute);
		expect(wants(story)).toEqual([{ kind: 'retire', slot: 'blue' }]);
		story = succeed(story, 200 * minute + 1);
		expect(story.deployment).toMatchObject({ state: 'completed', warmUntil: null });
	});
});

function completed(): Story {
	const story = command(judge(analysing(), 'healthy', 5), 'promote-fully', 6);
	return succeed(story, 7, targetState({ blue: 0, green: 100 }));
}

describe('the way back', () => {
	it.each([
		['analysing', analysing()],
		['paused by a person', command(analysing(), 'pause', 5)],
		['held inconclusive', elapse(judge(analysing(), 'inconclusive', 5), 6)],
	])('an unhealthy verdict rolls back at once while %s', (_name, before) => {
		const story = judge(before, 'unhealthy', 9);
		expect(story.deployment).toMatchObject({ state: 'rolling-back', rollback: { reason: 'unhealthy' } });
		expect(wants(story)).toEqual([{ kind: 'set-traffic', split: { blue: 100, green: 0 } }]);
	});

	it('moves traffic, then retires the canary, then is rolled back', () => {
		let story = command(analysing(), 'roll-back', 9);
		story = succeed(story, 10, targetState({ blue: 100, green: 0 }));
		expect(wants(story)).toEqual([{ kind: 'retire', slot: 'green' }]);
		story = succeed(story, 11);
		expect(story.deployment).toMatchObject({ state: 'rolled-back', finishedAt: 11 });
	});

	it('says after a restart as well that the release could not be stopped, until it is gone', () => {
		const back = succeed(command(analysing(), 'roll-back', 9), 10, targetState({ blue: 100, green: 0 }));
		const stuck = failEffect(back, 11);
		expect(stuck.deployment).toMatchObject({ state: 'rolled-back', problem: { code: expect.any(String) } });
		const afterRestart = (version: string | null) => {
			const observed = targetState({ blue: 100, green: 0 }, { blue: '2.3.1', green: version });
			return tell(stuck, { type: 'recovered', observed, problem: null }, 12).deployment;
		};
		expect(afterRestart('2.4.0')).toMatchObject({ state: 'rolled-back', problem: stuck.deployment.problem });
		expect(afterRestart(null)).toMatchObject({ state: 'rolled-back', problem: null });
	});

	it('is a switch while the previous release is kept warm', () => {
		const story = command(completed(), 'roll-back', 20);
		expect(story.deployment).toMatchObject({ state: 'rolling-back', warmUntil: null });
		expect(wants(story)).toEqual([{ kind: 'set-traffic', split: { blue: 100, green: 0 } }]);
	});

	it('is refused once the window is over', () => {
		let story = tell(completed(), { type: 'window-ended' }, 20);
		story = succeed(story, 21);
		expect(command(story, 'roll-back', 22).deployment.state).toBe('completed');
	});

	it('starts what stood before again when the target lost it', () => {
		const lost = targetState({ blue: 95, green: 5 }, { blue: null, green: '2.4.0' });
		let story: Story = { ...analysing(), intents: [] };
		story = tell(story, { type: 'recovered', observed: lost, problem: null }, 9);
		expect(story.deployment.rollback).toMatchObject({ reason: 'recovery', restarted: true });
		expect(wants(story)).toEqual([{ kind: 'deploy', slot: 'blue', version: '2.3.1' }]);
		story = succeed(story, 10);
		expect(wants(story)).toEqual([{ kind: 'set-traffic', split: { blue: 100, green: 0 } }]);
	});

	it('does not end the release when what it went back to is down again', () => {
		const lost = targetState({ blue: 95, green: 5 }, { blue: null, green: '2.4.0' });
		let story = tell(analysing(), { type: 'recovered', observed: lost, problem: null }, 9);
		story = succeed(story, 10);
		story = succeed(story, 11, targetState({ blue: 100, green: 0 }, { blue: null, green: '2.4.0' }));
		expect(story.deployment.state).toBe('needs-operator');
		expect(wants(story)).toEqual([]);
	});

	it('starts what stood before when the target refuses traffic to it because it is down', () => {
		let story = command(analysing(), 'roll-back', 9);
		const pending = story.deployment.pending[0];
		const observed = targetState({ blue: 95, green: 5 }, { blue: null, green: '2.4.0' });
		const problem = { code: 'traffic-not-taken', message: 'No.', hint: 'Look.', retryable: false } as const;
		story = tell(story, { type: 'effect-failed', effectId: pending?.id ?? '', problem, observed }, 10);
		expect(story.deployment.state).toBe('rolling-back');
		expect(wants(story)).toEqual([{ kind: 'deploy', slot: 'blue', version: '2.3.1' }]);
	});

	it('calls for a person when traffic cannot be moved, and tries again when told', () => {
		let story = failEffect(command(analysing(), 'roll-back', 9), 10);
		expect(story.deployment).toMatchObject({ state: 'needs-operator', problem: { code: 'target-refused' } });
		story = command(story, 'retry', 11);
		expect(wants(story)).toEqual([{ kind: 'set-traffic', split: { blue: 100, green: 0 } }]);
	});

	it('counts as done when only the tidying up failed', () => {
		let story = succeed(command(analysing(), 'roll-back', 9), 10, targetState({ blue: 100, green: 0 }));
		story = failEffect(story, 11);
		expect(story.deployment).toMatchObject({ state: 'rolled-back', problem: { code: 'target-refused' } });
	});

	it.each([
		['preparing', 0],
		['smoke-testing', 1],
		['shifting', 2],
	] as const)('begins when an effect fails while %s', (state, done) => {
		let story = tell(tell(null, createdEvent(), 0, ada), { type: 'begun' }, 1);
		for (let count = 0; count < done; count += 1) story = succeed(story, 2 + count);
		expect(story.deployment.state).toBe(state);
		story = failEffect(story, 9);
		expect(story.deployment).toMatchObject({ state: 'rolling-back', rollback: { reason: 'effect-failed' } });
	});

	it('takes a first release out of traffic, for nothing stood before', () => {
		const first = createdEvent(blueGreenStrategy, null);
		const begun = tell(tell(null, first, 0, ada), { type: 'begun' }, 1);
		const story = command(begun, 'roll-back', 2);
		expect(wants(story)).toEqual([{ kind: 'set-traffic', split: { blue: 0, green: 0 } }]);
	});

	it('ignores the outcome of an effect that it overtook', () => {
		const shifting = succeed(succeed(tell(tell(null, createdEvent(), 0, ada), { type: 'begun' }, 1), 2), 3);
		const overtaken = shifting.intents[0];
		let story = command(shifting, 'roll-back', 4);
		story = tell(
			story,
			{ type: 'effect-done', effectId: overtaken?.id ?? '', observed: targetState({ blue: 95, green: 5 }), note: null },
			5,
		);
		expect(story.deployment.state).toBe('rolling-back');
		expect(story.deployment.pending).toHaveLength(1);
		expect(wants(story)).toEqual([]);
	});
});

describe('an inconclusive verdict', () => {
	it('holds at the end of the step, goes on when it becomes healthy', () => {
		let story = elapse(judge(analysing(), 'inconclusive', 5), 15 * minute);
		expect(story.deployment).toMatchObject({ state: 'paused', pause: { reason: 'inconclusive' } });
		story = judge(story, 'healthy', 16 * minute);
		expect(story.deployment.state).toBe('shifting');
	});

	it('rolls back when patience ends', () => {
		let story = elapse(analysing(), 15 * minute);
		story = tell(story, { type: 'patience-ended', stepIndex: 3 }, 25 * minute);
		expect(story.deployment).toMatchObject({ state: 'rolling-back', rollback: { reason: 'patience-ended' } });
	});

	it('never moves on by itself when no look was ever taken', () => {
		expect(elapse(analysing(), 15 * minute).deployment.state).toBe('paused');
	});

	it('turns a healthy step into a hold when the metrics disappear before its end', () => {
		const story = elapse(judge(judge(analysing(), 'healthy', 5), 'inconclusive', 6), 15 * minute);
		expect(story.deployment.state).toBe('paused');
	});
});

describe('pauses', () => {
	it('asked for while starting stops before the next step', () => {
		let story = tell(tell(null, createdEvent(), 0, ada), { type: 'begun' }, 1);
		story = command(story, 'pause', 2);
		expect(story.deployment.state).toBe('preparing');
		story = succeed(story, 3);
		expect(story.deployment).toMatchObject({ state: 'paused', stepIndex: 1 });
		expect(command(story, 'resume', 4).deployment.state).toBe('smoke-testing');
	});

	it('keeps the time of the analysis that it interrupts', () => {
		const story = command(command(analysing(), 'pause', 5), 'resume', 9);
		expect(story.deployment).toMatchObject({ state: 'analysing', stepStartedAt: 4 });
	});
});

describe('recovery', () => {
	const recovered = (story: Story, observed: ReturnType<typeof targetState>): Story =>
		tell(story, { type: 'recovered', observed, problem: null }, 99);

	it('asks again for the traffic that was being set', () => {
		const shifting = succeed(succeed(tell(tell(null, createdEvent(), 0, ada), { type: 'begun' }, 1), 2), 3);
		const story = recovered(shifting, targetState({ blue: 100, green: 0 }));
		expect(wants(story)).toEqual([{ kind: 'set-traffic', split: { blue: 95, green: 5 } }]);
		expect(story.deployment.pending).toHaveLength(1);
	});

	it('watches an analysis again in full', () => {
		const story = recovered(judge(analysing(), 'healthy', 5), targetState({ blue: 95, green: 5 }));
		expect(story.deployment).toMatchObject({ state: 'analysing', stepStartedAt: 99, verdict: null });
	});

	it('sets a split that somebody changed meanwhile again before watching', () => {
		const story = recovered(analysing(), targetState({ blue: 50, green: 50 }));
		expect(wants(story)).toEqual([{ kind: 'set-traffic', split: { blue: 95, green: 5 } }]);
	});

	it.each([
		['is gone', null],
		['is another one', '9.9.9'],
	])('rolls back when the release %s', (_name, version) => {
		const story = recovered(analysing(), targetState({ blue: 95, green: 5 }, { blue: '2.3.1', green: version }));
		expect(story.deployment).toMatchObject({ state: 'rolling-back', rollback: { reason: 'recovery' } });
	});

	it('keeps saying why a person is needed', () => {
		const stuck = failEffect(command(analysing(), 'roll-back', 9), 10);
		const story = recovered(stuck, targetState({ blue: 95, green: 5 }));
		expect(story.deployment).toMatchObject({ state: 'needs-operator', problem: { code: 'target-refused' } });
	});

	it('goes on rolling back', () => {
		const story = recovered(command(analysing(), 'roll-back', 5), targetState({ blue: 95, green: 5 }));
		expect(wants(story)).toEqual([{ kind: 'set-traffic', split: { blue: 100, green: 0 } }]);
		expect(story.deployment.rollback?.reason).toBe('person');
	});
});

describe('a target that lost the wanted split', () => {
	const drift = (story: Story, green: number): Story => {
		const observed = targetState({ blue: 100 - green, green });
		return tell(story, { type: 'split-drifted', stepIndex: story.deployment.stepIndex, observed }, 50);
	};

	it('gets it again, while the step goes on', () => {
		const story = drift(analysing(), 50);
		expect(story.deployment).toMatchObject({ state: 'analysing', stepStartedAt: 4 });
		expect(wants(story)).toEqual([{ kind: 'set-traffic', split: { blue: 95, green: 5 } }]);
		expect(succeed(story, 51, targetState({ blue: 95, green: 5 })).deployment.state).toBe('analysing');
	});

	it('is not asked twice at once', () => {
		expect(wants(drift(drift(analysing(), 50), 60))).toEqual([]);
	});

	it('does not confuse the next step: what was in the air there is superseded', () => {
		const mending = drift(judge(analysing(), 'healthy', 5), 50);
		const late = mending.intents[0];
		let story = elapse(mending, 15 * minute);
		expect(story.deployment).toMatchObject({ state: 'shifting' });
		expect(story.deployment.pending).toHaveLength(1);
		const observed = targetState({ blue: 95, green: 5 });
		story = tell(story, { type: 'effect-done', effectId: late?.id ?? '', observed, note: null }, 15 * minute + 1);
		expect(story.deployment.state).toBe('shifting');
	});

	it('does not keep an unhealthy release from going back', () => {
		const story = judge(drift(analysing(), 50), 'unhealthy', 60);
		expect(wants(story)).toEqual([{ kind: 'set-traffic', split: { blue: 100, green: 0 } }]);
		expect(story.deployment.pending).toHaveLength(1);
	});
});

describe('history', () => {
	it('folds to the same deployment', () => {
		const story = completed();
		expect(replay(story.history)).toEqual(story.deployment);
	});

	it('refuses a gap', () => {
		const { history } = completed();
		expect(() => replay(history.filter((_, index) => index !== 2))).toThrow(/after revision/);
	});

	it('keeps the meaning of a screen through bookkeeping events', () => {
		const before = analysing().deployment;
		const after = judge(judge(analysing(), 'inconclusive', 5), 'inconclusive', 6).deployment;
		expect(after.revision).toBe(before.revision + 2);
		expect(after.meaningRevision).toBe(before.revision + 1);
	});
});

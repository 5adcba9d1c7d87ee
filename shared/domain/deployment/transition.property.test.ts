/**
 * A model of the world beside the deployment: effects change it, crashes lose what was in the air, and whatever the
 * order of events, users never stay on a release that was found unhealthy.
 */
import { fc, test } from '@fast-check/vitest';
import { expect } from 'vitest';
import type { CommandKind, DeploymentEvent } from './events.ts';
import {
	ada,
	blueGreenStrategy,
	canaryStrategy,
	createdEvent,
	type Story,
	targetState,
	tell,
	verdictOf,
} from './fixture.ts';
import { type Absence, isAsleep, machineHold } from './machine.ts';
import { endedStates, type Effect, isOnItsWay } from './model.ts';
import { replay } from './transition.ts';

interface World {
	split: { blue: number; green: number };
	versions: { blue: string | null; green: string | null };
}

function change(world: World, effect: Effect): void {
	if (effect.kind === 'deploy') world.versions[effect.slot] = effect.version;
	if (effect.kind === 'set-traffic') world.split = { ...effect.split };
	if (effect.kind === 'retire') world.versions[effect.slot] = null;
}

type Move =
	| { readonly kind: 'done' | 'fail' | 'elapse' | 'patience' | 'window' }
	| { readonly kind: 'judge'; readonly outcome: 'healthy' | 'unhealthy' | 'inconclusive' }
	| { readonly kind: 'command'; readonly command: CommandKind }
	/** The load balancer forgets its weights, and the next look sees it. */
	| { readonly kind: 'drift'; readonly green: number }
	/** The machine sleeps or is locked, and nobody may be told of it before. */
	| { readonly kind: 'leave'; readonly because: Absence; readonly answer: 'hold' | 'roll-back' }
	/** The machine is back and the target was asked; a slot may have died meanwhile. */
	| { readonly kind: 'return'; readonly after: Absence; readonly lost: 'blue' | 'green' | null }
	/** The control room dies; the effect in the air may have reached the target or not; a slot may have died too. */
	| { readonly kind: 'crash'; readonly reached: boolean; readonly lost: 'blue' | 'green' | null };

const absences: readonly Absence[] = ['asleep', 'slept', 'locked'];
const commands: readonly CommandKind[] = ['promote', 'promote-fully', 'pause', 'resume', 'retry', 'roll-back'];
const move: fc.Arbitrary<Move> = fc.oneof(
	{ weight: 6, arbitrary: fc.constant<Move>({ kind: 'done' }) },
	fc.constantFrom<Move>({ kind: 'fail' }, { kind: 'elapse' }, { kind: 'patience' }, { kind: 'window' }),
	fc.constantFrom('healthy', 'unhealthy', 'inconclusive').map((outcome): Move => ({ kind: 'judge', outcome })),
	fc.constantFrom(...commands).map((command): Move => ({ kind: 'command', command })),
	fc.constantFrom(0, 50, 100).map((green): Move => ({ kind: 'drift', green })),
	fc
		.record({ because: fc.constantFrom(...absences), answer: fc.constantFrom('hold' as const, 'roll-back' as const) })
		.map((leave): Move => ({ kind: 'leave', ...leave })),
	fc
		.record({
			after: fc.constantFrom(...absences),
			lost: fc.constantFrom(null, null, 'blue' as const, 'green' as const),
		})
		.map((back): Move => ({ kind: 'return', ...back })),
	fc
		.record({ reached: fc.boolean(), lost: fc.constantFrom(null, null, 'blue' as const, 'green' as const) })
		.map((crash): Move => ({ kind: 'crash', ...crash })),
);

const problem = { code: 'target-refused', message: 'No.', hint: 'Look.', retryable: false } as const;

function play(story: Story, world: World, step: Move, at: number): Story {
	const pending = story.deployment.pending[0];
	const { stepIndex } = story.deployment;
	const say = (event: DeploymentEvent) => tell(story, event, at, event.type === 'commanded' ? ada : undefined);
	switch (step.kind) {
		case 'done': {
			if (pending === undefined) return story;
			change(world, pending.effect);
			const observed = targetState(world.split, world.versions, at);
			return say({ type: 'effect-done', effectId: pending.id, observed, note: null });
		}
		case 'fail': {
			if (pending === undefined) return story;
			const observed = targetState(world.split, world.versions, at);
			return say({ type: 'effect-failed', effectId: pending.id, problem, observed });
		}
		case 'elapse':
			return say({ type: 'step-elapsed', stepIndex });
		case 'patience':
			return say({ type: 'patience-ended', stepIndex });
		case 'window':
			return say({ type: 'window-ended' });
		case 'judge':
			return say({ type: 'verdict', stepIndex, verdict: verdictOf(step.outcome, at) });
		case 'command':
			return say({ type: 'commanded', command: step.command, reason: null });
		case 'drift': {
			const isWatched = story.deployment.state === 'analysing' || story.deployment.state === 'paused';
			if (!isWatched) return story;
			world.split = { blue: 100 - step.green, green: step.green };
			return say({ type: 'split-drifted', stepIndex, observed: targetState(world.split, world.versions, at) });
		}
		case 'leave':
			return say({ type: 'machine-left', because: step.because, answer: step.answer });
		case 'return': {
			// Behind a locked screen the engine is there all the time; it comes back only to what the lock held (`presence.ts`).
			if (step.after === 'locked' && machineHold(story.deployment)?.because !== 'locked') return story;
			if (step.lost !== null) world.versions[step.lost] = null;
			const observed = targetState(world.split, world.versions, at);
			return say({ type: 'recovered', observed, problem: null, after: step.after });
		}
		case 'crash': {
			if (pending !== undefined && step.reached) change(world, pending.effect);
			if (step.lost !== null) world.versions[step.lost] = null;
			const observed = targetState(world.split, world.versions, at);
			return say({ type: 'recovered', observed, problem: null });
		}
	}
}

const strategy = fc.constantFrom(canaryStrategy, blueGreenStrategy);

test.prop([strategy, fc.array(move, { maxLength: 60 })], { numRuns: 1_500 })(
	'no order of events and crashes leaves users on an unhealthy release',
	(plan, moves) => {
		const world: World = { split: { blue: 100, green: 0 }, versions: { blue: '2.3.1', green: null } };
		let story = tell(tell(null, createdEvent(plan), 0, ada), { type: 'begun' }, 1);
		let at = 2;
		for (const step of moves) {
			const before = story.deployment;
			story = play(story, world, step, at);
			at += 1;
			const after = story.deployment;
			const turnedBack = ['rolling-back', 'rolled-back', 'needs-operator'].includes(after.state);

			// One hand on the target: never two effects in the air.
			expect(after.pending.length).toBeLessThanOrEqual(1);
			// Whoever is judged unhealthy while watched is on the way back in the same moment.
			const isWatched = before.state === 'analysing' || before.state === 'paused';
			const judgesHarm = step.kind === 'judge' && step.outcome === 'unhealthy';
			if (judgesHarm && isWatched && !isAsleep(before)) expect(after.state).toBe('rolling-back');
			// While the machine is away nobody gains users, and what turns back is held by nothing.
			if (machineHold(before) !== null && machineHold(after) !== null && isOnItsWay(after))
				expect(after.traffic.wanted).toEqual(before.traffic.wanted);
			if (isAsleep(before) && isAsleep(after)) expect(after.stepIndex).toBe(before.stepIndex);
			if (!isOnItsWay(after)) expect(machineHold(after)).toBeNull();
			// On the way back no effect ever gives the release traffic.
			for (const { effect } of turnedBack ? after.pending : []) {
				if (effect.kind === 'set-traffic') expect(effect.split.green).toBe(0);
			}
			// Rolled back means that the target was seen without users on the release.
			if (after.state === 'rolled-back') expect(world.split.green).toBe(0);
			// Completed means that users are on a release that runs, or a crash took the slot itself.
			if (after.state === 'completed' && before.state !== 'completed')
				expect(world.split).toEqual({ blue: 0, green: 100 });
			// What ended stays ended, but for a rollback inside the window.
			if (before.state === 'rolled-back') expect(after.state).toBe('rolled-back');
		}
		expect(replay(story.history)).toEqual(story.deployment);
	},
);

test.prop([strategy, fc.array(move, { maxLength: 40 })], { numRuns: 500 })(
	'from anywhere, effects that succeed lead a rollback to its end',
	(plan, moves) => {
		const world: World = { split: { blue: 100, green: 0 }, versions: { blue: '2.3.1', green: null } };
		let story = tell(tell(null, createdEvent(plan), 0, ada), { type: 'begun' }, 1);
		for (const [index, step] of moves.entries()) story = play(story, world, step, index + 2);
		story = play(story, world, { kind: 'command', command: 'retry' }, 100);
		story = play(story, world, { kind: 'command', command: 'roll-back' }, 101);
		for (let count = 0; count < 8; count += 1) story = play(story, world, { kind: 'done' }, 102 + count);
		const { state } = story.deployment;
		expect(endedStates).toContain(state);
		if (state === 'rolled-back') {
			expect(world.split).toEqual({ blue: 100, green: 0 });
			// A release that only could not be stopped is said as a problem.
			if (story.deployment.problem === null) expect(world.versions.green).toBeNull();
		}
	},
);

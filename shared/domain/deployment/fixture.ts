/** Deployments for tests: a short history made by hand, so that a test says only what it is about. */
import { engineActor, type Actor } from '../release.ts';
import type { Verdict, VerdictOutcome } from '../health/model.ts';
import { slotReadings, emptyReading } from '../health/readings.ts';
import { type Strategy, canarySteps, blueGreenSteps, strategyDefaults } from '../strategy/model.ts';
import type { SlotState, TargetState, TrafficSplit } from '../target/model.ts';
import type { DeploymentEvent, RecordedEvent } from './events.ts';
import type { Deployment, PendingEffect, Standing } from './model.ts';
import { transition } from './transition.ts';

export const ada: Actor = { kind: 'person', name: 'Ada' };

export const canaryStrategy: Strategy = {
	kind: 'canary',
	steps: canarySteps(),
	analysisIntervalMs: strategyDefaults.analysisIntervalMs,
	rollbackWindowMs: strategyDefaults.rollbackWindowMs,
	deployTimeoutMs: strategyDefaults.deployTimeoutMs,
};

export const blueGreenStrategy: Strategy = { ...canaryStrategy, kind: 'blue-green', steps: blueGreenSteps() };

/** A release 2.4.0 going into `checkout/production`, where 2.3.1 stands in blue unless `from` says otherwise. */
export function createdEvent(
	strategy: Strategy = canaryStrategy,
	from: Standing | null = { version: '2.3.1', slot: 'blue' },
): Extract<DeploymentEvent, { type: 'created' }> {
	return {
		type: 'created',
		id: 'd1',
		service: 'checkout',
		environment: 'production',
		tier: 'production',
		release: { version: '2.4.0', commit: null, notes: null },
		from,
		canarySlot: from === null ? 'blue' : 'green',
		strategy,
		clockRate: 1,
	};
}

export function verdictOf(outcome: VerdictOutcome, at = 0): Verdict {
	const none = slotReadings((metric) => emptyReading(metric, 'green'));
	return {
		at,
		outcome,
		summary: `${outcome} in a test`,
		reasons: [],
		judge: 'threshold/1',
		input: { at, canary: none, stable: null, weights: { canary: 5, stable: 95 } },
	};
}

export function slotState(slot: SlotState['slot'], version: string | null, weightPercent: number): SlotState {
	return {
		slot,
		version,
		health: version === null ? 'empty' : 'up',
		weightPercent,
		addresses: [],
		counters: null,
		note: null,
	};
}

/** A target that holds this split, with 2.3.1 in blue and 2.4.0 in green unless told otherwise. */
export function targetState(
	split: TrafficSplit,
	versions: { readonly blue: string | null; readonly green: string | null } = { blue: '2.3.1', green: '2.4.0' },
	at = 0,
): TargetState {
	return {
		at,
		slots: {
			blue: slotState('blue', versions.blue, split.blue),
			green: slotState('green', versions.green, split.green),
		},
		publicUrl: null,
	};
}

/** A deployment that events can be thrown at. Intents of effects are recorded as the runner would. */
export interface Story {
	readonly deployment: Deployment;
	readonly history: readonly RecordedEvent[];
	/** Effects that the last event asked for. */
	readonly intents: readonly PendingEffect[];
}

/** Adds one event and the intents that follow from it. */
export function tell(story: Story | null, event: DeploymentEvent, at: number, actor: Actor = engineActor): Story {
	let deployment = story?.deployment ?? null;
	const history = [...(story?.history ?? [])];
	const record = (one: DeploymentEvent, by: Actor) => {
		const recorded: RecordedEvent = { event: one, revision: (deployment?.revision ?? 0) + 1, at, actor: by };
		const next = transition(deployment, recorded);
		deployment = next.deployment;
		history.push(recorded);
		return next;
	};
	const first = record(event, actor);
	const intents = first.effects.map((effect, index): PendingEffect => {
		const pending = { id: `${first.deployment.revision}.${index}`, effect };
		record({ type: 'effect-intended', effectId: pending.id, effect }, engineActor);
		return pending;
	});
	return { deployment: deployment ?? first.deployment, history, intents };
}

/** Ends the effect that was asked for last, with the target as it would then be. */
export function succeed(story: Story, at: number, observed: TargetState | null = null): Story {
	const pending = story.deployment.pending.at(-1);
	if (pending === undefined) throw new Error('No effect is pending');
	return tell(story, { type: 'effect-done', effectId: pending.id, observed, note: null }, at);
}

export function failEffect(story: Story, at: number): Story {
	const pending = story.deployment.pending.at(-1);
	if (pending === undefined) throw new Error('No effect is pending');
	const problem = { code: 'target-refused', message: 'It did not work.', hint: 'Look.', retryable: false } as const;
	return tell(story, { type: 'effect-failed', effectId: pending.id, problem, observed: null }, at);
}

/** Walks a canary to its first analysis at 5 %. */
export function analysing(strategy: Strategy = canaryStrategy): Story {
	let story = tell(tell(null, createdEvent(strategy), 0, ada), { type: 'begun' }, 1);
	story = succeed(succeed(story, 2), 3);
	const split = story.intents[0]?.effect.kind === 'set-traffic' ? story.intents[0].effect.split : { blue: 0, green: 0 };
	return succeed(story, 4, targetState(split));
}

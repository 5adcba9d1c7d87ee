/** A deployment: one release going into one environment by one strategy. The state is a fold over its events. */
import type { Actor, Release, Tier } from '../release.ts';
import type { Problem } from '../result.ts';
import type { Verdict } from '../health/model.ts';
import type { Strategy } from '../strategy/model.ts';
import type { SlotName, TargetState, TrafficSplit } from '../target/model.ts';
import type { MachineHold } from './machine.ts';

export const deploymentStates = [
	'queued',
	'preparing',
	'smoke-testing',
	'shifting',
	'analysing',
	'paused',
	'promoting',
	'completed',
	'rolling-back',
	'rolled-back',
	'needs-operator',
] as const;
export type DeploymentState = (typeof deploymentStates)[number];

/** States that no event but the end of the rollback window or a person's command leaves. */
export const endedStates: readonly DeploymentState[] = ['completed', 'rolled-back'];

/** Why a deployment stands still. */
export type PauseReason = 'person' | 'hold' | 'inconclusive';

export interface Pause {
	readonly reason: PauseReason;
	/** Who is responsible: the person, or the engine. */
	readonly by: Actor;
	readonly at: number;
	readonly text: string;
}

export type RollbackReason = 'person' | 'unhealthy' | 'patience-ended' | 'effect-failed' | 'recovery' | 'machine';

export interface Rollback {
	readonly reason: RollbackReason;
	readonly by: Actor;
	readonly at: number;
	/** "p95 812 ms, limit 500 ms" or "asked by Ada". */
	readonly text: string;
	/** True once what stood before had to be started again on the way back, so that it is tried only once. */
	readonly restarted: boolean;
}

/** What an effect may do to the world. Every one is idempotent: it names the state wanted, never a change. */
export type Effect =
	| { readonly kind: 'deploy'; readonly slot: SlotName; readonly version: string }
	| { readonly kind: 'smoke'; readonly slot: SlotName; readonly version: string }
	| { readonly kind: 'set-traffic'; readonly split: TrafficSplit }
	| { readonly kind: 'retire'; readonly slot: SlotName };

/** An effect that was journalled as intended and has no outcome yet. */
export interface PendingEffect {
	/** Unique within the deployment: `<revision of the intent>.<n>`. */
	readonly id: string;
	readonly effect: Effect;
}

/** What stands in an environment: the release that takes the traffic, and where it runs. */
export interface Standing {
	readonly version: string;
	readonly slot: SlotName;
}

export interface Deployment {
	readonly id: string;
	readonly service: string;
	readonly environment: string;
	readonly tier: Tier;
	readonly release: Release;
	/** What stood before, and where a rollback goes; null for a first deployment. */
	readonly from: Standing | null;
	/** The slot that the release runs in. */
	readonly canarySlot: SlotName;
	readonly strategy: Strategy;
	/** How many times faster than the wall the steps run; 1 except in the sample environment. */
	readonly clockRate: number;
	/** Index into `strategy.steps` of the step under way; the number of steps once all are done. */
	readonly stepIndex: number;
	readonly state: DeploymentState;
	/** Grows by one with each journalled event. */
	readonly revision: number;
	/** Revision at which what a button would do last changed: a new step, pause, resume or rollback. */
	readonly meaningRevision: number;
	readonly startedBy: Actor;
	readonly createdAt: number;
	readonly stepStartedAt: number;
	/** True once the duration of the analyse step has passed and only the verdict is awaited. */
	readonly stepElapsed: boolean;
	readonly finishedAt: number | null;
	/** First instant at which the target confirmed traffic on the canary slot; null while it never had any. */
	readonly firstTrafficAt: number | null;
	/** What was last asked of the target, and what it last confirmed. */
	readonly traffic: {
		readonly wanted: TrafficSplit;
		readonly confirmed: TrafficSplit | null;
		readonly confirmedAt: number | null;
	};
	/** The verdict of the step under way; null before its first look. */
	readonly verdict: Verdict | null;
	/** True when the last analysis before the end was healthy, so that the release becomes known good. */
	readonly healthyAtEnd: boolean;
	readonly pause: Pause | null;
	/** A pause that waits for the effect under way to end. */
	readonly pauseRequestedBy: Actor | null;
	/** Set while the machine of the control room is away; absent in deployments that never met that. */
	readonly held?: MachineHold | null;
	readonly rollback: Rollback | null;
	readonly pending: readonly PendingEffect[];
	/** The last thing that went wrong, for the screen; null when all is well. */
	readonly problem: Problem | null;
	/** The last thing the target said when it was asked what is really so. */
	readonly observed: TargetState | null;
	/** After completion: the instant until which the previous slot is kept warm; null otherwise. */
	readonly warmUntil: number | null;
}

/** The part of the step list that comes at `index`, or null behind the end. */
export function stepAt(deployment: Deployment, index: number = deployment.stepIndex): Strategy['steps'][number] | null {
	return deployment.strategy.steps[index] ?? null;
}

/** True while the deployment may still change by itself or wants a person. */
export function isInFlight(deployment: Deployment): boolean {
	return !endedStates.includes(deployment.state);
}

/** True where something may still go forward: what ended, turns back or waits for an operator has nothing to hold. */
export function isOnItsWay(deployment: Deployment): boolean {
	return isInFlight(deployment) && deployment.state !== 'rolling-back' && deployment.state !== 'needs-operator';
}

/** What a deployment has not met when it begins. */
export const nothingHappened = {
	verdict: null,
	healthyAtEnd: false,
	pause: null,
	pauseRequestedBy: null,
	rollback: null,
	pending: [],
	problem: null,
	observed: null,
	warmUntil: null,
} as const satisfies Partial<Deployment>;

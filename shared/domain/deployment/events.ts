/** What can happen to a deployment. Each event is one journal entry; the deployment is the fold over them. */
import type { Actor, Release, Tier } from '../release.ts';
import type { Problem } from '../result.ts';
import type { Verdict } from '../health/model.ts';
import type { Strategy } from '../strategy/model.ts';
import type { SlotName, TargetState } from '../target/model.ts';
import type { Absence } from './machine.ts';
import type { Effect, Standing } from './model.ts';

export type CommandKind = 'promote' | 'promote-fully' | 'pause' | 'resume' | 'retry' | 'roll-back';

export type DeploymentEvent =
	/** The first event of every deployment. */
	| {
			readonly type: 'created';
			readonly id: string;
			readonly service: string;
			readonly environment: string;
			readonly tier: Tier;
			readonly release: Release;
			readonly from: Standing | null;
			readonly canarySlot: SlotName;
			readonly strategy: Strategy;
			readonly clockRate: number;
	  }
	/** The environment is ours: the first step may run. */
	| { readonly type: 'begun' }
	/** A person's command that the state allowed. `reason` is what they wrote, if anything. */
	| {
			readonly type: 'commanded';
			readonly command: CommandKind;
			readonly reason: string | null;
			/** What the target says stands, where a person accepts that instead of the way back. */
			readonly observed?: TargetState;
	  }
	/** Written before an effect is tried. */
	| { readonly type: 'effect-intended'; readonly effectId: string; readonly effect: Effect }
	/** Written after an effect did what it names. `observed` is what the target then said, where it said something. */
	| {
			readonly type: 'effect-done';
			readonly effectId: string;
			readonly observed: TargetState | null;
			readonly note: string | null;
	  }
	| {
			readonly type: 'effect-failed';
			readonly effectId: string;
			readonly problem: Problem;
			readonly observed: TargetState | null;
	  }
	/** The judge's view changed. */
	| {
			readonly type: 'verdict';
			readonly stepIndex: number;
			readonly verdict: Verdict;
			/** What the target said at that look, where it answered: the way back must know what still runs. */
			readonly observed?: TargetState | null;
	  }
	/** The duration of the step has passed. */
	| { readonly type: 'step-elapsed'; readonly stepIndex: number }
	/** An inconclusive hold lasted longer than the step's patience. */
	| { readonly type: 'patience-ended'; readonly stepIndex: number }
	/** While users are on the release the target was seen with another split than the one wanted: it forgot, or somebody set it. */
	| { readonly type: 'split-drifted'; readonly stepIndex: number; readonly observed: TargetState }
	/** The machine of the control room goes to sleep, slept or was locked; `answer` is what the environment's policy says to that. */
	| { readonly type: 'machine-left'; readonly because: Absence; readonly answer: 'hold' | 'roll-back' }
	/** After a restart, or where `after` says so the machine's return: what the target says is really so; null when it could not be asked. */
	| {
			readonly type: 'recovered';
			readonly observed: TargetState | null;
			readonly problem: Problem | null;
			readonly after?: Absence;
	  }
	/** The rollback window is over: the previous slot may go. */
	| { readonly type: 'window-ended' };

/** An event with its place in history. */
export interface RecordedEvent {
	readonly event: DeploymentEvent;
	/** Revision that the deployment has after this event; 1 for `created`. */
	readonly revision: number;
	/** Wall clock, ms since the epoch. Order is given by the revision, not by this: clocks jump. */
	readonly at: number;
	readonly actor: Actor;
}

/** The machine that runs the control room may sleep or be locked in the middle of a rollout: what is said and held then. */
import type { Deployment } from './model.ts';

/** `asleep` was announced, `slept` was found out afterwards, `locked` leaves the machine awake without anybody at it. */
export type Absence = 'asleep' | 'slept' | 'locked';

/** What becomes of a rollout while the machine is away. */
export interface MachinePolicy {
	/** `leave` is for a target with an engine of its own, which goes on without us. */
	readonly sleep: 'hold' | 'roll-back' | 'leave';
	readonly lock: 'go-on' | 'hold' | 'roll-back';
}

/**
 * A way back that is begun as a machine falls asleep may be cut off in the middle, and some systems tell nobody: holding
 * is what can be promised. A locked screen takes nothing from the engine, which goes on watching.
 */
export const defaultMachinePolicy: MachinePolicy = { sleep: 'hold', lock: 'go-on' };

/** Why nothing goes forward, whatever the state of the deployment. */
export interface MachineHold {
	readonly because: Absence;
	/** Wall clock, ms since the epoch. */
	readonly at: number;
	readonly text: string;
}

/** Words that end a headline: "2.4.0 is held at 5 % of traffic: the screen is locked". */
export const absenceWords: Readonly<Record<Absence, string>> = {
	asleep: 'this machine went to sleep',
	slept: 'this machine slept',
	locked: 'the screen of this machine is locked',
};

/** When something was found to be so, in words; null is a restart of the control room. */
export function sinceWords(after: Absence | null): string {
	if (after === null) return 'after the restart';
	return after === 'locked' ? 'when the screen was unlocked' : 'when this machine woke';
}

/** The reason that is kept with the hold and shown beside it. */
export function holdText(because: Absence): string {
	switch (because) {
		case 'asleep':
			return 'This machine went to sleep; nothing goes on until it is awake and the target has been asked';
		case 'slept':
			return 'This machine slept and nobody watched; nothing goes on until the target has been asked';
		case 'locked':
			return 'The screen was locked; watched on, but nothing goes forward until it is unlocked';
	}
}

/** The reason that is kept with a way back that the policy asked for. */
export function rollBackText(because: Absence): string {
	return because === 'locked' ? 'The screen of this machine was locked' : 'This machine went to sleep';
}

/** The machine's hold on a deployment; null where there is none. */
export function machineHold(deployment: Deployment): MachineHold | null {
	return deployment.held ?? null;
}

/** True while the machine is away altogether: whatever arrives now says nothing about what will be found afterwards. */
export function isAsleep(deployment: Deployment): boolean {
	const hold = machineHold(deployment);
	return hold !== null && hold.because !== 'locked';
}

/** Walking the steps of a strategy: what entering a step means for the state, and which effects it wants. */
import type { Actor } from '../release.ts';
import { allTrafficTo, otherSlot, splitTraffic, type TrafficSplit } from '../target/model.ts';
import { assertNever } from '../result.ts';
import { type Deployment, type Effect, stepAt } from './model.ts';

/** The next state and what to do in the world. */
export interface Transition {
	readonly deployment: Deployment;
	readonly effects: readonly Effect[];
}

/** A state without anything to do. */
export function rest(deployment: Deployment): Transition {
	return { deployment, effects: [] };
}

/** The split that takes every user off the canary: back to what stood before, or to nothing on a first deployment. */
export function splitBefore(deployment: Deployment): TrafficSplit {
	return deployment.from === null ? { blue: 0, green: 0 } : allTrafficTo(deployment.from.slot);
}

/** Enters the step at `index`; the step list always ends in `promote`, behind which nothing is entered. */
export function enterStep(deployment: Deployment, index: number, at: number): Transition {
	const entered: Deployment = {
		...deployment,
		stepIndex: index,
		stepStartedAt: at,
		stepElapsed: false,
		pause: null,
		pauseRequestedBy: null,
		// Whatever is still in the air belongs to the step before: nothing may follow from it here.
		pending: [],
	};
	const step = stepAt(entered);
	if (step === null) return rest(entered);
	const slot = entered.canarySlot;
	switch (step.kind) {
		case 'deploy':
			return {
				deployment: { ...entered, state: 'preparing' },
				effects: [{ kind: 'deploy', slot, version: entered.release.version }],
			};
		case 'smoke':
			return {
				deployment: { ...entered, state: 'smoke-testing' },
				effects: [{ kind: 'smoke', slot, version: entered.release.version }],
			};
		case 'set-weight':
			return {
				// A verdict belongs to the weight it was reached at: the new weight starts without one.
				deployment: { ...entered, state: 'shifting', verdict: null },
				effects: [{ kind: 'set-traffic', split: splitTraffic(slot, step.weight) }],
			};
		case 'analyse':
			return rest({ ...entered, state: 'analysing', verdict: null });
		case 'hold':
			return rest({
				...entered,
				state: 'paused',
				pause: {
					reason: 'hold',
					by: { kind: 'engine' },
					at,
					text: step.durationMs === null ? 'Waiting for a person to promote' : 'Waiting before the next step',
				},
			});
		case 'promote':
			return {
				deployment: {
					...entered,
					state: 'promoting',
					healthyAtEnd: entered.verdict?.outcome === 'healthy',
				},
				effects: [{ kind: 'set-traffic', split: allTrafficTo(slot) }],
			};
		default:
			return assertNever(step);
	}
}

/** Goes on to the next step, or stands still before it when a pause was asked for meanwhile. */
export function advance(deployment: Deployment, at: number): Transition {
	if (deployment.pauseRequestedBy !== null) {
		return rest(pauseBefore(deployment, deployment.stepIndex + 1, deployment.pauseRequestedBy, at));
	}
	return enterStep(deployment, deployment.stepIndex + 1, at);
}

function pauseBefore(deployment: Deployment, index: number, by: Actor, at: number): Deployment {
	return {
		...deployment,
		state: 'paused',
		stepIndex: index,
		stepStartedAt: at,
		stepElapsed: false,
		verdict: null,
		pauseRequestedBy: null,
		pause: { reason: 'person', by, at, text: 'Paused before this step' },
	};
}

/** Goes on where a pause stopped it: an analysis keeps the time it had, any other step is entered afresh. */
export function resume(deployment: Deployment, at: number): Transition {
	const isAnalysis = stepAt(deployment)?.kind === 'analyse';
	if (!isAnalysis) return enterStep(deployment, deployment.stepIndex, at);
	if (deployment.pause?.reason === 'inconclusive' || deployment.stepElapsed) {
		return enterStep(deployment, deployment.stepIndex, at);
	}
	return rest({ ...deployment, state: 'analysing', pause: null });
}

/** Index of the step that gives the release all traffic. */
export function promoteIndex(deployment: Deployment): number {
	return deployment.strategy.steps.findIndex((step) => step.kind === 'promote');
}

/** The slot that stood before; the other one of the canary's also where nothing stood. */
export function stableSlot(deployment: Deployment): ReturnType<typeof otherSlot> {
	return deployment.from?.slot ?? otherSlot(deployment.canarySlot);
}

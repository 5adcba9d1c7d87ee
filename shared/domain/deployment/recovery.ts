/** After a restart, or once the machine is back: the target was asked what is so; the journal says what was meant. Resume, or restore known good. */
import { engineActor } from '../release.ts';
import { type SlotState, type TargetState, observedSplit, sameSplit } from '../target/model.ts';
import { type Absence, sinceWords } from './machine.ts';
import { type Deployment, stepAt } from './model.ts';
import { startRollback } from './rollback.ts';
import { type Transition, enterStep, rest } from './steps.ts';

function runs(slot: SlotState, version: string): boolean {
	return (slot.health === 'up' || slot.health === 'starting') && (slot.version === null || slot.version === version);
}

/**
 * `before` already carries the observation. Effects that were pending are superseded: they are wanted afresh. `after` is
 * what was before; null for a restart.
 */
export function recover(before: Deployment, observed: TargetState, at: number, after: Absence | null): Transition {
	// Behind a locked screen the engine was there all the time: what it had asked of the target is still in good hands.
	if (after === 'locked' && before.pending.length > 0) return rest({ ...before, held: null });
	const deployment: Deployment = { ...before, pending: [], problem: null, held: null };
	switch (deployment.state) {
		case 'completed':
			return rest(isStillWarm(deployment, observed) ? deployment : { ...deployment, warmUntil: null });
		case 'rolled-back':
			// A release that could not be stopped stays said for as long as it runs.
			return rest(
				runs(observed.slots[deployment.canarySlot], deployment.release.version)
					? { ...deployment, problem: before.problem }
					: deployment,
			);
		case 'needs-operator':
			// Only a person ends this state, and the reason for it is what that person needs.
			return rest({ ...deployment, problem: before.problem });
		case 'queued':
			return rest(deployment);
		case 'rolling-back':
			return startRollback(deployment, {
				reason: deployment.rollback?.reason ?? 'recovery',
				by: deployment.rollback?.by ?? engineActor,
				at: deployment.rollback?.at ?? at,
				text: deployment.rollback?.text ?? 'The rollback under way was taken up again',
			});
		case 'preparing':
			return enterAgain(deployment, deployment.stepIndex, at);
		case 'smoke-testing':
			// No user was on it yet, so starting it again costs nothing.
			return runs(observed.slots[deployment.canarySlot], deployment.release.version)
				? enterAgain(deployment, deployment.stepIndex, at)
				: enterAgain(deployment, 0, at);
		case 'shifting':
		case 'promoting':
		case 'analysing':
		case 'paused':
			return recoverWithTraffic(deployment, observed, at, after);
	}
}

/**
 * The switch back is on offer while what it goes back to runs where it was left, and nobody else took the other slot.
 * Whether the new release still runs is no question: when it died, the way back is what is needed.
 */
function isStillWarm(deployment: Deployment, observed: TargetState): boolean {
	const { from } = deployment;
	if (from === null || !runs(observed.slots[from.slot], from.version)) return false;
	const { version } = observed.slots[deployment.canarySlot];
	return version === null || version === deployment.release.version;
}

/** Enters a step again after a restart. What a person asked to pause stays asked for. */
function enterAgain(deployment: Deployment, index: number, at: number): Transition {
	const { pause } = deployment;
	const asked = deployment.pauseRequestedBy ?? (pause?.reason === 'person' ? pause.by : null);
	const { deployment: entered, effects } = enterStep(deployment, index, at);
	return { deployment: { ...entered, pauseRequestedBy: asked }, effects };
}

function recoverWithTraffic(
	deployment: Deployment,
	observed: TargetState,
	at: number,
	after: Absence | null,
): Transition {
	const step = stepAt(deployment);
	const mayHaveTraffic = deployment.strategy.steps
		.slice(0, deployment.stepIndex + 1)
		.some((past) => past.kind === 'set-weight' || past.kind === 'promote');
	if (!mayHaveTraffic) {
		return deployment.state === 'paused' ? rest(deployment) : enterAgain(deployment, deployment.stepIndex, at);
	}
	const lost = lostSlot(deployment, observed, sinceWords(after));
	if (lost !== null) {
		return startRollback(deployment, { reason: 'recovery', by: engineActor, at, text: lost });
	}
	if (step?.kind === 'set-weight' || step?.kind === 'promote') {
		return deployment.state === 'paused' ? rest(deployment) : enterAgain(deployment, deployment.stepIndex, at);
	}
	// Analysing, or paused with users on the release: the split must still be the one that was wanted.
	const inPlace = sameSplit(deployment.traffic.wanted, observedSplit(observed));
	if (!inPlace) return enterAgain(deployment, lastWeightIndex(deployment), at);
	if (after === 'locked') return rest(deployment);
	// The minutes nobody watched do not count: the step is watched again in full.
	if (deployment.state === 'analysing') return enterAgain(deployment, deployment.stepIndex, at);
	return rest({ ...deployment, verdict: null, stepElapsed: false });
}

function lastWeightIndex(deployment: Deployment): number {
	return deployment.strategy.steps
		.slice(0, deployment.stepIndex + 1)
		.findLastIndex((step) => step.kind === 'set-weight' || step.kind === 'promote');
}

function lostSlot(deployment: Deployment, observed: TargetState, since: string): string | null {
	const canary = observed.slots[deployment.canarySlot];
	if (!runs(canary, deployment.release.version)) {
		return canary.health === 'empty' || canary.health === 'down'
			? `${deployment.release.version} was no longer running ${since}`
			: `the slot of ${deployment.release.version} ran ${canary.version} ${since}`;
	}
	const from = deployment.from;
	const needsStable = from !== null && deployment.traffic.wanted[from.slot] > 0;
	if (needsStable && !runs(observed.slots[from.slot], from.version)) {
		return `${from.version} was no longer running ${since}`;
	}
	return null;
}

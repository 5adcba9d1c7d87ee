/** The way back: traffic first, then tidying up. The shortest road in the program. */
import type { Actor } from '../release.ts';
import { fail, type Problem } from '../result.ts';
import { type TargetState, observedSplit } from '../target/model.ts';
import type { Deployment, Effect, RollbackReason } from './model.ts';
import { type Transition, rest, splitBefore } from './steps.ts';

/** What stood before is known to be down: users must not be sent to it before it runs again. */
function standsDown(deployment: Deployment, observed: TargetState | null): boolean {
	if (deployment.from === null || observed === null) return false;
	const slot = observed.slots[deployment.from.slot];
	if (slot.health === 'down' || slot.health === 'empty') return true;
	return slot.version !== null && slot.version !== deployment.from.version;
}

function restartBefore(deployment: Deployment): readonly Effect[] {
	return deployment.from === null
		? []
		: [{ kind: 'deploy', slot: deployment.from.slot, version: deployment.from.version }];
}

/**
 * Starts (or starts again) the way back. Traffic moves first; only when the target is known to have lost what stood
 * before is that started first, because sending every user to nothing is worse than waiting (Flagger #1898).
 */
export function startRollback(
	deployment: Deployment,
	cause: { readonly reason: RollbackReason; readonly by: Actor; readonly at: number; readonly text: string },
): Transition {
	const mustRestart = standsDown(deployment, deployment.observed);
	const rolling: Deployment = {
		...deployment,
		state: 'rolling-back',
		pause: null,
		pauseRequestedBy: null,
		held: null,
		pending: [],
		finishedAt: null,
		warmUntil: null,
		rollback: { ...cause, restarted: mustRestart },
	};
	return {
		deployment: rolling,
		effects: mustRestart ? restartBefore(rolling) : [{ kind: 'set-traffic', split: splitBefore(rolling) }],
	};
}

/** True once no user is on the release any more, or the way back has ended in another way: what is left is tidying up. */
export function isTrafficBack({ state, pending }: Deployment): boolean {
	return state !== 'rolling-back' || pending.some(({ effect }) => effect.kind === 'retire');
}

/** An effect of the way back succeeded: what comes next. */
export function continueRollback(deployment: Deployment, done: Effect, at: number): Transition {
	switch (done.kind) {
		case 'deploy':
			return { deployment, effects: [{ kind: 'set-traffic', split: splitBefore(deployment) }] };
		case 'set-traffic':
			if (standsDown(deployment, deployment.observed)) return restartOrGiveUp(deployment, null);
			return { deployment, effects: [{ kind: 'retire', slot: deployment.canarySlot }] };
		case 'retire':
			return rest({ ...deployment, state: 'rolled-back', finishedAt: at });
		case 'smoke':
			return rest(deployment);
	}
}

/** What stood before is down: it is started once; when it is down again after that, only a person can know more. */
function restartOrGiveUp(deployment: Deployment, problem: Problem | null): Transition {
	const { rollback, from } = deployment;
	if (rollback === null || rollback.restarted) {
		const down = fail(
			'slot-not-ready',
			`${from?.version ?? 'What stood before'} was started again and is down again, so ${deployment.release.version} was left running.`,
			'Find out why it does not run, then try the rollback again.',
		).problem;
		return rest({ ...deployment, state: 'needs-operator', problem: problem ?? down });
	}
	const again: Deployment = { ...deployment, rollback: { ...rollback, restarted: true } };
	return { deployment: again, effects: restartBefore(again) };
}

/**
 * An effect of the way back failed for good. A release that only could not be stopped is a nuisance, not a danger:
 * its traffic is gone. Anything else needs a person.
 */
export function failRollback(deployment: Deployment, failed: Effect, problem: Problem, at: number): Transition {
	if (failed.kind === 'retire') return rest({ ...deployment, state: 'rolled-back', finishedAt: at, problem });
	// A target may refuse traffic to a slot that is down: then that is what has to be mended.
	if (failed.kind === 'set-traffic' && standsDown(deployment, deployment.observed)) {
		return restartOrGiveUp({ ...deployment, problem }, problem);
	}
	return rest({ ...deployment, state: 'needs-operator', problem });
}

/** Takes over what the target said, where it said something. */
export function observe(deployment: Deployment, observed: TargetState | null): Deployment {
	if (observed === null) return deployment;
	const confirmed = observedSplit(observed);
	const first = deployment.firstTrafficAt ?? (confirmed[deployment.canarySlot] > 0 ? observed.at : null);
	return {
		...deployment,
		observed,
		traffic: { ...deployment.traffic, confirmed, confirmedAt: observed.at },
		firstTrafficAt: first,
	};
}

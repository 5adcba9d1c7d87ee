/**
 * `transition(state, event)`: the whole behaviour of a deployment, without a clock, a network or a file.
 * The runner journals each event together with the intents of the effects that it wants, and only then acts.
 */
import { engineActor } from '../release.ts';
import { assertNever } from '../result.ts';
import { observedSplit, sameSplit } from '../target/model.ts';
import type { DeploymentEvent, RecordedEvent } from './events.ts';
import { holdText, isAsleep, machineHold, rollBackText } from './machine.ts';
import { type Deployment, isOnItsWay, nothingHappened, type PendingEffect, stepAt } from './model.ts';
import { recover } from './recovery.ts';
import { continueRollback, failRollback, observe, startRollback } from './rollback.ts';
import { applyCommand } from './apply-command.ts';
import { type Transition, advance, enterStep, rest, splitBefore } from './steps.ts';

type EventOf<T extends DeploymentEvent['type']> = Extract<DeploymentEvent, { type: T }>;

/** The deployment before its first event. */
function created(event: EventOf<'created'>, recorded: RecordedEvent): Deployment {
	const deployment: Deployment = {
		id: event.id,
		service: event.service,
		environment: event.environment,
		tier: event.tier,
		release: event.release,
		from: event.from,
		canarySlot: event.canarySlot,
		strategy: event.strategy,
		clockRate: event.clockRate,
		stepIndex: 0,
		state: 'queued',
		revision: recorded.revision,
		meaningRevision: recorded.revision,
		startedBy: recorded.actor,
		createdAt: recorded.at,
		stepStartedAt: recorded.at,
		stepElapsed: false,
		finishedAt: null,
		firstTrafficAt: null,
		traffic: { wanted: { blue: 0, green: 0 }, confirmed: null, confirmedAt: null },
		...nothingHappened,
	};
	return { ...deployment, traffic: { ...deployment.traffic, wanted: splitBefore(deployment) } };
}

/**
 * Applies one recorded event. Throws only for a history that cannot be: an event before `created`, or a gap in revisions.
 */
export function transition(before: Deployment | null, recorded: RecordedEvent): Transition {
	const { event, revision } = recorded;
	if (before === null) {
		if (event.type !== 'created') throw new Error(`A deployment cannot begin with ${event.type}`);
		return rest(created(event, recorded));
	}
	if (revision !== before.revision + 1) {
		throw new Error(`Deployment ${before.id}: event ${revision} after revision ${before.revision}`);
	}
	const result = apply(before, recorded);
	const after = { ...result.deployment, revision };
	const isSameMeaning =
		after.state === before.state &&
		after.stepIndex === before.stepIndex &&
		after.pause === before.pause &&
		machineHold(after) === machineHold(before) &&
		after.verdict?.outcome === before.verdict?.outcome;
	return {
		deployment: isSameMeaning ? after : { ...after, meaningRevision: revision },
		effects: result.effects,
	};
}

function apply(before: Deployment, recorded: RecordedEvent): Transition {
	const { event, at } = recorded;
	switch (event.type) {
		case 'created':
			throw new Error(`Deployment ${before.id} was created twice`);
		case 'begun':
			return before.state === 'queued' && machineHold(before) === null ? enterStep(before, 0, at) : rest(before);
		case 'commanded':
			return applyCommand(before, event.command, recorded);
		case 'effect-intended':
			return rest(intended(before, { id: event.effectId, effect: event.effect }));
		case 'effect-done':
			return effectDone(before, event, at);
		case 'effect-failed':
			return effectFailed(before, event, at);
		case 'verdict':
			return verdictChanged(before, event, at);
		case 'step-elapsed':
			return stepElapsed(before, event, at);
		case 'patience-ended':
			return patienceEnded(before, event, at);
		case 'split-drifted':
			return splitDrifted(before, event);
		case 'recovered':
			if (event.observed === null) return rest({ ...before, problem: event.problem });
			return recover(observe(before, event.observed), event.observed, at, event.after ?? null);
		case 'machine-left':
			return machineLeft(before, event, at);
		case 'window-ended':
			return windowEnded(before);
		default:
			return assertNever(event);
	}
}

function intended(before: Deployment, pending: PendingEffect): Deployment {
	const wanted = pending.effect.kind === 'set-traffic' ? pending.effect.split : before.traffic.wanted;
	return { ...before, pending: [...before.pending, pending], traffic: { ...before.traffic, wanted } };
}

function settle(
	before: Deployment,
	effectId: string,
): { readonly found: PendingEffect | null; readonly rest: Deployment } {
	const found = before.pending.find((pending) => pending.id === effectId) ?? null;
	return { found, rest: { ...before, pending: before.pending.filter((pending) => pending.id !== effectId) } };
}

function effectDone(before: Deployment, event: EventOf<'effect-done'>, at: number): Transition {
	const settled = settle(before, event.effectId);
	const deployment = observe(settled.rest, event.observed);
	// A superseded effect: its outcome is a fact of history, but nothing follows from it.
	if (settled.found === null || mustWait(deployment)) return rest(deployment);
	const { effect } = settled.found;
	switch (deployment.state) {
		case 'preparing':
		case 'smoke-testing':
		case 'shifting':
			return advance(deployment, at);
		case 'promoting':
			return rest(complete(deployment, at));
		case 'rolling-back':
			return continueRollback(deployment, effect, at);
		case 'completed':
			return rest({ ...deployment, warmUntil: null });
		case 'queued':
		case 'analysing':
		case 'paused':
		case 'rolled-back':
		case 'needs-operator':
			return rest(deployment);
		default:
			return assertNever(deployment.state);
	}
}

function complete(deployment: Deployment, at: number): Deployment {
	const windowMs = deployment.strategy.rollbackWindowMs / deployment.clockRate;
	return {
		...deployment,
		state: 'completed',
		stepIndex: deployment.strategy.steps.length,
		finishedAt: at,
		problem: null,
		...(machineHold(deployment) === null ? {} : { held: null }),
		// Without a previous release there is nothing to keep warm.
		warmUntil: deployment.from === null ? null : at + windowMs,
	};
}

function effectFailed(before: Deployment, event: EventOf<'effect-failed'>, at: number): Transition {
	const settled = settle(before, event.effectId);
	const deployment = observe(settled.rest, event.observed);
	if (settled.found === null || isAsleep(deployment)) return rest(deployment);
	const { problem } = event;
	switch (deployment.state) {
		case 'preparing':
		case 'smoke-testing':
		case 'shifting':
		case 'promoting':
			return startRollback(
				{ ...deployment, problem },
				{ reason: 'effect-failed', by: engineActor, at, text: problem.message },
			);
		case 'rolling-back':
			return failRollback(deployment, settled.found.effect, problem, at);
		case 'completed':
			return rest({ ...deployment, warmUntil: null, problem });
		case 'queued':
		case 'analysing':
		case 'paused':
		case 'rolled-back':
		case 'needs-operator':
			return rest({ ...deployment, problem });
		default:
			return assertNever(deployment.state);
	}
}

function verdictChanged(before: Deployment, event: EventOf<'verdict'>, at: number): Transition {
	const isWatching = before.state === 'analysing' || before.state === 'paused';
	if (!isWatching || event.stepIndex !== before.stepIndex || isAsleep(before)) return rest(before);
	const deployment: Deployment = { ...observe(before, event.observed ?? null), verdict: event.verdict };
	switch (event.verdict.outcome) {
		case 'unhealthy':
			return startRollback(deployment, {
				reason: 'unhealthy',
				by: engineActor,
				at,
				text: event.verdict.summary,
			});
		case 'healthy':
			return mayGoOn(deployment) ? advance(deployment, at) : rest(deployment);
		case 'inconclusive':
			return deployment.state === 'analysing' && deployment.stepElapsed
				? rest(holdInconclusive(deployment, at))
				: rest(deployment);
		default:
			return assertNever(event.verdict.outcome);
	}
}

/** A healthy verdict moves on only when the step's time is over and nobody holds it. */
function mayGoOn(deployment: Deployment): boolean {
	if (machineHold(deployment) !== null) return false;
	return deployment.state === 'analysing' ? deployment.stepElapsed : deployment.pause?.reason === 'inconclusive';
}

function holdInconclusive(deployment: Deployment, at: number): Deployment {
	return {
		...deployment,
		state: 'paused',
		pause: {
			reason: 'inconclusive',
			by: engineActor,
			at,
			text: deployment.verdict?.summary ?? 'The judge has not seen any metrics of this step yet',
		},
	};
}

function stepElapsed(before: Deployment, event: EventOf<'step-elapsed'>, at: number): Transition {
	if (event.stepIndex !== before.stepIndex || machineHold(before) !== null) return rest(before);
	if (before.state === 'paused' && before.pause?.reason === 'hold' && stepAt(before)?.kind === 'hold') {
		return advance(before, at);
	}
	if (before.state !== 'analysing') return rest(before);
	const deployment: Deployment = { ...before, stepElapsed: true };
	if (deployment.verdict?.outcome === 'healthy') return advance(deployment, at);
	return rest(holdInconclusive(deployment, at));
}

function patienceEnded(before: Deployment, event: EventOf<'patience-ended'>, at: number): Transition {
	const isHeld = before.state === 'paused' && before.pause?.reason === 'inconclusive';
	if (!isHeld || event.stepIndex !== before.stepIndex || machineHold(before) !== null) return rest(before);
	return startRollback(before, {
		reason: 'patience-ended',
		by: engineActor,
		at,
		text: `No clear verdict in time: ${before.pause.text}`,
	});
}

/**
 * A reload makes a load balancer forget its weights, and then half of the users are on a release that was meant for few.
 * The wanted split is asked for again; until it is back nothing on this step is called healthy (`target-facts.ts`).
 */
function splitDrifted(before: Deployment, event: EventOf<'split-drifted'>): Transition {
	const isWatching = before.state === 'analysing' || before.state === 'paused';
	if (!isWatching || event.stepIndex !== before.stepIndex || isAsleep(before)) return rest(before);
	const deployment = observe(before, event.observed);
	const { wanted } = deployment.traffic;
	if (deployment.pending.length > 0 || sameSplit(wanted, observedSplit(event.observed))) return rest(deployment);
	return { deployment, effects: [{ kind: 'set-traffic', split: wanted }] };
}

/** The way back goes on whatever the machine does, and a sleep outranks a lock. */
function machineLeft(before: Deployment, { because, answer }: EventOf<'machine-left'>, at: number): Transition {
	if (!isOnItsWay(before)) return rest(before);
	if (answer === 'roll-back') {
		return startRollback(before, { reason: 'machine', by: engineActor, at, text: rollBackText(because) });
	}
	if (isAsleep(before) || machineHold(before)?.because === because) return rest(before);
	return rest({ ...before, held: { because, at, text: holdText(because) } });
}

/**
 * Whether nothing follows from an effect that ended. Behind a locked screen a release that was given users is still
 * watched, and one that has them all is still done; nothing else is asked of the target.
 */
function mustWait(deployment: Deployment): boolean {
	const hold = machineHold(deployment);
	if (hold === null || !isOnItsWay(deployment)) return false;
	if (hold.because !== 'locked') return true;
	if (deployment.state === 'shifting') return stepAt(deployment, deployment.stepIndex + 1)?.kind !== 'analyse';
	return deployment.state !== 'promoting';
}

function windowEnded(before: Deployment): Transition {
	if (before.state !== 'completed' || before.warmUntil === null || before.from === null) return rest(before);
	if (before.pending.length > 0) return rest(before);
	return { deployment: before, effects: [{ kind: 'retire', slot: before.from.slot }] };
}

/** Folds a whole history; null for an empty one. */
export function replay(events: readonly RecordedEvent[]): Deployment | null {
	let deployment: Deployment | null = null;
	for (const recorded of events) deployment = transition(deployment, recorded).deployment;
	return deployment;
}

/** What a command that was allowed does to the state. */
import { assertNever } from '../result.ts';
import { hasAllTraffic } from '../target/model.ts';
import { actorName } from '../release.ts';
import { checkCommand } from './commands.ts';
import type { CommandKind, RecordedEvent } from './events.ts';
import { machineHold } from './machine.ts';
import { type Deployment, stepAt } from './model.ts';
import { observe, startRollback } from './rollback.ts';
import { type Transition, advance, enterStep, promoteIndex, rest, resume } from './steps.ts';

/** A command that the state does not allow changes nothing, so that no order of events can do harm. */
export function applyCommand(before: Deployment, command: CommandKind, recorded: RecordedEvent): Transition {
	if (!checkCommand(before, command).allowed) return rest(before);
	const { at, actor } = recorded;
	switch (command) {
		case 'promote':
			return promote(before, at);
		case 'promote-fully':
			return enterStep(before, promoteIndex(before), at);
		case 'pause':
			if (before.state !== 'analysing') return rest({ ...before, pauseRequestedBy: actor });
			return rest({
				...before,
				state: 'paused',
				pause: { reason: 'person', by: actor, at, text: `Paused by ${actorName(actor)}` },
			});
		case 'resume':
			if (before.state === 'needs-operator') return accept(before, recorded);
			// What the target shows decides how it goes on, so the machine's hold ends with its answer.
			return machineHold(before) === null ? resume(before, at) : rest(before);
		case 'retry':
			// A rolled-back deployment is history: trying again is a new deployment, which the engine starts.
			if (before.state !== 'needs-operator') return rest(before);
			return startRollback(
				{ ...before, problem: null },
				{
					reason: before.rollback?.reason ?? 'person',
					by: actor,
					at,
					text: before.rollback?.text ?? `Tried again by ${actorName(actor)}`,
				},
			);
		case 'roll-back': {
			const said = recorded.event.type === 'commanded' ? recorded.event.reason : null;
			const text = said === null ? `Asked by ${actorName(actor)}` : `Asked by ${actorName(actor)}: ${said}`;
			return startRollback(before, { reason: 'person', by: actor, at, text });
		}
		default:
			return assertNever(command);
	}
}

function promote(before: Deployment, at: number): Transition {
	const wasPausedBefore = before.pause?.reason === 'person' && stepAt(before)?.kind !== 'analyse';
	return wasPausedBefore ? enterStep(before, before.stepIndex, at) : advance(before, at);
}

/**
 * The way out where the way back cannot be finished, because what stood before cannot run any more, say: a person says
 * that what the target shows is meant. Nothing is done to the target.
 */
function accept(before: Deployment, recorded: RecordedEvent): Transition {
	const { event, at } = recorded;
	const observed = event.type === 'commanded' ? event.observed : undefined;
	if (observed === undefined) return rest(before);
	const deployment = observe(before, observed);
	const isKept = hasAllTraffic(observed.slots[before.canarySlot]);
	const ended: Deployment = { ...deployment, pending: [], finishedAt: at, warmUntil: null };
	if (!isKept) return rest({ ...ended, state: 'rolled-back' });
	return rest({ ...ended, state: 'completed', stepIndex: before.strategy.steps.length, healthyAtEnd: false });
}

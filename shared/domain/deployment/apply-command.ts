/** What a command that was allowed does to the state. */
import { assertNever } from '../result.ts';
import { actorName } from '../release.ts';
import { checkCommand } from './commands.ts';
import type { CommandKind, RecordedEvent } from './events.ts';
import { type Deployment, stepAt } from './model.ts';
import { startRollback } from './rollback.ts';
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
			return resume(before, at);
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

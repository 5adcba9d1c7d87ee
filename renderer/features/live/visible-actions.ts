/** Which commands have a button now, and why one that is refused is refused. */
import { isInFlight } from '../../../shared/domain/deployment/model.ts';
import type { CommandKind } from '../../../shared/domain/deployment/events.ts';
import type { ActionView, DeploymentView } from '../../../shared/rpc/views.ts';

export interface DeploymentAction extends ActionView {
	readonly command: CommandKind;
}

const order: readonly CommandKind[] = ['roll-back', 'retry', 'resume', 'pause', 'promote', 'promote-fully'];

function isCommand(action: ActionView): action is DeploymentAction {
	return action.command !== 'start';
}

/**
 * While something ships every decision has its place, allowed or not; afterwards only what is still possible.
 * Pause and Resume share one place, and Retry is there only where something can be tried again.
 */
export function visibleActions(view: DeploymentView): readonly DeploymentAction[] {
	const actions = view.actions.filter(isCommand);
	const isAllowed = (command: CommandKind): boolean => actions.some((one) => one.command === command && one.allowed);
	const isShown = ({ command, allowed }: DeploymentAction): boolean => {
		if (allowed) return true;
		if (command === 'roll-back') return isInFlight(view.deployment) || view.deployment.state === 'completed';
		if (!isInFlight(view.deployment) || command === 'retry' || command === 'resume') return false;
		return command !== 'pause' || !isAllowed('resume');
	};
	return actions.filter(isShown).toSorted((left, right) => order.indexOf(left.command) - order.indexOf(right.command));
}

/** Refusals in one line, commands with the same reason together; null when all are allowed. */
export function refusalText(actions: readonly ActionView[]): string | null {
	const byReason = new Map<string, string[]>();
	for (const { allowed, label, detail } of actions) {
		if (allowed) continue;
		const reason = detail ?? 'not possible now';
		byReason.set(reason, [...(byReason.get(reason) ?? []), label]);
	}
	if (byReason.size === 0) return null;
	return [...byReason].map(([reason, labels]) => `${labels.join(', ')}: ${reason}`).join('. ');
}

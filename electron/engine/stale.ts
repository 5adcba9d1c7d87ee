/** When a click comes from a screen that shows the past. */
import type { CommandKind } from '../../shared/domain/deployment/events.ts';
import type { Deployment } from '../../shared/domain/deployment/model.ts';
import { headline } from '../../shared/domain/deployment/headline.ts';

/**
 * Says what changed since the screen was drawn, or null when the click still means what the button said.
 *
 * A command is stale when the step, the state, the pause or the verdict changed after `expectedRevision`; bookkeeping
 * events in between do not make it so. Roll back names one destination for the whole life of a deployment
 * ("Roll back to 2.3.1"), so what it promises cannot go stale while it is possible at all: refusing it because a
 * verdict arrived in the same second would cost users, not save them.
 */
export function staleReason(deployment: Deployment, command: CommandKind, expectedRevision: number): string | null {
	if (expectedRevision > deployment.revision) {
		return `The screen showed revision ${expectedRevision}, which this control room has not reached: it is at ${deployment.revision}.`;
	}
	if (command === 'roll-back' || expectedRevision >= deployment.meaningRevision) return null;
	return `The screen was out of date, so nothing was done. Now: ${headline(deployment)}.`;
}

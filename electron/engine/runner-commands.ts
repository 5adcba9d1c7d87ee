/** A command at the door of a deployment: refused with the reason, recognised as one that acted already, or let in. */
import { checkCommand } from '../../shared/domain/deployment/commands.ts';
import type { CommandKind, DeploymentEvent } from '../../shared/domain/deployment/events.ts';
import type { Deployment } from '../../shared/domain/deployment/model.ts';
import { type Failure, fail, ok, type Result } from '../../shared/domain/result.ts';
import type { CommandOutcome } from '../../shared/rpc/api.ts';
import { type LookPorts, see } from './look.ts';
import type { EnvironmentRecord, Store } from './ports.ts';
import { findStanding } from './standing.ts';
import { staleReason } from './stale.ts';

/** What a screen sends with a command. */
export interface CommandRequest {
	readonly expectedRevision: number;
	readonly idempotencyKey: string;
	readonly reason: string | null;
}

/** Why the command may not be done now; null when it may. */
export function refuseCommand(deployment: Deployment, command: CommandKind, expectedRevision: number): Failure | null {
	const stale = staleReason(deployment, command, expectedRevision);
	const details = { revision: deployment.revision, state: deployment.state };
	if (stale !== null) return fail('stale', stale, 'Look at what the screen shows now and decide again.', { details });
	const check = checkCommand(deployment, command);
	if (check.allowed) return null;
	const message = `${check.label} is not possible now: ${check.detail ?? 'the state does not allow it'}.`;
	return fail('not-allowed', message, 'The buttons on the deployment show what is possible.', { details });
}

/** What a click that arrives a second time had led to; null when it never acted. */
export async function earlierOutcome(
	store: Store,
	deploymentId: string,
	idempotencyKey: string,
): Promise<CommandOutcome | null> {
	const found = await store.findCommand(idempotencyKey);
	if (!found.ok || found.value === null || found.value.deploymentId !== deploymentId) return null;
	return { deploymentId, revision: found.value.revision, duplicate: true };
}

/** A person accepts what the target shows: then it must have been asked. */
export async function withWhatStands(
	ports: LookPorts,
	event: Extract<DeploymentEvent, { type: 'commanded' }>,
	environment: EnvironmentRecord,
	signal: AbortSignal,
): Promise<Result<DeploymentEvent>> {
	const { observed, problem } = await see({ ...ports, source: null }, 0, null, signal);
	if (observed !== null) {
		const standing = findStanding(observed, environment);
		return standing.ok ? ok({ ...event, observed }) : standing;
	}
	const message = `The target does not say what stands, so there is nothing to accept: ${problem ?? 'no reason given'}`;
	return fail('target-unreachable', message, 'Bring the target back, then try again.', { retryable: true });
}

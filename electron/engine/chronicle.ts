/**
 * The write-ahead part of a deployment: folds an event, journals it with the intents that follow, and only then
 * makes it true. On the way back to known good a journal that cannot be written delays nothing: those events are
 * kept and written as soon as it can be.
 */
import type { DeploymentEvent, RecordedEvent } from '../../shared/domain/deployment/events.ts';
import type { Deployment, PendingEffect } from '../../shared/domain/deployment/model.ts';
import { transition } from '../../shared/domain/deployment/transition.ts';
import { type Actor, engineActor, environmentKey } from '../../shared/domain/release.ts';
import { type Problem, type Result, ok } from '../../shared/domain/result.ts';
import type { Clock, EnvironmentRecord, Logger, Store } from './ports.ts';
import { standingAfter } from './standing.ts';

export interface Recorded {
	readonly deployment: Deployment;
	readonly events: readonly RecordedEvent[];
	/** Effects that the event wants, already journalled as intents. */
	readonly intents: readonly PendingEffect[];
	/** True when the idempotency key had been used before: nothing was done. */
	readonly isDuplicate: boolean;
}

export interface Chronicle {
	current(): Deployment | null;
	/**
	 * Journals `events` (the first one or two of a deployment, or a single one) and what follows from them.
	 * Not concurrent: the runner calls it from one lane.
	 */
	record(events: readonly DeploymentEvent[], actor: Actor, idempotencyKey?: string | null): Promise<Result<Recorded>>;
	/** Why the journal cannot be written just now; null when all is written. */
	trouble(): Problem | null;
	/** Tries to write what was kept back; called by the runner's timer. */
	catchUp(): Promise<boolean>;
	/** What stands in the environment by the last event. */
	environment(): EnvironmentRecord;
}

export function createChronicle(options: {
	readonly deploymentId: string;
	readonly start: Deployment | null;
	readonly environment: EnvironmentRecord;
	readonly store: Store;
	readonly clock: Clock;
	readonly logger: Logger;
	readonly fence: () => number;
}): Chronicle {
	const { deploymentId, store, clock, logger } = options;
	let current = options.start;
	let environment = options.environment;
	let writtenRevision = options.start?.revision ?? 0;
	/** What the store knows of the environment: only a change is written, and journalled, again. */
	let writtenEnvironment = options.environment;
	/** Events that are true but could not be written yet. */
	let backlog: RecordedEvent[] = [];
	let trouble: Problem | null = null;

	function fold(events: readonly DeploymentEvent[], actor: Actor) {
		const recorded: RecordedEvent[] = [];
		const intents: PendingEffect[] = [];
		let deployment = current;
		const add = (event: DeploymentEvent, by: Actor): Deployment => {
			const entry = { event, revision: (deployment?.revision ?? 0) + 1, at: clock.now(), actor: by };
			recorded.push(entry);
			const next = transition(deployment, entry);
			deployment = next.deployment;
			for (const effect of next.effects) {
				const pending = { id: `${entry.revision}.${intents.length}`, effect };
				intents.push(pending);
				add({ type: 'effect-intended', effectId: pending.id, effect }, engineActor);
			}
			return deployment;
		};
		let last: Deployment | null = null;
		for (const event of events) last = add(event, actor);
		return { recorded, intents, deployment: deployment ?? last };
	}

	async function write(
		events: readonly RecordedEvent[],
		deployment: Deployment,
		after: EnvironmentRecord,
		idempotencyKey: string | null,
	) {
		const hasMoved = after !== writtenEnvironment;
		const result = await store.append({
			deploymentId,
			expectedRevision: writtenRevision,
			events: [...backlog, ...events],
			deployment,
			environment: hasMoved ? after : null,
			idempotencyKey,
			isWayBack: deployment.state === 'rolling-back',
			fence: options.fence(),
		});
		if (!result.ok) {
			trouble = result.problem;
			logger.error({ deploymentId, problem: result.problem, err: result.cause }, 'journal append failed');
			return result;
		}
		trouble = null;
		if (!result.value.duplicate) {
			writtenRevision = deployment.revision;
			writtenEnvironment = after;
			backlog = [];
		}
		return result;
	}

	return {
		current: () => current,
		trouble: () => trouble,
		environment: () => environment,
		async record(events, actor, idempotencyKey = null) {
			const folded = fold(events, actor);
			if (folded.deployment === null) throw new Error('Nothing to record');
			const after = standingAfter(environment, current, folded.deployment, clock.now());
			const written = await write(folded.recorded, folded.deployment, after, idempotencyKey);
			if (!written.ok && !mustGoOn(folded.deployment, written.problem)) return written;
			if (written.ok && written.value.duplicate) {
				return ok({ deployment: current ?? folded.deployment, events: [], intents: [], isDuplicate: true });
			}
			if (!written.ok) backlog = [...backlog, ...folded.recorded];
			current = folded.deployment;
			environment = after;
			const { recorded, intents } = folded;
			return ok({ deployment: folded.deployment, events: recorded, intents, isDuplicate: false });
		},
		async catchUp() {
			if (backlog.length === 0 || current === null) return true;
			return (await write([], current, environment, null)).ok;
		},
	};
}

/** Safety outranks bookkeeping on the way back only, and only while the environment is still ours. */
function mustGoOn(after: Deployment, problem: Problem): boolean {
	const isWayBack = after.state === 'rolling-back' || after.state === 'rolled-back' || after.state === 'needs-operator';
	return isWayBack && problem.code !== 'lease-lost' && problem.code !== 'stale';
}

/** The environment of a service before anything is known of it. */
export function unknownEnvironment(service: string, environment: string): EnvironmentRecord {
	return {
		key: environmentKey(service, environment),
		standing: null,
		knownGood: null,
		since: null,
		deploymentId: null,
	};
}

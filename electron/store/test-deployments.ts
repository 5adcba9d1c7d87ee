/** Toy deployments: real shapes, no rules. Free of vitest, so that child processes and benchmarks can use them. */
import type { DeploymentAppend } from '../engine/ports.ts';
import type { DeploymentEvent, RecordedEvent } from '../../shared/domain/deployment/events.ts';
import { type Deployment, nothingHappened } from '../../shared/domain/deployment/model.ts';
import { engineActor } from '../../shared/domain/release.ts';
import { canarySteps, strategyDefaults } from '../../shared/domain/strategy/model.ts';

type Created = Extract<DeploymentEvent, { readonly type: 'created' }>;

/** The first event of a canary of checkout 2.4.0 into production. */
export function createdEvent(id: string): Created {
	return {
		type: 'created',
		id,
		service: 'checkout',
		environment: 'production',
		tier: 'production',
		release: { version: '2.4.0', commit: 'abc123', notes: 'Grüße, 你好 and a "quote"' },
		from: { version: '2.3.9', slot: 'blue' },
		canarySlot: 'green',
		strategy: {
			kind: 'canary',
			steps: canarySteps(),
			analysisIntervalMs: strategyDefaults.analysisIntervalMs,
			rollbackWindowMs: strategyDefaults.rollbackWindowMs,
			deployTimeoutMs: strategyDefaults.deployTimeoutMs,
		},
		clockRate: 1,
	};
}

function firstState(event: Created, at: number): Deployment {
	const { type: _, ...facts } = event;
	return {
		...facts,
		stepIndex: 0,
		state: 'queued',
		revision: 1,
		meaningRevision: 1,
		startedBy: engineActor,
		createdAt: at,
		stepStartedAt: at,
		stepElapsed: false,
		finishedAt: null,
		firstTrafficAt: null,
		traffic: { wanted: { blue: 100, green: 0 }, confirmed: null, confirmedAt: null },
		...nothingHappened,
	};
}

/** Not the engine's rules: `begun` prepares, `step-elapsed` moves on, `window-ended` completes. */
export function toyFold(before: Deployment | null, { event, revision, at }: RecordedEvent): Deployment {
	if (event.type === 'created') return firstState(event, at);
	if (before === null) throw new Error('a deployment begins with "created"');
	const after = { ...before, revision };
	if (event.type === 'begun') return { ...after, state: 'preparing' };
	if (event.type === 'step-elapsed') return { ...after, stepIndex: before.stepIndex + 1 };
	if (event.type === 'window-ended') return { ...after, state: 'completed', finishedAt: at };
	return after;
}

/** The write that adds `events` to a deployment. */
export function appendOf(
	id: string,
	before: Deployment | null,
	events: readonly DeploymentEvent[],
	options: Partial<Pick<DeploymentAppend, 'environment' | 'idempotencyKey' | 'isWayBack' | 'fence'>> & {
		readonly at?: number;
	} = {},
): DeploymentAppend {
	const { at = 1_000, ...rest } = options;
	const expectedRevision = before?.revision ?? 0;
	const recorded = events.map((event, index) => ({
		event,
		revision: expectedRevision + index + 1,
		at,
		actor: engineActor,
	}));
	const deployment = recorded.reduce<Deployment | null>(toyFold, before);
	if (deployment === null) throw new Error('a write has events');
	return {
		deploymentId: id,
		expectedRevision,
		events: recorded,
		deployment,
		environment: null,
		idempotencyKey: null,
		isWayBack: false,
		fence: 1,
		...rest,
	};
}

/** Remembers when each step was entered, from the events, so that the rail can say how long it took. */
import type { RecordedEvent } from '../../shared/domain/deployment/events.ts';
import type { Deployment } from '../../shared/domain/deployment/model.ts';
import { transition } from '../../shared/domain/deployment/transition.ts';
import type { StepEntries } from './deployment-view.ts';

export interface StepLog {
	/** Takes the whole history (it starts with `created`), or what was recorded last. */
	take(deployment: Deployment, recorded: readonly RecordedEvent[]): void;
	entries(deploymentId: string): StepEntries;
}

export function createStepLog(): StepLog {
	let id = '';
	let entries = new Map<number, number>();

	return {
		take(deployment, recorded) {
			if (recorded[0]?.event.type === 'created') {
				id = deployment.id;
				entries = enteredSteps(recorded);
			}
			if (id !== deployment.id) {
				id = deployment.id;
				entries = new Map();
			}
			const isWayForward = deployment.state !== 'rolling-back' && deployment.state !== 'rolled-back';
			if (isWayForward && !entries.has(deployment.stepIndex)) {
				entries.set(deployment.stepIndex, deployment.stepStartedAt);
			}
		},
		entries: (deploymentId) => (deploymentId === id ? entries : new Map()),
	};
}

/** First entry of each step in a history. */
export function enteredSteps(history: readonly RecordedEvent[]): Map<number, number> {
	const entries = new Map<number, number>();
	let deployment: Deployment | null = null;
	for (const recorded of history) {
		deployment = transition(deployment, recorded).deployment;
		if (!entries.has(deployment.stepIndex)) entries.set(deployment.stepIndex, recorded.at);
	}
	return entries;
}

/** The production stage ends with users, not at the door: what its deployments say of it. */
import { type DeploymentState, endedStates } from '../deployment/model.ts';
import type { StageSummary } from './stages.ts';

/** What is known of a release in production now. */
export interface ProductionNow {
	/** False where the service has no environment of tier production: then nothing is added. */
	readonly hasProduction: boolean;
	/** It stands in production. */
	readonly stands: boolean;
	/** The last deployment of each environment, as far as it is of this release. */
	readonly deployments: readonly { readonly state: DeploymentState; readonly headline: string }[];
}

/** What a stage says whose release stands there. */
export const inProduction = 'In production';

/** In flight, or in need of a person. */
function isOpen({ state }: { readonly state: DeploymentState }): boolean {
	return !endedStates.includes(state);
}

/**
 * A production stage whose jobs, gates and people are content, as users see it: on its way, there, taken back, or not there.
 * `now` null: the run made no release, so nothing of it can be there. Every other stage, and one that is held, stays as it is.
 */
export function tellProduction(stage: StageSummary, now: ProductionNow | null): StageSummary {
	if (stage.name !== 'production' || stage.state !== 'passed') return stage;
	if (now === null) return { ...stage, state: 'not-reached', text: 'No release was made' };
	if (!now.hasProduction) return stage;
	const stuck = now.deployments.find(({ state }) => state === 'needs-operator');
	if (stuck !== undefined) return { ...stage, state: 'failed', text: stuck.headline };
	const open = now.deployments.find(isOpen);
	if (open !== undefined) return { ...stage, state: 'running', text: open.headline };
	if (now.stands) return { ...stage, text: inProduction };
	const back = now.deployments.find(({ state }) => state === 'rolled-back');
	if (back !== undefined) return { ...stage, state: 'failed', text: back.headline };
	return { ...stage, state: 'waiting', text: 'Not in production' };
}

/** Rooms for tests of the shell, made of deployments that went their way through the real rules. */
import { deploymentView, stillTiming } from '../../../electron/engine/deployment-view.ts';
import { needsOf } from '../../../electron/engine/needs.ts';
import type { Deployment } from '../../domain/deployment/model.ts';
import { defaultHealthPolicy } from '../../domain/health/defaults.ts';
import { type EnvironmentKey, environmentKey } from '../../domain/release.ts';
import type { DeploymentView, EnvironmentView, RoomState } from '../../rpc/views.ts';
import { emptyRoom } from '../../rpc/testing/fake-api.ts';

export function viewOf(deployment: Deployment, facts: { readonly heldBy?: string } = {}): DeploymentView {
	return deploymentView(deployment, {
		timing: stillTiming(deployment, deployment.stepStartedAt),
		latestLook: null,
		byHand: null,
		heldBy: facts.heldBy ?? null,
		entries: new Map(),
	});
}

/** A room that holds these deployments and their environments, with the needs that the engine sees in it. */
export function roomOf(deployments: readonly (Deployment | DeploymentView)[], mayAct = true): RoomState {
	const views = deployments.map((each) => ('deployment' in each ? each : viewOf(each)));
	const environments = views.map(environmentOf);
	const room: RoomState = {
		...emptyRoom,
		host: { ...emptyRoom.host, mayAct },
		deployments: Object.fromEntries(views.map((view) => [view.deployment.id, view])),
		environments: Object.fromEntries(environments.map((environment) => [environment.key, environment])),
	};
	return { ...room, needs: needsOf(room) };
}

/** A room with an environment in which nothing was ever deployed. */
export function roomBefore({ service, environment }: Deployment): RoomState {
	const key = environmentKey(service, environment);
	return { ...emptyRoom, environments: { [key]: bareEnvironment(service, environment, key) } };
}

function environmentOf({ deployment }: DeploymentView): EnvironmentView {
	const { id, service, environment } = deployment;
	return { ...bareEnvironment(service, environment, environmentKey(service, environment)), deploymentId: id };
}

function bareEnvironment(service: string, environment: string, key: EnvironmentKey): EnvironmentView {
	return {
		key,
		service,
		environment,
		tier: 'production',
		project: 'p1',
		owner: null,
		targetLabel: 'processes',
		publicUrl: null,
		standing: null,
		standingSince: null,
		knownGood: null,
		deploymentId: null,
		health: 'healthy',
		healthText: 'all well',
		asOf: null,
		target: null,
		readings: [],
		releases: [],
		defaultStrategy: 'canary',
		healthPolicy: defaultHealthPolicy,
		start: { command: 'start', allowed: true, label: 'Start', detail: null },
		clockRate: 1,
	};
}

/** Rooms for tests of the shell, made of deployments that went their way through the real rules. */
import { checkCommand, commandKinds } from '../../domain/deployment/commands.ts';
import { headline } from '../../domain/deployment/headline.ts';
import type { Deployment } from '../../domain/deployment/model.ts';
import { defaultHealthPolicy } from '../../domain/health/defaults.ts';
import { type EnvironmentKey, environmentKey } from '../../domain/release.ts';
import type { DeploymentView, EnvironmentView, NeedView, RoomState } from '../../rpc/views.ts';
import { emptyRoom } from '../../rpc/testing/fake-api.ts';

/** A deployment as the engine would show it, without rail and looks. */
export function viewOf(deployment: Deployment, facts: { readonly heldBy?: string } = {}): DeploymentView {
	return {
		deployment,
		headline: headline(deployment),
		actions: commandKinds.map((command) => ({ command, ...checkCommand(deployment, command) })),
		timing: {
			elapsedMs: 0,
			durationMs: null,
			asOf: deployment.stepStartedAt,
			running: false,
			nextLookAt: null,
			patienceEndsAt: null,
		},
		rail: [],
		latestLook: null,
		manualCommands: [],
		heldBy: facts.heldBy ?? null,
	};
}

/** What the engine would ask a person for. */
function needOf({ deployment }: DeploymentView): NeedView | null {
	const { id, state, pause } = deployment;
	const isStuck = state === 'needs-operator';
	if (!isStuck && pause === null) return null;
	return {
		id,
		urgency: isStuck || pause?.reason === 'inconclusive' ? 'now' : 'soon',
		kind: isStuck ? 'needs-operator' : 'paused',
		title: headline(deployment),
		detail: pause?.text ?? 'A person is needed.',
		since: pause?.at ?? 0,
		deploymentId: id,
		environment: environmentKey(deployment.service, deployment.environment),
	};
}

/** A room that holds these deployments and their environments, with what they need. */
export function roomOf(deployments: readonly (Deployment | DeploymentView)[], mayAct = true): RoomState {
	const views = deployments.map((each) => ('deployment' in each ? each : viewOf(each)));
	const environments = views.map(environmentOf);
	const needs = views.map(needOf).filter((need) => need !== null);
	return {
		...emptyRoom,
		host: { ...emptyRoom.host, mayAct },
		deployments: Object.fromEntries(views.map((view) => [view.deployment.id, view])),
		environments: Object.fromEntries(environments.map((environment) => [environment.key, environment])),
		needs: Object.fromEntries(needs.map((need) => [need.id, need])),
	};
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

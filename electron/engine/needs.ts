/** What needs a person, derived from the room, and from what the room cannot show because no open project has it. */
import { machineHold } from '../../shared/domain/deployment/machine.ts';
import type { Deployment } from '../../shared/domain/deployment/model.ts';
import { environmentKey } from '../../shared/domain/release.ts';
import type { DeploymentView, EnvironmentView, NeedView, RoomState } from '../../shared/rpc/views.ts';

function base(deployment: Deployment): Pick<NeedView, 'id' | 'deploymentId' | 'environment'> {
	return {
		id: deployment.id,
		deploymentId: deployment.id,
		environment: environmentKey(deployment.service, deployment.environment),
	};
}

function ofDeployment(view: DeploymentView): NeedView | null {
	const { deployment } = view;
	const place = `${deployment.service} ${deployment.environment}`;
	if (deployment.state === 'needs-operator') {
		return {
			...base(deployment),
			urgency: 'now',
			kind: 'needs-operator',
			title: `${place}: ${view.headline}`,
			detail: deployment.problem?.message ?? 'The last rollback did not succeed.',
			since: deployment.stepStartedAt,
		};
	}
	const hold = machineHold(deployment);
	if (hold !== null) {
		const title = `${place}: ${view.headline}`;
		return { ...base(deployment), urgency: 'soon', kind: 'paused', title, detail: hold.text, since: hold.at };
	}
	const { pause } = deployment;
	if (deployment.state !== 'paused' || pause === null) return null;
	const kinds = { person: 'paused', hold: 'hold', inconclusive: 'inconclusive' } as const;
	return {
		...base(deployment),
		urgency: pause.reason === 'inconclusive' ? 'now' : 'soon',
		kind: kinds[pause.reason],
		title: `${place}: ${view.headline}`,
		detail: pause.text,
		since: pause.at,
	};
}

function ofEnvironment(environment: EnvironmentView): NeedView | null {
	if (environment.health !== 'down' && environment.health !== 'degraded') return null;
	return {
		id: `environment:${environment.key}`,
		urgency: environment.health === 'down' ? 'now' : 'soon',
		kind: 'environment',
		title: `${environment.service} ${environment.environment} is ${environment.health}`,
		detail: environment.healthText,
		since: environment.asOf ?? 0,
		deploymentId: null,
		environment: environment.key,
	};
}

/** All needs of a room and those `besides`, keyed by what they are about, so that a need that goes on keeps its place. */
export function needsOf(room: RoomState, besides: readonly NeedView[] = []): Readonly<Record<string, NeedView>> {
	const deployments = Object.values(room.deployments).map(ofDeployment);
	const environments = Object.values(room.environments).map(ofEnvironment);
	const connections = Object.values(room.connections).map((connection): NeedView | null =>
		connection.state !== 'unreachable'
			? null
			: {
					id: `connection:${connection.id}`,
					urgency: 'soon',
					kind: 'connection',
					title: `${connection.label} cannot be reached`,
					detail: connection.problem?.message ?? 'No reason was given.',
					since: connection.asOf ?? 0,
					deploymentId: null,
					environment: connection.usedBy[0] ?? null,
				},
	);
	const found = [...deployments, ...environments, ...connections, ...besides].filter((need) => need !== null);
	return Object.fromEntries(found.map((need) => [need.id, need]));
}

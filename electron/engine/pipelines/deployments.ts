/** What the room knows of where a service's releases are. */
import { type StageName } from '../../../shared/domain/pipeline/model.ts';
import { environmentKey } from '../../../shared/domain/release.ts';
import type { StageDeployment } from '../../../shared/rpc/pipeline-views.ts';
import type { RoomState } from '../../../shared/rpc/views.ts';
import type { Standing } from './release-view.ts';
import type { ServiceSetup } from './setup.ts';

/** Version that stands in each environment of the service. */
export function standingOf(room: RoomState, { service, environments }: ServiceSetup): Standing {
	return new Map(
		environments.map(({ name }) => [name, room.environments[environmentKey(service, name)]?.standing?.version ?? null]),
	);
}

/** The stage at which a deployment is told: Production for production, else the last one that the environment requires. */
function stageOf({ tier, requires }: ServiceSetup['environments'][number]): StageName | null {
	return tier === 'production' ? 'production' : (requires.at(-1) ?? null);
}

/** Deployments of one version, by the stage at which they are told. */
export function deploymentsOf(
	room: RoomState,
	setup: ServiceSetup,
	version: string,
): ReadonlyMap<StageName, readonly StageDeployment[]> {
	const found = new Map<StageName, readonly StageDeployment[]>();
	for (const environment of setup.environments) {
		const stage = stageOf(environment);
		if (stage === null) continue;
		const ofHere = Object.values(room.deployments).filter(
			({ deployment }) =>
				deployment.service === setup.service &&
				deployment.environment === environment.name &&
				deployment.release.version === version,
		);
		const told = ofHere.map(({ deployment, headline }) => ({
			environment: environmentKey(setup.service, environment.name),
			deploymentId: deployment.id,
			state: deployment.state,
			headline,
		}));
		found.set(stage, [...(found.get(stage) ?? []), ...told]);
	}
	return found;
}

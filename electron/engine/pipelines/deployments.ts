/** What the room knows of where a service's releases are. */
import type { ProductionNow } from '../../../shared/domain/pipeline/production.ts';
import type { StageName } from '../../../shared/domain/pipeline/model.ts';
import { environmentKey } from '../../../shared/domain/release.ts';
import type { StageDeployment } from '../../../shared/rpc/pipeline-views.ts';
import type { RoomState } from '../../../shared/rpc/views.ts';
import type { Standing } from './release-view.ts';
import type { ServiceSetup } from './setup.ts';

type EnvironmentSetup = ServiceSetup['environments'][number];

/** Before anything is known. */
export const nowhere: Standing = {
	versions: new Map(),
	production: () => ({ hasProduction: false, stands: false, deployments: [] }),
};

/** Where the releases of the service are now. */
export function standingOf(room: RoomState, setup: ServiceSetup): Standing {
	const { service, environments } = setup;
	const versions = new Map(
		environments.map(({ name }) => [name, room.environments[environmentKey(service, name)]?.standing?.version ?? null]),
	);
	return { versions, production: (version) => productionOf(room, setup, versions, version) };
}

function productionOf(
	room: RoomState,
	setup: ServiceSetup,
	versions: Standing['versions'],
	version: string,
): ProductionNow {
	const production = setup.environments.filter(({ tier }) => tier === 'production');
	return {
		hasProduction: production.length > 0,
		stands: production.some(({ name }) => versions.get(name) === version),
		deployments: production.flatMap(({ name }) => lastDeployment(room, setup, name, version)),
	};
}

/** The environment's last deployment, where it is of this version: the room holds no other. */
function lastDeployment(
	room: RoomState,
	{ service }: ServiceSetup,
	name: string,
	version: string,
): readonly StageDeployment[] {
	const environment = environmentKey(service, name);
	const id = room.environments[environment]?.deploymentId ?? null;
	const view = id === null ? undefined : room.deployments[id];
	if (view === undefined || view.deployment.release.version !== version) return [];
	return [{ environment, deploymentId: view.deployment.id, state: view.deployment.state, headline: view.headline }];
}

/** The stage at which a deployment is told: Production for production, else the last one that the environment requires. */
function stageOf({ tier, requires }: EnvironmentSetup): StageName | null {
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
		found.set(stage, [...(found.get(stage) ?? []), ...lastDeployment(room, setup, environment.name, version)]);
	}
	return found;
}

/** The frame of the delivery screens, and sources as the room shows them. Pure. */
import { benchmarkEditions } from '../../../shared/domain/delivery/benchmarks.ts';
import type { Tier } from '../../../shared/domain/release.ts';
import type { DeliveryView, FactSourceView } from '../../../shared/rpc/delivery-views.ts';
import type { RoomChange } from '../../../shared/rpc/views.ts';
import type { KnownNames } from './checks.ts';
import { type DeliveryProject, groupsOf } from './setup.ts';

export interface Unit {
	readonly service: string;
	readonly environment: string;
	readonly tier: Tier;
}

/** What has to be asked of the store. */
export type Answers = Pick<DeliveryView, 'months' | 'unlinked' | 'reports'>;

/** What is no answer of the store: where the board stands. */
export type Standing = Pick<DeliveryView, 'revision' | 'zone' | 'today' | 'isReady' | 'problem'>;

/** `units` are those that facts name. */
export function frameOf(
	standing: Standing,
	projects: readonly DeliveryProject[],
	units: readonly Unit[],
	answers: Answers,
): DeliveryView {
	const configured = projects.flatMap(({ services }) => services.map(({ name }) => name));
	return {
		...standing,
		services: [...new Set([...configured, ...units.map(({ service }) => service)])].sort(),
		groups: groupsOf(projects),
		environments: environmentsOf([...configuredUnits(projects), ...units]),
		...answers,
		benchmarks: benchmarkEditions.map(({ edition, source }) => ({ edition, source })),
	};
}

/** What a person may name in a decision. */
export function knownNames(projects: readonly DeliveryProject[], units: readonly Unit[]): KnownNames {
	const all = [...configuredUnits(projects), ...units];
	return {
		services: [...new Set(all.map(({ service }) => service))],
		groups: groupsOf(projects).map(({ name }) => name),
		environments: environmentsOf(all).map(({ name }) => name),
	};
}

/** What has to change on the room so that it shows these sources. */
export function sourceChanges(
	shown: Readonly<Record<string, FactSourceView>>,
	views: readonly FactSourceView[],
): readonly RoomChange[] {
	const ids = new Set(views.map(({ id }) => id));
	const gone = Object.keys(shown).filter((id) => !ids.has(id));
	return [
		...views
			.filter((view) => JSON.stringify(shown[view.id]) !== JSON.stringify(view))
			.map((value): RoomChange => ({ collection: 'factSources', key: value.id, value })),
		...gone.map((key): RoomChange => ({ collection: 'factSources', key, value: null })),
	];
}

function configuredUnits(projects: readonly DeliveryProject[]): readonly Unit[] {
	return projects.flatMap(({ services }) =>
		services.flatMap(({ name, environments }) =>
			environments.map((environment) => ({ service: name, environment: environment.name, tier: environment.tier })),
		),
	);
}

/** A name may be production of one service and staging of another: then it is production. */
function environmentsOf(units: readonly Unit[]): DeliveryView['environments'] {
	const found = new Map<string, boolean>();
	for (const { environment, tier } of units) {
		found.set(environment, found.get(environment) === true || tier === 'production');
	}
	return [...found].map(([name, isProduction]) => ({ name, isProduction }));
}

/** Units: services in environments, from the setup and from what deployments name; and which of them a question is about. */
import type { DeliveryService } from '../../engine/delivery-ports.ts';
import type { MetricScope } from '../../../shared/domain/delivery/metrics.ts';
import { scopeCheck } from '../../../shared/domain/delivery/scope.ts';
import { compareText } from '../../../shared/domain/order.ts';
import type { Tier } from '../../../shared/domain/release.ts';
import type { StoreContext } from './context.ts';
import { kindNumbers } from './fact-bodies.ts';

export interface Unit {
	readonly id: number;
	readonly service: string;
	readonly environment: string;
	readonly serviceId: number;
	readonly environmentId: number;
	readonly tier: Tier;
	/** Null where only facts name the service. */
	readonly configured: DeliveryService | null;
}

/** Unit number of a service in an environment, made where it is new. `tier` only counts for a new one. */
export function unitId({ db }: StoreContext, service: number, environment: number, tier: Tier = 'production'): number {
	const known = db.prepare('select id from units where service = ? and environment = ?').get(service, environment);
	if (known !== undefined) return Number(known['id']);
	const insert = db.prepare('insert into units (service, environment, tier) values (?, ?, ?)');
	return Number(insert.run(service, environment, tier).lastInsertRowid);
}

/** All units there are, by service and environment. */
export function listUnits({ db, names, setup }: StoreContext): readonly Unit[] {
	const configured = new Map(setup().services.map((service) => [service.name, service]));
	return db
		.prepare('select id, service, environment, tier from units')
		.all()
		.map((row): Unit => {
			const [serviceId, environmentId] = [Number(row['service']), Number(row['environment'])];
			const service = names.textOf(serviceId);
			const environment = names.textOf(environmentId);
			const known = configured.get(service) ?? null;
			const said = known?.environments.find(({ name }) => name === environment)?.tier;
			const tier = said ?? asTier(String(row['tier']));
			return { id: Number(row['id']), service, environment, serviceId, environmentId, tier, configured: known };
		})
		.sort((one, other) => compareText(one.service, other.service) || compareText(one.environment, other.environment));
}

const tiers = ['development', 'testing', 'staging', 'production'] as const satisfies readonly Tier[];

function asTier(text: string): Tier {
	return tiers.find((tier) => tier === text) ?? 'production';
}

/** Units that a scope means; no environments: those of tier production. */
export function unitsInScope(context: StoreContext, units: readonly Unit[], scope: MetricScope): readonly Unit[] {
	return units.filter(scopeCheck(scope, (group) => membersOf(context, group)));
}

/** Whether a service is one of those that a scope means, whatever the environment. */
export function serviceFilter(context: StoreContext, scope: MetricScope): (service: string) => boolean {
	const isAsked = scopeCheck({ ...scope, environments: [] }, (group) => membersOf(context, group));
	return (service) => isAsked({ service, environment: '', tier: 'production' });
}

/** Services of a group of `policy.groups`, else those of the owner of this name. */
function membersOf({ setup }: StoreContext, group: string): readonly string[] {
	const { policy, services } = setup();
	if (Object.hasOwn(policy.groups, group)) return policy.groups[group] ?? [];
	return services.filter(({ owner }) => owner === group).map(({ name }) => name);
}

/** Makes the units that the setup names; those of facts come with their deployments. */
export function makeConfiguredUnits(context: StoreContext): void {
	const { names, setup } = context;
	for (const { name, environments } of setup().services) {
		for (const environment of environments) {
			unitId(context, names.idOf(name), names.idOf(environment.name), environment.tier);
		}
	}
}

/** A unit that no fact and no setup names any more is none. */
export function isUnitNeeded({ db }: StoreContext, unit: Unit): boolean {
	if (unit.configured?.environments.some(({ name }) => name === unit.environment) === true) return true;
	const deployment = db.prepare('select 1 from facts where kind = ? and home = ? and part = ? limit 1');
	return deployment.get(kindNumbers.deployment, unit.serviceId, unit.environmentId) !== undefined;
}

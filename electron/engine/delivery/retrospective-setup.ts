/** What the retrospective must know of the room as it stands now. */
import type { FactSourceView } from '../../../shared/rpc/delivery-views.ts';
import type { DeliverySetup } from '../delivery-ports.ts';
import type { RetrospectiveSetup } from '../retrospective/ports.ts';
import type { KnownNames } from './checks.ts';
import { reportSources } from './report-sources.ts';
import { type DeliveryProject, groupsOf, roomPolicy } from './setup.ts';

/** `setup` is what the store judges by. Reports follow the first open project that asks for them. */
export function retrospectiveSetup(
	projects: readonly DeliveryProject[],
	known: KnownNames,
	views: readonly FactSourceView[],
	setup: DeliverySetup,
): RetrospectiveSetup {
	const { policy } = roomPolicy(projects);
	const environments = setup.services.flatMap((service) => service.environments);
	return {
		projectName: projects.map(({ name }) => name).join(', ') || 'Signalbox',
		...{ zone: policy.zone, benchmarks: policy.benchmarks, services: known.services, groups: groupsOf(projects) },
		productionEnvironments: [
			...new Set(environments.filter(({ tier }) => tier === 'production').map(({ name }) => name)),
		],
		practices: projects.flatMap(({ practices }) => practices),
		sources: reportSources(views, setup.services),
		report: projects.find(({ report }) => report !== null)?.report ?? null,
	};
}

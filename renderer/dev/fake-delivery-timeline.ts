/** One axis of the made world, and who is suspected of what on it. */
import type { UnlinkedItem } from '../../shared/domain/delivery/links.ts';
import type { Suspect, TimelineItem } from '../../shared/domain/delivery/metrics.ts';
import { fail, ok, type Result } from '../../shared/domain/result.ts';
import type { ControlRoomClient } from '../store/connection.ts';
import type { MadeDeployment, MadeIncident, MadeWorld } from './fake-delivery-world.ts';

type Asked = Parameters<ControlRoomClient['delivery']['timeline']>[0];

const minute = 60_000;
const day = 86_400_000;
const plain = {
	environment: 'production',
	standing: null,
	isFailed: false,
	severity: null,
	url: null,
	deploymentId: null,
};

function deploymentItem(made: MadeDeployment): TimelineItem {
	return {
		...plain,
		ref: made.ref,
		kind: 'deployment',
		service: made.service,
		title: made.version,
		at: made.at,
		endedAt: made.at + 20 * minute,
		standing: made.standing,
		isFailed: made.failed !== null,
		deploymentId: made.id,
	};
}

function incidentItem(made: MadeIncident): TimelineItem {
	return {
		...plain,
		ref: made.ref,
		kind: 'incident',
		service: made.service,
		title: made.title,
		at: made.at,
		endedAt: made.endedAt,
		severity: made.severity,
		url: `https://incidents.example/${made.ref}`,
	};
}

/** A flag change, a migration and a configuration now and then. */
function eventItems(world: MadeWorld): readonly TimelineItem[] {
	const kinds = ['flag', 'migration', 'configuration'] as const;
	const titles = {
		flag: 'new-tax-lookup to 50 %',
		migration: '0042 add order index',
		configuration: 'Pool 20 to 40',
		other: '',
	};
	return world.deployments
		.filter((_, index) => index % 9 === 0)
		.map((made, index) => {
			const kind = kinds[index % kinds.length] ?? 'flag';
			const at = made.at - 40 * minute;
			return {
				...plain,
				ref: `import|${kind}-${index}`,
				kind,
				service: made.service,
				title: titles[kind],
				at,
				endedAt: kind === 'migration' ? at + 12 * minute : null,
			};
		});
}

function allItems(world: MadeWorld): readonly TimelineItem[] {
	return [...world.deployments.map(deploymentItem), ...world.incidents.map(incidentItem), ...eventItems(world)];
}

export function timelineOf(world: MadeWorld, asked: Asked): { items: readonly TimelineItem[]; total: number } {
	const { services } = asked.scope;
	const items = allItems(world)
		.filter(({ at, endedAt }) => at < asked.to && (endedAt ?? at) >= asked.from)
		.filter(({ service }) => services.length === 0 || (service !== null && services.includes(service)))
		.toSorted((left, right) => left.at - right.at);
	return { items: items.slice(-asked.limit), total: items.length };
}

export function suspectsOf(
	world: MadeWorld,
	ref: string,
	lookBackMs: number,
): Result<{ readonly incident: TimelineItem; readonly suspects: readonly Suspect[] }> {
	const incident = world.incidents.find((each) => each.ref === ref);
	if (incident === undefined) return fail('not-found', 'There is no such incident.', 'It may have been withdrawn.');
	const suspects = allItems(world)
		.filter(({ kind, at }) => kind !== 'incident' && at <= incident.at && at >= incident.at - lookBackMs)
		.map((item): Suspect => {
			const age = Math.round((incident.at - item.at) / minute);
			const isSame = item.service === incident.service;
			const isLinked = incident.deployment?.ref === item.ref;
			return {
				item,
				score: (isLinked ? 0.5 : 0) + (isSame ? 0.3 : 0) + 0.2 * Math.exp(-age / 300),
				reasons: [
					...(isLinked ? ['said by hand'] : []),
					isSame ? 'the same service' : `another service (${item.service})`,
					age < 60 ? `${age} min before` : `${Math.round(age / 60)} h before`,
					...(item.kind === 'deployment' ? ['4 commits at once'] : []),
				],
				link: isLinked ? 'explicit' : isSame && age < 60 ? 'inferred' : 'none',
			};
		})
		.toSorted((left, right) => right.score - left.score);
	return ok({ incident: incidentItem(incident), suspects });
}

export function unlinkedOf(world: MadeWorld): { items: readonly UnlinkedItem[]; total: number } {
	const newest = world.deployments.at(-1)?.at ?? 0;
	const deployments = world.deployments
		.filter(({ commit, at }) => commit === null && at > newest - 90 * day)
		.map(
			(made): UnlinkedItem => ({
				kind: 'deployment-without-commit',
				ref: made.ref,
				title: `${made.service} ${made.version}`,
				service: made.service,
				environment: 'production',
				at: made.at,
				meaning: 'It counts as a deployment, and its commits have no lead time.',
				candidates: [
					{ id: '9f2c1abd00', label: '9f2c1abd', detail: 'Batch tax lookups per order, Ada Okafor, 40 min before' },
					{ id: '41d08e3aa1', label: '41d08e3a', detail: 'Read prices from the new catalogue, Mei Tanaka, 3 h before' },
				],
				url: null,
			}),
		);
	const incidents = world.incidents
		.filter(({ deployment, at }) => deployment === null && at > newest - 90 * day)
		.map(
			(made): UnlinkedItem => ({
				kind: 'incident-without-deployment',
				ref: made.ref,
				title: made.title,
				service: made.service,
				environment: 'production',
				at: made.at,
				meaning: 'It makes no deployment a failed one, so the change fail rate may be too low.',
				candidates: world.deployments
					.filter((each) => each.service === made.service && each.at < made.at && each.at > made.at - 2 * day)
					.slice(-3)
					.toReversed()
					.map((each) => ({
						id: each.ref,
						label: each.version,
						detail: `${Math.round((made.at - each.at) / minute)} min before`,
					})),
				url: `https://incidents.example/${made.ref}`,
			}),
		);
	const items = [...incidents, ...deployments].toSorted((left, right) => right.at - left.at);
	return { items, total: items.length };
}

/** What could not be linked, with what it could be linked to. */
import { Temporal } from 'temporal-polyfill';
import type { DeliveryStore } from '../../engine/delivery-ports.ts';
import type { IncidentFact } from '../../../shared/domain/delivery/facts.ts';
import { unlinkedItems } from '../../../shared/domain/delivery/unlinked.ts';
import { countPassing } from '../../../shared/domain/order.ts';
import { ok } from '../../../shared/domain/result.ts';
import type { StoreContext } from './context.ts';
import type { EngineRoom } from './engine-room.ts';
import { createFactLookups, type NearCommit } from './fact-lookups.ts';
import { createHistories } from './histories.ts';
import { serviceFilter } from './units.ts';

/** Deployments this long before the asked-for time may be what an incident came from, ms. */
const reachBack = 31 * 86_400_000;
/** Of them the ten that fit best are shown. */
const nearEnough = 50;

export function createUnlinkedQuery({
	context,
	room,
}: {
	readonly context: StoreContext;
	readonly room: EngineRoom;
}): Pick<DeliveryStore, 'unlinked'> {
	const histories = createHistories(context);
	const lookups = createFactLookups(context);
	return {
		unlinked: ({ scope, from, limit }) =>
			context.read('list what could not be linked', () => {
				const known = room.unitsOf(scope);
				const span = { from: from - reachBack, to: Number.MAX_SAFE_INTEGER };
				const units = known.map((one) => ({
					...{ service: one.unit.service, environment: one.unit.environment },
					history: histories.of(one, span),
				}));
				const isService = serviceFilter(context, scope);
				const isAll = scope.services.length === 0 && scope.group === null;
				const isHere = ({ service }: IncidentFact) => (service === null ? isAll : isService(service));
				const { services, policy } = context.setup();
				const commitsOf = remembered((repository: string) => lookups.commitsSince(repository, from - reachBack));
				const items = unlinkedItems({
					...{ units, from, when: (instant) => whenIn(policy.zone, instant) },
					incidents: lookups.incidents(from, Number.MAX_SAFE_INTEGER).filter(isHere),
					services: [
						...new Set([...services.map(({ name }) => name), ...room.judge.units().map(({ service }) => service)]),
					],
					commitsNear: (service, at) => {
						const repository = services.find(({ name }) => name === service)?.repository ?? null;
						return repository === null ? [] : newestUpTo(commitsOf(repository), at + 86_400_000);
					},
				});
				return ok({ items: items.slice(0, limit), total: items.length });
			}),
	};
}

function remembered<T>(find: (key: string) => T): (key: string) => T {
	const known = new Map<string, T>();
	return (key) => {
		const found = known.get(key) ?? find(key);
		known.set(key, found);
		return found;
	};
}

/** The last ones up to an instant, of commits in order. */
function newestUpTo(commits: readonly NearCommit[], at: number): readonly NearCommit[] {
	const count = countPassing(commits, ({ committedAt }) => committedAt <= at);
	return commits.slice(Math.max(0, count - nearEnough), count);
}

/** "2026-10-03 14:05" in the reporting zone. */
function whenIn(zone: string, instant: number): string {
	const local = Temporal.Instant.fromEpochMilliseconds(Math.round(instant)).toZonedDateTimeISO(zone);
	return local.toPlainDateTime().toString({ smallestUnit: 'minute' }).replace('T', ' ');
}

/** Which services and environments there are, configured or named by facts alone. */
import { ok } from '../../../shared/domain/result.ts';
import type { DeliveryStore } from '../../engine/delivery-ports.ts';
import type { StoreContext } from './context.ts';
import { isUnitNeeded, listUnits } from './units.ts';

export function createUnitsQuery(context: StoreContext): Required<Pick<DeliveryStore, 'units'>> {
	return {
		units: () =>
			context.read('list services', () =>
				ok(
					listUnits(context)
						.filter((unit) => isUnitNeeded(context, unit))
						.map(({ service, environment, tier }) => ({ service, environment, tier })),
				),
			),
	};
}

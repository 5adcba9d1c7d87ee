/** What a report can be about, as choices. */
import type { DeliveryView } from '../../../shared/rpc/delivery-views.ts';
import type { Option } from '../../ui/select.tsx';

/** All services, each group, each service; the chosen one is among them even where it is gone by now. */
export function scopeOptions(
	services: DeliveryView['services'],
	groups: DeliveryView['groups'],
	chosen: string,
): readonly Option<string>[] {
	const options = [
		{ id: '*', label: 'All services' },
		...groups.map(({ name, services: of }) => ({ id: `group:${name}`, label: name, detail: `${of.length} services` })),
		...services.map((service) => ({ id: service, label: service })),
	];
	return options.some(({ id }) => id === chosen) ? options : [...options, { id: chosen, label: chosen }];
}

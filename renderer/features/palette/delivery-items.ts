/** Delivery in the palette: each metric, and the metrics and the timeline of each service. Pure. */
import { doraMetrics } from '../../../shared/domain/delivery/metrics.ts';
import { metricTitle } from '../../../shared/domain/delivery/words.ts';
import type { RoomState } from '../../../shared/rpc/views.ts';
import { deliveryAddress, timelineAddress, usualAsk } from '../../store/delivery-address.ts';
import type { PaletteItem } from './palette-items.ts';

export function deliveryItems(room: RoomState): readonly PaletteItem[] {
	const go = (label: string, detail: string | null, href: string): PaletteItem => ({
		...{ id: `delivery ${href}`, section: 'Delivery', label, detail, production: null },
		action: { kind: 'go', href },
	});
	return [
		...doraMetrics.map((metric) => go(metricTitle(metric), 'all services', deliveryAddress(usualAsk, metric))),
		...room.delivery.services.flatMap((service) => [
			go(`Delivery metrics of ${service}`, null, deliveryAddress({ ...usualAsk, services: [service] }, null)),
			go(`Timeline of ${service}`, null, timelineAddress({ ...usualAsk, services: [service] })),
		]),
	];
}

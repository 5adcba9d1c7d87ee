/** Which queries a look asks. */
import type { PrometheusMetricsConfig } from '../../../../shared/config/model.ts';
import { metricNames } from '../../../../shared/domain/health/model.ts';
import type { MetricName } from '../../../../shared/domain/health/model.ts';
import type { SlotPlace } from '../../../engine/ports.ts';
import { fillTemplate } from '../../../../shared/config/promql/promql.ts';
import type { Asked } from './readings.ts';

/** The names that templates may use. */
export interface PrometheusContext {
	readonly service: string;
	readonly environment: string;
}

/** The queries of these slots; null for a metric that is not configured. */
export function planQueries(
	config: PrometheusMetricsConfig,
	context: PrometheusContext,
	slots: readonly SlotPlace[],
	windowMs: number,
): readonly Asked[] {
	return slots.flatMap((place) =>
		metricNames.map((metric: MetricName): Asked => {
			const template = config.queries[metric];
			const values = { ...context, slot: place.slot, version: place.version ?? '', windowMs };
			return { slot: place.slot, metric, query: template === null ? null : fillTemplate(template, values) };
		}),
	);
}

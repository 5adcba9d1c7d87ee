/** Charts of a report as values; how they are drawn is decided where they are drawn. */
import type { MetricState, MetricUnit } from '../../domain/delivery/metrics.ts';

export interface BarPoint {
	readonly label: string;
	readonly state: MetricState;
	/** Null unless measured. */
	readonly value: number | null;
	/** Drawn hatched: the period cuts it, or it is not over. */
	readonly isPartial: boolean;
}

export interface BarChart {
	readonly kind: 'bars';
	readonly title: string;
	/** What it shows, for those who do not see it. */
	readonly description: string;
	readonly unit: MetricUnit;
	readonly points: readonly BarPoint[];
}

export interface DistributionChart {
	readonly kind: 'distribution';
	readonly title: string;
	readonly description: string;
	readonly bins: readonly { readonly label: string; readonly count: number }[];
}

export type Chart = BarChart | DistributionChart;

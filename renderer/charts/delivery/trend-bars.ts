/** What the chart of a trend draws, and what is read of each bar. Pure. */
import type { MetricUnit, TrendPoint } from '../../../shared/domain/delivery/metrics.ts';
import { formatMetric, metricText } from '../../../shared/domain/delivery/words.ts';

export interface TrendBar {
	/** The day on which it begins, which names it. */
	readonly from: string;
	readonly label: string;
	/** Null: a gap. */
	readonly value: number | null;
	readonly isPartial: boolean;
	/** Under a gap. */
	readonly gap: 'no data' | 'not measured' | null;
	/** What a screen reader and the line above the chart say. */
	readonly words: string;
}

/** Names of buckets come from the caller, who knows the size of them. */
export function trendBars(
	trend: readonly TrendPoint[],
	unit: MetricUnit,
	name: (point: TrendPoint) => { readonly label: string; readonly full: string },
	behind: (point: TrendPoint) => string,
): readonly TrendBar[] {
	return trend.map((point) => {
		const { label, full } = name(point);
		const isMeasured = point.state === 'measured' && point.value !== null;
		const counted = isMeasured ? behind(point) : (point.remarks[0] ?? '');
		const p90 = point.p90 === null ? '' : `, p90 ${formatMetric(point.p90, unit)}`;
		return {
			from: point.from,
			label,
			value: isMeasured ? point.value : null,
			isPartial: point.isPartial,
			gap: isMeasured ? null : point.state === 'not-measured' ? 'not measured' : 'no data',
			words: `${full}${point.isPartial ? ' (not whole)' : ''}: ${metricText(point, unit)}${p90}${counted === '' ? '' : `, ${counted}`}`,
		};
	});
}

/** What becomes of the points of a metric before they are compared. */
import { outlierFences } from '../../statistics/summaries.ts';
import type { KayentaMetric, KayentaSeries } from './model.ts';

export type Points =
	| { readonly state: 'ready'; readonly canary: readonly number[]; readonly baseline: readonly number[] }
	| { readonly state: 'error'; readonly reason: string };

const isGap = (point: number | null): boolean => point === null || Number.isNaN(point);

/** Gaps are dropped or read as 0. A side of gaps only is empty either way: silence is not a series of zeros. */
function withoutGaps(points: readonly (number | null)[], strategy: KayentaMetric['nanStrategy']): readonly number[] {
	if (points.every(isGap)) return [];
	return points.flatMap((point) => {
		if (point !== null && !Number.isNaN(point)) return [point];
		return strategy === 'replace' ? [0] : [];
	});
}

function withoutOutliers(points: readonly number[], outliers: KayentaMetric['outliers']): readonly number[] {
	if (outliers.strategy === 'keep') return points;
	const fences = outlierFences(points, outliers.factor, true);
	return fences === null ? points : points.filter((point) => point >= fences.low && point <= fences.high);
}

/** Beyond this sums and differences are infinite, and would pass as no difference. */
const largest = 1e300;

/** The points of both sides as they are compared. An infinite value cannot be: it is an error, never dropped in silence. */
export function preparePoints(metric: KayentaMetric, series: KayentaSeries | undefined): Points {
	const prepare = (points: readonly (number | null)[]): readonly number[] => withoutGaps(points, metric.nanStrategy);
	const canary = prepare(series?.canary ?? []);
	const baseline = prepare(series?.baseline ?? []);
	const infinite = [...canary, ...baseline].filter((point) => !(Math.abs(point) <= largest)).length;
	if (infinite > 0) return { state: 'error', reason: `${infinite} of its points are infinite and cannot be compared` };
	return {
		state: 'ready',
		canary: withoutOutliers(canary, metric.outliers),
		baseline: withoutOutliers(baseline, metric.outliers),
	};
}

/** What the readers of load tests share. */
import type { PerformanceMetric } from '../../../../shared/domain/gates/evidence.ts';

/** What the tool did not measure is absent. */
export function withoutNulls(
	metrics: Readonly<Record<PerformanceMetric, number | null>>,
): Readonly<Partial<Record<PerformanceMetric, number>>> {
	return Object.fromEntries(
		Object.entries(metrics).filter(([, value]) => value !== null && Number.isFinite(value) && value >= 0),
	);
}

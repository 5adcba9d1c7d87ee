/** The Kayenta-compatible judge: series of points in, score and classification out. Pure and deterministic. */
import type { TestMethod } from '../../statistics/mann-whitney.ts';
import { classifyMetric } from './classify.ts';
import type { KayentaPolicy, KayentaResult, KayentaSeries } from './model.ts';
import { scoreMetrics } from './score.ts';

/**
 * Compares the canary with the baseline. Series are found by the name of the metric; one that is missing is no data, and
 * series that the policy does not name are ignored. The normal approximation is what Kayenta uses at any number of points.
 */
export function judgeKayenta(
	policy: KayentaPolicy,
	series: readonly KayentaSeries[],
	method: TestMethod = 'asymptotic',
): KayentaResult {
	const metrics = policy.metrics.map((metric) =>
		classifyMetric(
			metric,
			policy,
			series.find((one) => one.metric === metric.name),
			method,
		),
	);
	return { ...scoreMetrics(policy, metrics), metrics };
}

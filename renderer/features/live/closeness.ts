/** How close each metric is to its limit, as the judge saw it: for the bars of the verdict. */
import type { MetricName, Reason, Verdict } from '../../../shared/domain/health/model.ts';

/** Metrics that have bars, in the order of the screen. */
export const scaledMetrics = [
	'errorRate',
	'p95Latency',
	'throughput',
	'memory',
] as const satisfies readonly MetricName[];

/** A bar: 1 is at the limit. */
export interface Closeness {
	readonly metric: MetricName;
	/** Share of the way to the nearest limit, from 0; null when nothing could be compared. */
	readonly share: number | null;
	/** The reason that is nearest to its limit, or that says why there is none. */
	readonly reason: Reason;
}

/** What the limits and the target said. A reason that stands for the evidence of one metric is told by that evidence. */
export function limitReasons({ reasons, evidence = [] }: Pick<Verdict, 'reasons' | 'evidence'>): readonly Reason[] {
	const told = new Set(evidence.map(({ judge, metric }) => `${judge}.${metric}`));
	return reasons.filter((reason) => !told.has(reason.rule));
}

function throughputChange(reason: Reason, verdict: Verdict): number | null {
	const { canary, stable } = verdict.input.weights;
	if (reason.value === null || reason.baseline === null || canary <= 0 || stable <= 0 || reason.baseline === 0)
		return null;
	const change = reason.value / canary / (reason.baseline / stable) - 1;
	// The baseline's rule is only about a drop; more traffic than expected is no way towards it.
	return reason.rule.startsWith('baseline.') ? Math.max(0, -change) : Math.abs(change);
}

/** Share of the way to the limit; null where value, baseline or limit is missing. */
export function shareOfLimit(reason: Reason, verdict: Verdict): number | null {
	const { value, baseline, limit } = reason;
	if (value === null || limit === null || limit <= 0) return null;
	if (reason.metric === 'throughput') {
		const change = throughputChange(reason, verdict);
		return change === null ? null : change / limit;
	}
	if (reason.rule.startsWith('absolute.')) return value / limit;
	if (reason.rule.startsWith('baseline.')) return baseline === null || baseline <= 0 ? null : value / baseline / limit;
	return null;
}

function rank(reason: Reason): number {
	if (reason.outcome === 'failed') return reason.role === 'decide' ? 0 : 1;
	return reason.role === 'decide' ? 2 : 3;
}

/** One bar for each metric that a rule speaks of: failed rules first, then the nearest to its limit. */
export function closenessOf(verdict: Verdict): readonly Closeness[] {
	return scaledMetrics.flatMap((metric) => {
		const candidates = limitReasons(verdict)
			.filter((reason) => reason.metric === metric)
			.map((reason) => ({ metric, reason, share: shareOfLimit(reason, verdict) }))
			.sort((left, right) => rank(left.reason) - rank(right.reason) || (right.share ?? -1) - (left.share ?? -1));
		const nearest = candidates[0];
		return nearest === undefined ? [] : [nearest];
	});
}

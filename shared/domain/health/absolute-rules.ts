/** Rules that hold the canary against fixed limits (domain.md "Health rules" 1). */
import { formatCount, formatCounted } from '../format.ts';
import { minimumErrorsToFail } from './defaults.ts';
import type { HealthPolicy, JudgeInput, MetricName, Reason } from './model.ts';
import { evidence, formatMetric, metricLabels, provesFailure, sampleOf, trust } from './trust.ts';

type LimitedMetric = 'errorRate' | 'p95Latency' | 'memory';

/** What keeps a value over its limit from being a verdict; null when the sample is large enough. */
function tooFewToFail(policy: HealthPolicy, metric: LimitedMetric, value: number, count: number | null): string | null {
	// A gauge needs no requests: memory is full whether or not anybody asks.
	if (metric === 'memory') return null;
	if (count === null) return 'number of requests unknown';
	if (count < policy.minimumRequests) return `too few requests to judge, ${formatCount(policy.minimumRequests)} needed`;
	const errors = Math.round(value * count);
	if (metric === 'errorRate' && errors < minimumErrorsToFail) {
		return `only ${formatCounted(errors, 'error')}, ${minimumErrorsToFail} needed`;
	}
	return null;
}

function absoluteRule(policy: HealthPolicy, input: JudgeInput, metric: LimitedMetric, limit: number): Reason {
	const reading = input.canary[metric];
	const count = metric === 'memory' ? reading.count : sampleOf(input.canary, metric);
	const said = {
		rule: `absolute.${metric}`,
		metric,
		role: policy.absolute.role,
		baseline: null,
		limit,
		count,
	} as const;
	const proven = provesFailure(reading, limit);
	const trusted = trust(proven ? { ...reading, state: 'measured' } : reading, input.at, policy.windowMs);
	if (!trusted.ok) return { ...said, outcome: trusted.outcome, value: null, text: trusted.why };
	const { value } = trusted;
	const numbers = `${metricLabels[metric]}${proven ? ' at least' : ''} ${formatMetric(metric, value)}, limit ${formatMetric(metric, limit)}`;
	const text = `${numbers}${evidence(input, reading, count)}`;
	if (value < limit) return { ...said, outcome: 'passed', value, text };
	const tooFew = tooFewToFail(policy, metric, value, count);
	if (tooFew !== null) return { ...said, outcome: 'unknown', value, text: `${text} (${tooFew})` };
	return { ...said, outcome: 'failed', value, text };
}

/** Error rate, p95 and memory must be BELOW their limits; the change of throughput is with the comparisons. */
export function absoluteRules(policy: HealthPolicy, input: JudgeInput): readonly Reason[] {
	const metrics: readonly LimitedMetric[] = ['errorRate', 'p95Latency', 'memory'];
	return metrics.flatMap((metric) => {
		const limit = policy.absolute[metric];
		return limit === null ? [] : [absoluteRule(policy, input, metric, limit)];
	});
}

/**
 * A release that nobody used is not healthy. Never fails: too few requests only means that it is not known yet.
 * Always decides, because without a sample every other rule passes by saying nothing.
 */
export function minimumSampleRule(policy: HealthPolicy, input: JudgeInput): Reason {
	const metric: MetricName = 'requests';
	const reading = input.canary[metric];
	const needed = policy.minimumRequests;
	const said = { rule: 'minimum-sample', metric, role: 'decide', baseline: null, limit: needed, count: null } as const;
	if (needed <= 0) {
		return { ...said, outcome: 'not-judged', value: reading.value, text: 'no minimum number of requests is asked for' };
	}
	const trusted = trust(reading, input.at, policy.windowMs);
	if (!trusted.ok) return { ...said, outcome: 'unknown', value: null, text: trusted.why };
	const count = trusted.value;
	const enough = count >= needed;
	const numbers = `${formatCounted(count, 'request')} of the ${formatCount(needed)} needed`;
	const text = `${enough ? numbers : `too few requests: ${numbers}`}${evidence(input, reading, null)}`;
	return { ...said, outcome: enough ? 'passed' : 'unknown', value: count, count, text };
}

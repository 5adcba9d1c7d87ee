/**
 * Rules that hold the canary against the stable slot over the same minutes (domain.md "Health rules" 2).
 * Where there is nothing to compare with they are `not-judged`, and the fixed limits stand alone.
 */
import { formatCount, formatCounted, formatTimes } from '../format.ts';
import { minimumErrorsToCompare } from './defaults.ts';
import type { HealthPolicy, JudgeInput, MetricName, Reason } from './model.ts';
import { evidence, formatMetric, metricLabels, sampleOf, trust } from './trust.ts';

export type NotCompared = { readonly ok: false; readonly outcome: 'unknown' | 'not-judged'; readonly why: string };
export type Pair =
	| {
			readonly ok: true;
			readonly canary: number;
			readonly stable: number;
			readonly canaryCount: number | null;
			readonly stableCount: number | null;
	  }
	| NotCompared;

const notJudged = (why: string): NotCompared => ({ ok: false, outcome: 'not-judged', why });

/** Both slots' values of a metric, or why there is no comparison. */
export function pairOf(policy: HealthPolicy, input: JudgeInput, metric: MetricName): Pair {
	const label = metricLabels[metric];
	if (input.stable === null) return notJudged(`${label} has no baseline: no release stands beside this one`);
	if (input.weights.stable <= 0) return notJudged(`${label} has no baseline: the stable slot has no traffic`);
	const canary = trust(input.canary[metric], input.at, policy.windowMs);
	if (!canary.ok) return canary;
	const standing = input.stable[metric];
	const asOf = input.isStableFromBefore === true ? (standing.at ?? input.at) : input.at;
	const stable = trust(standing, asOf, policy.windowMs);
	if (!stable.ok) return { ...stable, why: `of the stable slot, ${stable.why}` };
	return {
		ok: true,
		canary: canary.value,
		stable: stable.value,
		canaryCount: sampleOf(input.canary, metric),
		stableCount: sampleOf(input.stable, metric),
	};
}

type Finding = { readonly outcome: Reason['outcome']; readonly note: string | null };

/** What a ratio over its limit is worth, given how much was seen. */
function weigh(policy: HealthPolicy, metric: MetricName, pair: Extract<Pair, { ok: true }>): Finding {
	const { canaryCount, stableCount } = pair;
	if (canaryCount === null) return { outcome: 'unknown', note: 'number of requests unknown' };
	if (canaryCount < policy.minimumRequests) {
		return { outcome: 'unknown', note: `too few requests to judge, ${formatCount(policy.minimumRequests)} needed` };
	}
	if (stableCount === null || stableCount < policy.minimumRequests) {
		const seen = stableCount === null ? 'an unknown number of requests' : formatCounted(stableCount, 'request');
		return { outcome: 'not-judged', note: `the stable slot's ${seen} are too few to compare with` };
	}
	const errors = Math.round(pair.canary * canaryCount);
	if (metric === 'errorRate' && errors < minimumErrorsToCompare) {
		const note = `${formatCounted(errors, 'error')} may be chance, ${minimumErrorsToCompare} needed to compare`;
		return { outcome: 'not-judged', note };
	}
	return { outcome: 'failed', note: null };
}

function ratioRule(policy: HealthPolicy, input: JudgeInput, metric: 'errorRate' | 'p95Latency', limit: number): Reason {
	const label = metricLabels[metric];
	const rule = { rule: `baseline.${metric}`, metric, role: policy.baseline.role, limit } as const;
	const pair = pairOf(policy, input, metric);
	if (!pair.ok) return { ...rule, outcome: pair.outcome, value: null, baseline: null, count: null, text: pair.why };
	const said = { ...rule, value: pair.canary, baseline: pair.stable, count: pair.canaryCount };
	const behind = evidence(input, input.canary[metric], pair.canaryCount);
	const value = formatMetric(metric, pair.canary);
	if (pair.stable === 0) {
		// Nothing is a multiple of zero; canary errors are still held by the fixed limit.
		const text = `${label} ${value}, the stable slot has ${formatMetric(metric, 0)}: no ratio, the fixed limit decides${behind}`;
		return { ...said, outcome: 'not-judged', text };
	}
	const ratio = pair.canary / pair.stable;
	const against = `${formatTimes(ratio)} the stable slot's ${formatMetric(metric, pair.stable)}`;
	const text = `${label} ${value}, ${against}, limit ${formatTimes(limit)}${behind}`;
	if (ratio <= limit) return { ...said, outcome: 'passed', text };
	const { outcome, note } = weigh(policy, metric, pair);
	return { ...said, outcome, text: note === null ? text : `${text} (${note})` };
}

/** Error rate and p95 as multiples of the stable slot's: unhealthy when they EXCEED the limit. */
export function baselineRatioRules(policy: HealthPolicy, input: JudgeInput): readonly Reason[] {
	const { errorRateRatio, p95LatencyRatio } = policy.baseline;
	return [
		...(errorRateRatio === null ? [] : [ratioRule(policy, input, 'errorRate', errorRateRatio)]),
		...(p95LatencyRatio === null ? [] : [ratioRule(policy, input, 'p95Latency', p95LatencyRatio)]),
	];
}

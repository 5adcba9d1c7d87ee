/** Metrics for tests: an answer with everything empty, and a month of them. */
import type { DeliveryMetric, MetricAnswer, MetricsAnswer, MetricUnit } from '../../delivery/metrics.ts';

const units: Readonly<Record<DeliveryMetric, MetricUnit>> = {
	'deployment-frequency': 'per-day',
	'change-lead-time': 'ms',
	'change-fail-rate': 'share',
	'recovery-time': 'ms',
	'rework-rate': 'share',
	'suite-time': 'ms',
	'flaky-share': 'share',
	'pipeline-success': 'share',
};

const noValue = { state: 'not-measured', value: null, n: 0, of: null, p90: null, remarks: [] } as const;

export function answerOf(metric: DeliveryMetric, more: Partial<MetricAnswer> = {}): MetricAnswer {
	return {
		...noValue,
		metric,
		unit: units[metric],
		previous: noValue,
		change: null,
		lessIsBetter: metric !== 'deployment-frequency' && metric !== 'pipeline-success',
		trend: [],
		distribution: [],
		apart: [],
		also: [],
		definition: `How ${metric.replaceAll('-', ' ')} is counted.`,
		benchmark: null,
		...more,
	};
}

/** `value` in the metric's unit; `n` of `of` for rates. */
export function measured(metric: DeliveryMetric, value: number, more: Partial<MetricAnswer> = {}): MetricAnswer {
	return answerOf(metric, { state: 'measured', value, n: 10, ...more });
}

export function metricsAnswer(
	answers: readonly MetricAnswer[],
	more: Partial<Omit<MetricsAnswer, 'dora' | 'quality'>> = {},
): MetricsAnswer {
	const given = new Map(answers.map((answer) => [answer.metric, answer]));
	const pick = (metric: DeliveryMetric) => given.get(metric) ?? answerOf(metric);
	return {
		query: {
			scope: { services: [], group: null, environments: [] },
			period: { from: '2026-10-01', to: '2026-11-01' },
			compareWith: null,
			bucket: 'week',
			withBots: false,
		},
		compared: { from: '2026-09-01', to: '2026-10-01' },
		zone: 'Europe/Berlin',
		definitionsVersion: 1,
		dataAsOf: 1_793_500_000_000,
		units: 3,
		dora: [
			...(['deployment-frequency', 'change-lead-time', 'change-fail-rate', 'recovery-time'] as const),
			...(['rework-rate'] as const),
		].map(pick),
		quality: (['suite-time', 'flaky-share', 'pipeline-success'] as const).map(pick),
		completeness: { linked: 0, of: 0 },
		...more,
	};
}

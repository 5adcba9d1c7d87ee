import type { SequentialMetric, SequentialPolicy } from './model.ts';

/** Name and version of the sequential judge, written into each of its verdicts. */
export const sequentialJudgeName = 'sequential/1';

/** The metrics that every service has. */
export const defaultSequentialMetrics: readonly SequentialMetric[] = [
	{
		name: 'errors',
		label: 'error rate',
		unit: 'ratio',
		measured: { kind: 'events', from: 'errors' },
		direction: 'increase',
		harmMargin: { in: 'units', value: 0.0002 },
		promoteMargin: { in: 'share', value: 0.5 },
		criticality: 'roll-back',
		minimumSamples: 100,
	},
	{
		name: 'p95',
		label: 'p95',
		unit: 'ms',
		measured: { kind: 'latency', quantile: 0.95 },
		direction: 'increase',
		harmMargin: { in: 'share', value: 0.02 },
		promoteMargin: { in: 'share', value: 0.2 },
		criticality: 'roll-back',
		minimumSamples: 100,
	},
	{
		name: 'memory',
		label: 'memory',
		unit: 'ratio',
		measured: { kind: 'gauge', from: 'memory' },
		direction: 'increase',
		harmMargin: { in: 'units', value: 0.1 },
		promoteMargin: { in: 'units', value: 0.15 },
		criticality: 'hold',
		minimumSamples: 5,
	},
];

export const defaultSequentialPolicy: SequentialPolicy = {
	alpha: 0.05,
	beta: 0.1,
	metrics: defaultSequentialMetrics,
	undecidedAtStep: 'go-on',
	undecidedAtEnd: 'promote',
	blockMs: 60_000,
	drift: { sd: 0.3, memoryMs: 4.5 * 60_000 },
};

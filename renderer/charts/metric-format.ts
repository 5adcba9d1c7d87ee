/** What the metrics are called on the charts, and the short texts of their axes. */
import { formatMs, formatNumber } from '../../shared/domain/format.ts';
import type { MetricName } from '../../shared/domain/health/model.ts';

/** What each metric is called on screen. */
export const metricTitles: Readonly<Record<MetricName, string>> = {
	requests: 'Requests',
	errorRate: 'Error rate',
	p95Latency: 'p95 latency',
	throughput: 'Throughput',
	memory: 'Memory',
};

/** A tick of a value axis. `step` is the distance between ticks: no more digits than it needs. */
export function tickText(metric: MetricName, value: number, step: number): string {
	switch (metric) {
		case 'errorRate':
		case 'memory': {
			const percentStep = step * 100;
			const digits = percentStep >= 1 ? 0 : percentStep >= 0.1 ? 1 : 2;
			return `${formatNumber(value * 100, digits)} %`;
		}
		case 'p95Latency':
			return formatMs(value);
		case 'throughput':
			return `${formatNumber(value, step >= 1 ? 0 : 1)} /s`;
		case 'requests':
			return formatNumber(value);
	}
}

/** What the metrics are called on the charts, and the short texts of their axes. */
import { formatMs, formatNumber } from '../../shared/domain/format.ts';
import { type MetricName, metricUnits } from '../../shared/domain/health/model.ts';

/** What each metric is called on screen. */
export const metricTitles: Readonly<Record<MetricName, string>> = {
	requests: 'Requests',
	errorRate: 'Error rate',
	p95Latency: 'p95 latency',
	throughput: 'Throughput',
	memory: 'Memory',
};

/** Decimals that a step needs to be told from the next: 0.25 needs two. */
function digitsOf(step: number): number {
	for (let digits = 0; digits < 4; digits++) {
		const scaled = step * 10 ** digits;
		if (Math.abs(scaled - Math.round(scaled)) < 1e-6) return digits;
	}
	return 4;
}

/** A tick of a value axis. `step` is the distance between ticks: no more digits than it needs. */
export function tickText(metric: MetricName, value: number, step: number): string {
	switch (metricUnits[metric]) {
		case 'ratio':
			return `${formatNumber(value * 100, digitsOf(step * 100))} %`;
		case 'ms':
			return formatMs(value);
		case 'requests/s':
			return `${formatNumber(value, step >= 1 ? 0 : 1)} /s`;
		case 'count':
			return formatNumber(value);
	}
}

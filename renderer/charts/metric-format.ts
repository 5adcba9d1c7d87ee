/** How the figures of a metric are written: units always, SI grouping, no more digits than help. */
import type { MetricName } from '../../shared/domain/health/model.ts';

/** What each metric is called on screen. */
export const metricTitles: Readonly<Record<MetricName, string>> = {
	requests: 'Requests',
	errorRate: 'Error rate',
	p95Latency: 'p95 latency',
	throughput: 'Throughput',
	memory: 'Memory',
};

/** Groups of three digits are parted by a narrow no-break space (SI). */
const groupSeparator = '\u202f';
/** Between figure and unit, so that the two never part at a line end. */
const unitSeparator = '\u00a0';

/** A number with SI grouping and at most `digits` decimals; trailing zeros are dropped. */
export function groupedNumber(value: number, digits = 0): string {
	const rounded = Number(value.toFixed(digits));
	const text = Math.abs(rounded).toFixed(digits);
	const [whole = '0', decimals = ''] = text.split('.');
	const grouped = whole.replace(/\B(?=(\d{3})+(?!\d))/g, groupSeparator);
	const trimmed = decimals.replace(/0+$/, '');
	const sign = rounded < 0 ? '-' : '';
	return `${sign}${grouped}${trimmed === '' ? '' : `.${trimmed}`}`;
}

function percentDigits(percent: number): number {
	const size = Math.abs(percent);
	if (size >= 10) return 0;
	return size >= 1 ? 1 : 2;
}

/** A ratio of 0..1 as per cent: `0.31 %`. */
export function percentText(ratio: number): string {
	const percent = ratio * 100;
	return `${groupedNumber(percent, percentDigits(percent))}${unitSeparator}%`;
}

/** A latency in ms; from ten seconds on in seconds. */
export function latencyText(milliseconds: number): string {
	if (Math.abs(milliseconds) >= 10_000) return `${groupedNumber(milliseconds / 1000, 1)}${unitSeparator}s`;
	return `${groupedNumber(milliseconds, Math.abs(milliseconds) < 10 ? 1 : 0)}${unitSeparator}ms`;
}

/** The value of a metric with its unit; the value is in the metric's stored unit (`metricUnits`). */
export function metricText(metric: MetricName, value: number): string {
	switch (metric) {
		case 'errorRate':
		case 'memory':
			return percentText(value);
		case 'p95Latency':
			return latencyText(value);
		case 'throughput':
			return `${groupedNumber(value, Math.abs(value) < 10 ? 1 : 0)}${unitSeparator}/s`;
		case 'requests':
			return groupedNumber(value);
	}
}

/** Answers of the delivery metrics in words: the same on the screens, in reports and in what is copied. */
import { formatCount, formatCounted, formatDuration, formatNumber, formatPercent } from '../format.ts';
import type { DeliveryMetric, MetricAnswer, MetricUnit, MetricValue } from './metrics.ts';

const titles: Readonly<Record<DeliveryMetric, string>> = {
	'deployment-frequency': 'Deployment frequency',
	'change-lead-time': 'Change lead time',
	'change-fail-rate': 'Change fail rate',
	'recovery-time': 'Failed-deployment recovery time',
	'rework-rate': 'Deployment rework rate',
	'suite-time': 'Test suite time',
	'flaky-share': 'Flaky tests',
	'pipeline-success': 'Pipeline success',
};

export function metricTitle(metric: DeliveryMetric): string {
	return titles[metric];
}

/** A value with its unit: "1.3 a day", "1 d 4 h", "7.3 %". */
export function formatMetric(value: number, unit: MetricUnit | 'per-week' | 'count' | 'days'): string {
	switch (unit) {
		case 'ms':
			return formatDuration(value);
		case 'share':
			return formatPercent(value);
		case 'per-day':
			return `${formatRateOf(value)} a day`;
		case 'per-week':
			return `${formatRateOf(value)} a week`;
		case 'count':
			return formatCount(value);
		case 'days':
			return formatCounted(value, 'day');
	}
}

function formatRateOf(value: number): string {
	return formatNumber(value, value < 1 ? 3 : value < 10 ? 2 : 1);
}

/** The value, or in words why there is none. */
export function metricText(value: Pick<MetricValue, 'state' | 'value'>, unit: MetricUnit): string {
	if (value.state === 'not-measured') return 'not measured';
	if (value.state === 'no-data' || value.value === null) return 'no data';
	return formatMetric(value.value, unit);
}

/** What a value rests on: "median of 128, p90 3 d 2 h", "3 of 42". Empty where it is not measured. */
export function metricBasis(answer: Pick<MetricAnswer, 'metric' | 'unit' | 'state' | 'n' | 'of' | 'p90'>): string {
	if (answer.state !== 'measured') return '';
	if (answer.of !== null) return `${formatCount(answer.n)} of ${formatCount(answer.of)}`;
	if (answer.unit === 'ms') {
		const p90 = answer.p90 === null ? '' : `, p90 ${formatDuration(answer.p90)}`;
		return `median of ${formatCount(answer.n)}${p90}`;
	}
	return formatCounted(answer.n, 'deployment');
}

/** `better`, `worse` or `same` than before; null where the two cannot be compared. */
export function metricDirection(
	answer: Pick<MetricAnswer, 'change' | 'lessIsBetter'>,
): 'better' | 'worse' | 'same' | null {
	if (answer.change === null) return null;
	if (answer.change === 0) return 'same';
	return answer.change < 0 === answer.lessIsBetter ? 'better' : 'worse';
}

/** The change to the period before: "+2.1 points", "-5 h", "same"; empty where the two cannot be compared. */
export function metricChange({ change, unit }: Pick<MetricAnswer, 'change' | 'unit'>): string {
	if (change === null) return '';
	if (change === 0) return 'same';
	const sign = change > 0 ? '+' : '-';
	const size = Math.abs(change);
	if (unit === 'share') return `${sign}${formatNumber(size * 100, size < 0.1 ? 2 : 1)} points`;
	return `${sign}${formatMetric(size, unit)}`;
}

const months = [
	...['January', 'February', 'March', 'April', 'May', 'June', 'July'],
	...['August', 'September', 'October', 'November', 'December'],
];

/** `2026-10` as people say it: "October 2026". */
export function monthTitle(month: string): string {
	const [year = '', number = ''] = month.split('-');
	return `${months[Number(number) - 1] ?? number} ${year}`;
}

/** `2026-10-03` as people say it: "3 October 2026". */
export function dayTitle(day: string): string {
	return `${Number(day.slice(8, 10))} ${monthTitle(day.slice(0, 7))}`;
}

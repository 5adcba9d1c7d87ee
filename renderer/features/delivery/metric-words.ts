/** What cards and charts say of a metric, beside its figure. Pure. */
import {
	type BucketSize,
	type DeliveryMetric,
	doraMetrics,
	type MetricAnswer,
	type MetricValue,
	qualityMetrics,
	type TrendPoint,
} from '../../../shared/domain/delivery/metrics.ts';
import { formatMetric, metricBasis, metricText } from '../../../shared/domain/delivery/words.ts';
import { formatCount, formatCounted, formatNumber } from '../../../shared/domain/format.ts';
import { addresses } from '../../store/address.ts';
import { dayWords, periodWords } from '../../store/local-days.ts';
import { monthTitle } from '../../../shared/domain/delivery/words.ts';

/** Short enough for a card. */
export const cardTitles: Readonly<Record<DeliveryMetric, string>> = {
	'deployment-frequency': 'Deployments',
	'change-lead-time': 'Lead time',
	'change-fail-rate': 'Change fail rate',
	'recovery-time': 'Recovery time',
	'rework-rate': 'Rework rate',
	'suite-time': 'Test suite',
	'flaky-share': 'Flaky tests',
	'pipeline-success': 'Pipeline success',
};

const nouns: Readonly<Record<DeliveryMetric, string>> = {
	'deployment-frequency': 'deployment',
	'change-lead-time': 'change',
	'change-fail-rate': 'deployment',
	'recovery-time': 'recovery',
	'rework-rate': 'deployment',
	'suite-time': 'run',
	'flaky-share': 'test',
	'pipeline-success': 'run',
};

export function nounOf(metric: DeliveryMetric): string {
	return nouns[metric];
}

/** `1 recovery`, `3 recoveries`: the one noun that is irregular. */
function counted(count: number, metric: DeliveryMetric): string {
	if (metric === 'recovery-time') return count === 1 ? '1 recovery' : `${formatCount(count)} recoveries`;
	return formatCounted(count, nouns[metric]);
}

/** The metric that an address names; null for the overview and for what no metric is called. */
export function metricOf(name: string | undefined): DeliveryMetric | null {
	return [...doraMetrics, ...qualityMetrics].find((metric) => metric === name) ?? null;
}

/** The big words of a card: frequency is told as a number of deployments, whose rate stands below. */
export function bigWords(answer: MetricAnswer): string {
	if (answer.state !== 'measured' || answer.value === null)
		return answer.state === 'not-measured' ? 'Not measured' : 'No data';
	return answer.metric === 'deployment-frequency' ? formatCount(answer.n) : formatMetric(answer.value, answer.unit);
}

/** The number's own arithmetic: "3 of 42: 41 counted, 1 taken back", "median of 128 changes, p90 3 d 2 h". */
export function arithmetic(answer: MetricAnswer): string {
	const { metric, state, value } = answer;
	if (state !== 'measured' || value === null) return '';
	if (metric === 'deployment-frequency') {
		const also = answer.also.flatMap((one) =>
			one.id === 'per-week' && one.value !== null ? [formatMetric(one.value, 'per-week')] : [],
		);
		return [formatMetric(value, 'per-day'), ...also].join(', ');
	}
	if (metric === 'change-fail-rate' && answer.of !== null) {
		const back = apartCount(answer, 'taken-back');
		const basis = metricBasis(answer);
		return back === 0 ? basis : `${basis}: ${formatCount(answer.of - back)} counted, ${formatCount(back)} taken back`;
	}
	if (metric === 'rework-rate') return `${metricBasis(answer)} unplanned`;
	if (answer.of !== null) return `${metricBasis(answer)} ${nouns[metric]}s`;
	const p90 = answer.p90 === null ? '' : `, p90 ${formatMetric(answer.p90, answer.unit)}`;
	const open = metric === 'recovery-time' ? `, ${formatCount(apartCount(answer, 'open'))} open` : '';
	return `median of ${counted(answer.n, metric)}${p90}${open}`;
}

/** The same with the figure before it, as it is worked out: "52 in 89 days: 0.584 a day, 4.09 a week". */
export function madeWords(answer: MetricAnswer): string {
	const { metric, value, n, unit } = answer;
	const words = arithmetic(answer);
	if (metric !== 'deployment-frequency' || value === null || value === 0) {
		return `${metricText(answer, unit)}: ${words}`;
	}
	return `${formatCount(n)} in ${formatNumber(n / value, 1)} days: ${words}`;
}

function apartCount(answer: MetricAnswer, id: string): number {
	return answer.apart.find((one) => one.id === id || one.id === `still-${id}`)?.count ?? 0;
}

/** What stands behind one bar of a trend. */
export function behind(metric: DeliveryMetric): (point: MetricValue) => string {
	return (point) =>
		point.of === null ? counted(point.n, metric) : `${formatCount(point.n)} of ${formatCount(point.of)}`;
}

/** How a bucket is called under its bar, and in full. */
export function bucketName(size: BucketSize): (point: TrendPoint) => { readonly label: string; readonly full: string } {
	return ({ from, to }) => {
		if (size === 'month')
			return { label: monthTitle(from.slice(0, 7)).slice(0, 3), full: monthTitle(from.slice(0, 7)) };
		return {
			label: dayWords(from),
			full: size === 'week' ? `Week ${periodWords({ from, to })}` : dayWords(from, true),
		};
	};
}

/** The one place that helps where a metric is not measured. */
export function helpFor(metric: DeliveryMetric): { readonly href: string; readonly label: string } {
	switch (metric) {
		case 'change-fail-rate':
		case 'recovery-time':
			return { href: addresses.facts, label: 'Connect incidents, or note one' };
		case 'suite-time':
		case 'flaky-share':
			return { href: addresses.tests, label: 'How tests are read' };
		default:
			return { href: addresses.facts, label: 'See what is connected' };
	}
}

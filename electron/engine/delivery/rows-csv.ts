/** Rows behind a number as CSV (RFC 4180): for a sceptical engineer's own spreadsheet, which must not run what it opens. */
import type { DeliveryMetric, MetricRow, MetricUnit } from '../../../shared/domain/delivery/metrics.ts';

const columns = [
	...['id', 'service', 'environment', 'title', 'at', 'counts', 'why', 'value', 'unit', 'standing', 'version', 'commit'],
	...['author', 'bot', 'authored at', 'deployment', 'evidence', 'recovered at', 'unplanned', 'url'],
] as const;

/** How `MetricRow.value` of each metric is measured. */
const units: Readonly<Record<DeliveryMetric, MetricUnit | 'ms'>> = {
	'deployment-frequency': 'per-day',
	'change-lead-time': 'ms',
	'change-fail-rate': 'share',
	'recovery-time': 'ms',
	'rework-rate': 'share',
	'suite-time': 'ms',
	'flaky-share': 'share',
	'pipeline-success': 'share',
};

/** The header, with its line end. */
export const csvHeader = line(columns);

/** One line a row, with their line ends. */
export function csvRows(metric: DeliveryMetric, rows: readonly MetricRow[]): string {
	return rows.map((row) => line(cells(metric, row))).join('');
}

function cells(metric: DeliveryMetric, { detail, ...row }: MetricRow): readonly string[] {
	return [
		...[row.id, row.service, row.environment, row.title, instant(row.at), row.counts ? 'yes' : 'no', row.why],
		...[row.value === null ? '' : String(row.value), row.value === null ? '' : units[metric]],
		...[detail.standing ?? '', detail.version ?? '', detail.commit ?? '', detail.author ?? ''],
		...[detail.isBot === undefined ? '' : detail.isBot ? 'yes' : 'no', instant(detail.authoredAt)],
		...[detail.deployment ?? '', (detail.evidence ?? []).map(({ text }) => text).join('; ')],
		...[instant(detail.recoveredAt), detail.unplanned ?? '', detail.url ?? ''],
	];
}

function instant(at: number | null | undefined): string {
	return at === null || at === undefined ? '' : new Date(at).toISOString();
}

function line(values: readonly string[]): string {
	return `${values.map(cell).join(',')}\r\n`;
}

/** Numbers below zero are numbers; any other text that begins like a formula gets an apostrophe, which spreadsheets hide. */
function cell(value: string): string {
	const isFormula = /^[=+\-@\t\r]/.test(value) && !/^-?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(value);
	const safe = isFormula ? `'${value}` : value;
	return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

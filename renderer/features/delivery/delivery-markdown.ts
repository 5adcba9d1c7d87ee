/** Delivery as Markdown for a chat or a document. Pure. */
import type { MetricAnswer, MetricRow, MetricsAnswer } from '../../../shared/domain/delivery/metrics.ts';
import { metricDirection, metricText, metricTitle } from '../../../shared/domain/delivery/words.ts';
import { formatCount } from '../../../shared/domain/format.ts';
import { changeWords } from '../../charts/delivery/figure-words.ts';
import { periodWords } from '../../store/local-days.ts';
import { arithmetic, bigWords } from './metric-words.ts';
import { placeWords, rowValue } from './row-words.ts';

/** Rows of a table in a chat; the CSV has all of them. */
const mostRows = 50;

/** A cell cannot hold its own border, nor a line break. */
function cell(text: string): string {
	const lines = text.replaceAll('|', '\\|').split(/[\r\n]+/);
	return lines.map((line) => line.trim()).join(' ');
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
	const line = (cells: readonly string[]): string => `| ${cells.map(cell).join(' | ')} |`;
	return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** `where`: "checkout, production". */
export function metricsMarkdown(answer: MetricsAnswer, where: string): string {
	const { period } = answer.query;
	return [
		`**Delivery: ${where}**, ${periodWords(period)} (${answer.zone}), compared with ${periodWords(answer.compared)}`,
		'',
		table(
			['Metric', 'Value', 'Change', 'From'],
			[...answer.dora, ...answer.quality].map((one) => [
				metricTitle(one.metric),
				one.state === 'measured' ? bigWords(one) : metricText(one, one.unit),
				changeText(one),
				one.state === 'measured' ? arithmetic(one) : (one.remarks[0] ?? ''),
			]),
		),
		'',
		`${formatCount(answer.completeness.linked)} of ${formatCount(answer.completeness.of)} deployments are linked to a commit. Definitions version ${answer.definitionsVersion}.`,
	].join('\n');
}

function changeText(answer: MetricAnswer): string {
	const change = changeWords(answer);
	if (change === null) return '';
	return metricDirection(answer) === 'same' ? change.text : `${change.text}, ${change.verdict}`;
}

export function rowsMarkdown(
	answer: MetricAnswer,
	rows: readonly MetricRow[],
	total: number,
	zoned: (at: number) => string,
): string {
	const shown = rows.slice(0, mostRows);
	return [
		`**${metricTitle(answer.metric)}: ${metricText(answer, answer.unit)}** (${arithmetic(answer)})`,
		'',
		table(
			['What', 'Where', 'When', 'Counts', 'Why', 'Value'],
			shown.map((row) => [
				row.title,
				placeWords(row),
				zoned(row.at),
				row.counts ? 'yes' : 'no',
				row.why,
				rowValue(row, answer.metric, answer.unit),
			]),
		),
		...(total > shown.length ? ['', `The newest ${shown.length} of ${formatCount(total)} rows.`] : []),
	].join('\n');
}

/** The five, and quality beside them: values with what they rest on, charts, the table behind the charts, definitions. */
import type { MetricAnswer, MetricUnit, TrendPoint } from '../../domain/delivery/metrics.ts';
import { addMonths } from '../../domain/delivery/periods.ts';
import {
	formatMetric,
	metricBasis,
	metricChange,
	metricDirection,
	metricText,
	metricTitle,
	monthTitle,
} from '../../domain/delivery/words.ts';
import { formatCount, formatCounted } from '../../domain/format.ts';
import type { MonthlyReport } from '../../domain/retrospective/model.ts';
import type { BarPoint, Chart } from '../charts/model.ts';
import { type Block, type Cell, cell, type Section } from './model.ts';

type Answer = MonthlyReport['dora'][number];

export function metricsSection(report: MonthlyReport): Section {
	const { dora } = report;
	return {
		id: 'metrics',
		title: 'The five metrics',
		blocks: [
			valuesTable('The five delivery metrics', dora, report.month),
			...remarkList(dora),
			{ kind: 'charts', charts: dora.flatMap(trendChart) },
			...trendTable(dora),
			...dora.flatMap(distributionBlocks),
			{ kind: 'heading', text: 'What they mean' },
			{ kind: 'terms', entries: dora.map(({ metric, definition }) => [metricTitle(metric), definition]) },
			...benchmarkBlocks(dora),
		],
	};
}

export function qualitySection(report: MonthlyReport): Section {
	const { quality } = report;
	return {
		id: 'quality',
		title: 'Quality',
		blocks: [
			valuesTable('Quality metrics', quality, report.month),
			...remarkList(quality),
			{ kind: 'terms', entries: quality.map(({ metric, definition }) => [metricTitle(metric), definition]) },
		],
	};
}

function valuesTable(caption: string, answers: readonly Answer[], month: string): Block {
	return {
		kind: 'table',
		caption,
		columns: [
			{ title: 'Metric' },
			{ title: monthTitle(month), isFigure: true },
			{ title: 'Rests on' },
			{ title: monthTitle(addMonths(month, -1)), isFigure: true },
			{ title: monthTitle(addMonths(month, -2)), isFigure: true },
			{ title: 'Change' },
		],
		rows: answers.map((answer) => [
			cell(metricTitle(answer.metric)),
			cell(metricText(answer, answer.unit), { isStrong: true }),
			cell(metricBasis(answer)),
			cell(metricText(answer.previous, answer.unit)),
			cell(answer.monthBeforeLast === null ? 'no value' : formatMetric(answer.monthBeforeLast, answer.unit)),
			cell(changeText(answer), { line: lineOf(answer) }),
		]),
	};
}

function lineOf({ metric, trend }: Answer): NonNullable<Cell['line']> | null {
	const points = barPoints(trend);
	return points.some(({ value }) => value !== null) ? { title: `${metricTitle(metric)} over time`, points } : null;
}

function barPoints(trend: Answer['trend']): readonly BarPoint[] {
	return trend.map(({ from, state, value, isPartial }) => ({ label: from, state, value, isPartial }));
}

function changeText(answer: Answer): string {
	const direction = metricDirection(answer);
	if (direction === null) return 'not comparable';
	return direction === 'same' ? 'same' : `${metricChange(answer)}, ${direction}`;
}

function remarkList(answers: readonly Answer[]): readonly Block[] {
	const items = answers.flatMap((answer) => [
		...answer.remarks.map((remark) => `${metricTitle(answer.metric)}: ${remark}`),
		...apartLine(answer),
	]);
	return items.length === 0 ? [] : [{ kind: 'list', items }];
}

function apartLine({ metric, apart }: Answer): readonly string[] {
	const counted = apart.filter(({ count }) => count > 0).map(({ label, count }) => `${label} ${formatCount(count)}`);
	return counted.length === 0 ? [] : [`${metricTitle(metric)}, counted apart: ${counted.join(', ')}.`];
}

function trendChart(answer: Answer): readonly Chart[] {
	const measured = answer.trend.filter(({ state }) => state === 'measured').length;
	if (measured < 2) return [];
	const [first, last] = [answer.trend[0], answer.trend.at(-1)];
	return [
		{
			kind: 'bars',
			title: metricTitle(answer.metric),
			description: `${metricTitle(answer.metric)} from ${first?.from ?? ''} to ${last?.to ?? ''} in ${formatCounted(answer.trend.length, 'bucket')}, ${formatCount(measured)} of them measured; all values are in the table below.`,
			unit: answer.unit,
			points: barPoints(answer.trend),
		},
	];
}

/** All trends in one table: a table for each chart would fill pages. */
function trendTable(answers: readonly Answer[]): readonly Block[] {
	const starts = [...new Set(answers.flatMap(({ trend }) => trend.map(({ from }) => from)))].toSorted();
	if (starts.length === 0) return [];
	return [
		{
			kind: 'table',
			caption: 'The values of the charts; a part of a week or month is marked "part"',
			columns: [{ title: 'From' }, ...answers.map(({ metric }) => ({ title: metricTitle(metric), isFigure: true }))],
			rows: starts.map((from) => [
				cell(partText(from, answers)),
				...answers.map((answer) => cell(pointText(answer, from))),
			]),
		},
	];
}

function pointAt({ trend }: MetricAnswer, from: string): TrendPoint | null {
	return trend.find((point) => point.from === from) ?? null;
}

function partText(from: string, answers: readonly Answer[]): string {
	return answers.some((answer) => pointAt(answer, from)?.isPartial === true) ? `${from} (part)` : from;
}

function pointText(answer: Answer, from: string): string {
	const point = pointAt(answer, from);
	return point === null ? 'not measured' : metricText(point, answer.unit);
}

function distributionBlocks(answer: Answer): readonly Block[] {
	const bins = answer.distribution.map(({ from, to, count }) => ({ label: binLabel(from, to, answer.unit), count }));
	if (bins.every(({ count }) => count === 0)) return [];
	const title = `${metricTitle(answer.metric)}: distribution`;
	return [
		{
			kind: 'chart',
			chart: { kind: 'distribution', title, description: 'How often each span occurred in the month.', bins },
			table: {
				kind: 'table',
				caption: title,
				columns: [{ title: 'Span' }, { title: 'Count', isFigure: true }],
				rows: bins.map(({ label, count }) => [cell(label), cell(formatCount(count))]),
			},
		},
	];
}

function binLabel(from: number, to: number | null, unit: MetricUnit): string {
	if (to === null) return `${formatMetric(from, unit)} and more`;
	return from === 0 ? `under ${formatMetric(to, unit)}` : `${formatMetric(from, unit)} to ${formatMetric(to, unit)}`;
}

function benchmarkBlocks(answers: readonly Answer[]): readonly Block[] {
	const entries = answers.flatMap(({ metric, benchmark }) =>
		benchmark === null
			? []
			: [[metricTitle(metric), `${benchmark.text} (${benchmark.edition}, ${benchmark.source})`] as const],
	);
	if (entries.length === 0) return [];
	return [
		{ kind: 'heading', text: 'Benchmarks' },
		{ kind: 'paragraph', text: 'Dated figures of others, for orientation; no tier follows from them.' },
		{ kind: 'terms', entries },
	];
}

/** Tests: the suite in numbers, and the tests that a person should know of. */
import { formatCount, formatDuration, formatPercent } from '../../domain/format.ts';
import { localDate } from '../../domain/pipeline/local-time.ts';
import type { MonthlyReport } from '../../domain/retrospective/model.ts';
import type { TestRow, TestsSummary } from '../../domain/tests/model.ts';
import { type Block, cell, paragraph, type Section } from './model.ts';

export function testsSection({ tests, zone }: MonthlyReport): Section {
	const frame = { id: 'tests', title: 'Tests' };
	if (tests === null) {
		return { ...frame, blocks: [paragraph('Not measured: no source of test results is connected.')] };
	}
	return {
		...frame,
		blocks: [
			{ kind: 'terms', entries: summaryEntries(tests.summary) },
			...testTable('Flaky tests, by the pipeline time that they cost', tests.flaky, lostColumn),
			...testTable('Broken tests', tests.broken, lostColumn),
			...testTable('Slowest tests', tests.slowest, slowColumn),
			...quarantineTable(tests.quarantined, zone),
		],
	};
}

function summaryEntries(summary: TestsSummary): readonly (readonly [string, string])[] {
	const { suite, pyramid, byState } = summary;
	const states = `${formatCount(byState.flaky)} flaky, ${formatCount(byState.broken)} broken, ${formatCount(byState.recovering)} recovering, ${formatCount(byState.new)} with too few runs`;
	return [
		['Tests', `${formatCount(summary.total)}: ${states}`],
		['Flaky share', summary.flakyShare === null ? 'not measured' : formatPercent(summary.flakyShare)],
		['Suite, wall clock', spanText(suite.wallP50Ms, suite.wallP90Ms)],
		['Suite, all tests summed', spanText(suite.summedP50Ms, suite.summedP90Ms)],
		['Pyramid', pyramidText(summary)],
		...(pyramid.remark === null ? [] : [['Remark', pyramid.remark] as const]),
		['Pipeline time lost to flaky tests', formatDuration(summary.lostMs)],
		['Quarantined', formatCount(summary.quarantined)],
	];
}

function spanText(p50: number | null, p90: number | null): string {
	if (p50 === null) return 'not measured';
	return `median ${formatDuration(p50)}${p90 === null ? '' : `, p90 ${formatDuration(p90)}`}`;
}

function pyramidText({ pyramid }: TestsSummary): string {
	const { counts, wanted } = pyramid;
	const levels = (['unit', 'integration', 'ui'] as const).map(
		(level) => `${formatCount(counts[level])} ${level === 'ui' ? 'UI' : level} (aim ${formatPercent(wanted[level])})`,
	);
	return `${levels.join(', ')}, ${formatCount(counts.unclassified)} unclassified`;
}

interface FigureColumn {
	readonly title: string;
	readonly text: (row: TestRow) => string;
}

const lostColumn: FigureColumn = { title: 'Cost', text: ({ lostMs }) => formatDuration(lostMs) };
const slowColumn: FigureColumn = {
	title: 'p90',
	text: ({ p90Ms }) => (p90Ms === null ? 'not measured' : formatDuration(p90Ms)),
};

function testTable(caption: string, rows: readonly TestRow[], figure: FigureColumn): readonly Block[] {
	if (rows.length === 0) return [];
	return [
		{ kind: 'heading', text: caption },
		{
			kind: 'table',
			caption,
			columns: [{ title: 'Test' }, { title: 'Service' }, { title: 'Why' }, { title: figure.title, isFigure: true }],
			rows: rows.map((row) => [cell(row.test), cell(row.service), cell(row.why), cell(figure.text(row))]),
		},
	];
}

function quarantineTable(rows: readonly TestRow[], zone: string): readonly Block[] {
	const caption = 'Quarantined tests';
	const entries = rows.flatMap(({ quarantine }) => (quarantine === null ? [] : [quarantine]));
	if (entries.length === 0) return [];
	return [
		{ kind: 'heading', text: caption },
		{
			kind: 'table',
			caption,
			columns: [{ title: 'Test' }, { title: 'Owner' }, { title: 'Reason' }, { title: 'Ends', isFigure: true }],
			rows: entries.map((each) => [
				cell(each.test),
				cell(each.owner),
				cell(each.ticket === null ? each.reason : `${each.reason} (${each.ticket})`),
				cell(localDate(each.expiresAt, zone)),
			]),
		},
	];
}

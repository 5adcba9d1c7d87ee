/** How we deliver: anti-patterns, maturity, what became of last month's actions, and what is recommended next. */
import { monthTitle } from '../../domain/delivery/words.ts';
import { formatCount } from '../../domain/format.ts';
import { figureText } from '../../domain/maturity/figure-text.ts';
import {
	type ActionReview,
	type AntiPatternFinding,
	type MaturityAnswer,
	type MaturityAssessment,
	type MaturityItem,
	maturityLevels,
	type Recommendation,
} from '../../domain/maturity/model.ts';
import type { MonthlyReport } from '../../domain/retrospective/model.ts';
import { type Block, cell, paragraph, type Section, tableOr } from './model.ts';

const mostRows = 8;

const states = { found: 'found', clear: 'looked for, not found', 'not-measured': 'not measured' } as const;

export function antiPatternSection({ antiPatterns }: MonthlyReport): Section {
	return { id: 'anti-patterns', title: 'Anti-patterns', blocks: antiPatterns.flatMap(findingBlocks) };
}

function findingBlocks(finding: AntiPatternFinding): readonly Block[] {
	const { title, state, summary, threshold, rows, figures } = finding;
	const shown = rows.slice(0, mostRows);
	const caption =
		rows.length > shown.length
			? `${title}: the worst ${shown.length} of ${formatCount(rows.length)}`
			: `${title}: what shows it`;
	return [
		{ kind: 'heading', text: `${title}: ${states[state]}` },
		paragraph(summary),
		...(figures.length === 0
			? []
			: [
					{
						kind: 'terms' as const,
						entries: figures.map(({ label, value, unit }) => [label, figureText(value, unit)] as const),
					},
				]),
		paragraph(threshold),
		...(state !== 'found' || shown.length === 0
			? []
			: [
					{
						kind: 'table' as const,
						caption,
						columns: [{ title: 'Where' }, { title: 'What' }],
						rows: shown.map((row) => [cell(row.title, { href: row.href }), cell(row.detail)]),
					},
				]),
	];
}

const answers: Readonly<Record<MaturityAnswer, string>> = {
	yes: 'yes',
	partly: 'partly',
	no: 'no',
	'not-applicable': 'does not apply',
	'not-measured': 'not measured',
};

export function maturitySection({ maturity }: MonthlyReport): Section {
	const { reached, levels } = maturity;
	return {
		id: 'maturity',
		title: 'Maturity',
		blocks: [
			paragraph(
				reached === 0
					? 'No level is complete yet. It is the practice that is looked at, never the people.'
					: `All items up to level ${reached} are fulfilled. It is the practice that is looked at, never the people.`,
			),
			...levels.map(levelTable),
			...historyTable(maturity),
		],
	};
}

function levelTable({ level, title, items, fulfilled, answered }: MaturityAssessment['levels'][number]): Block {
	return {
		kind: 'table',
		caption: `Level ${level}, ${title}: ${fulfilled} of ${answered} answered items are fulfilled`,
		columns: [{ title: 'Question' }, { title: 'Answer' }, { title: 'What shows it' }],
		rows: items.map((item) => [
			cell(item.question),
			cell(answers[item.answer], { isStrong: item.answer === 'no' }),
			cell(evidenceText(item)),
		]),
	};
}

function evidenceText({ answeredBy, evidence, hint }: MaturityItem): string {
	if (answeredBy === 'nobody') return hint ?? '';
	return `${answeredBy === 'hand' ? 'By hand: ' : ''}${evidence.join('; ')}`;
}

function historyTable({ month, reached, levels, history }: MaturityAssessment): readonly Block[] {
	if (history.length === 0) return [];
	const now = levels.map(({ fulfilled }) => cell(formatCount(fulfilled)));
	return [
		{
			kind: 'table',
			caption: 'Fulfilled items in earlier months',
			columns: [
				{ title: 'Month' },
				...maturityLevels.map((level) => ({ title: `Level ${level}`, isFigure: true })),
				{ title: 'Complete up to', isFigure: true },
			],
			rows: [
				...history.map((entry) => [
					cell(monthTitle(entry.month)),
					...maturityLevels.map((level) => cell(formatCount(entry.fulfilled[level]))),
					cell(reachedText(entry.reached)),
				]),
				[cell(monthTitle(month)), ...now, cell(reachedText(reached))],
			],
		},
	];
}

function reachedText(reached: MaturityAssessment['reached']): string {
	return reached === 0 ? 'none' : `level ${reached}`;
}

const outcomes: Readonly<Record<ActionReview['outcome'], string>> = {
	reached: 'reached',
	better: 'better, not there yet',
	unchanged: 'no change',
	worse: 'worse',
	'not-measured': 'not measured',
};

export function reviewSection({ lastMonthsActions }: MonthlyReport): Section {
	return {
		id: 'last-months-actions',
		title: 'What became of last month’s actions',
		blocks: [
			tableOr('Nothing was agreed last month.', {
				caption: 'Last month’s actions against this month’s figures',
				columns: [{ title: 'Action' }, { title: 'Owner' }, { title: 'Outcome' }, { title: 'Result' }],
				rows: lastMonthsActions.map(({ text, owner, outcome, result }) => [
					cell(text),
					cell(owner ?? 'nobody'),
					cell(outcomes[outcome], { isStrong: true }),
					cell(result),
				]),
			}),
		],
	};
}

export function nextSection({ recommendations, actions }: MonthlyReport): Section {
	return {
		id: 'next',
		title: 'What to do next',
		blocks: [
			...(recommendations.length === 0
				? [paragraph('No cause was measured that a recommendation could rest on.')]
				: recommendations.flatMap(recommendationBlocks)),
			{ kind: 'heading', text: 'Agreed for next month' },
			tableOr('Nothing is agreed yet.', {
				caption: 'Agreed for next month',
				columns: [{ title: 'Action' }, { title: 'Owner' }, { title: 'How it will show' }],
				rows: actions.map(({ text, owner, check }) => [
					cell(text),
					cell(owner ?? 'nobody yet'),
					cell(check === null ? 'for the team to say' : checkText(check)),
				]),
			}),
		],
	};
}

function recommendationBlocks({ title, cause, action, check }: Recommendation, index: number): readonly Block[] {
	return [
		{ kind: 'heading', text: `${index + 1}. ${title}` },
		{
			kind: 'terms',
			entries: [
				['Cause', cause],
				['Action', action],
				['Next month', checkText(check)],
			],
		},
	];
}

function checkText({ label, now, goal, unit, lessIsBetter }: Recommendation['check']): string {
	return `${label}: ${figureText(now, unit)} now, ${figureText(goal, unit)} or ${lessIsBetter ? 'less' : 'more'} is the goal`;
}

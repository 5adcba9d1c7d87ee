/** The report as a document, in the order in which it is read: what happened, why, how we deliver, what is next, and how sure. */
import { monthTitle } from '../../domain/delivery/words.ts';
import { formatCount, formatCounted } from '../../domain/format.ts';
import { listed } from '../../domain/pipeline/words.ts';
import { localMinute } from '../../domain/pipeline/local-time.ts';
import type { MonthlyReport, ReportSource, Revision } from '../../domain/retrospective/model.ts';
import type { PublishedReport } from '../published.ts';
import { failuresSection, shippedSection, slowestSection } from './deployments.ts';
import { metricsSection, qualitySection } from './metrics.ts';
import { type Block, cell, paragraph, type ReportDocument, type Section } from './model.ts';
import { antiPatternSection, maturitySection, nextSection, reviewSection } from './practice.ts';
import { testsSection } from './tests.ts';

export function composeDocument({ report, frozen }: PublishedReport): ReportDocument {
	return {
		title: `Delivery in ${monthTitle(report.month)}`,
		subtitle: report.scopeTitle,
		foot: `Delivery in ${monthTitle(report.month)}, ${report.scopeTitle}, zone ${report.zone}`,
		facts: headFacts(report, frozen),
		sections: [
			summarySection(report.summary),
			...revisedSection(frozen?.revisions ?? []),
			metricsSection(report),
			failuresSection(report),
			shippedSection(report),
			slowestSection(report),
			qualitySection(report),
			testsSection(report),
			eventsSection(report),
			antiPatternSection(report),
			maturitySection(report),
			reviewSection(report),
			nextSection(report),
			...notesSection(report.notes),
			sourcesSection(report),
		].map(withoutNothing),
	};
}

/** A list without items would part a heading from what follows it. */
function withoutNothing({ blocks, ...section }: Section): Section {
	return { ...section, blocks: blocks.filter((block) => block.kind !== 'list' || block.items.length > 0) };
}

function summarySection(items: readonly string[]): Section {
	return { id: 'summary', title: 'In short', blocks: [{ kind: 'list', items }] };
}

function headFacts(report: MonthlyReport, frozen: PublishedReport['frozen']): ReportDocument['facts'] {
	const { period, services, environments, zone } = report;
	return [
		['Period', `${period.from} to ${period.to}, the last day not included`],
		['Services', services.length === 0 ? 'none' : `${formatCount(services.length)}: ${listed(services, 'and', 12)}`],
		['Environments', environments.length === 0 ? 'none' : listed(environments, 'and', 12)],
		['Reporting zone', zone],
		['Data cut-off', `${localMinute(report.cutOff, zone)}: nothing that was told later is in here`],
		['Definitions', `version ${report.definitionsVersion}`],
		['Benchmarks', report.benchmarkEdition ?? 'none chosen'],
		['Hash of all inputs', report.inputsHash],
		['State', frozen === null ? 'draft: it may still change' : frozenText(frozen, zone)],
	];
}

function frozenText(frozen: NonNullable<PublishedReport['frozen']>, zone: string): string {
	const revised = frozen.revisions.length === 0 ? 'nothing revised since' : 'revised since, see below';
	return `frozen on ${localMinute(frozen.frozenAt, zone)} by ${frozen.frozenBy}, journal ${formatCount(frozen.seq)}; ${revised}`;
}

function revisedSection(revisions: readonly Revision[]): readonly Section[] {
	if (revisions.length === 0) return [];
	const table: Block = {
		kind: 'table',
		caption: 'Revised since: what was published, and what would be said today',
		columns: [{ title: 'What' }, { title: 'Published' }, { title: 'Today' }, { title: 'Because' }],
		rows: revisions.map(({ label, was, is, because }) => [
			cell(label),
			cell(was),
			cell(is, { isStrong: true }),
			cell(because ?? 'facts told since'),
		]),
	};
	const words = 'The rest of this report stands as it was frozen.';
	return [{ id: 'revised', title: 'Revised since', blocks: [paragraph(words), table] }];
}

function eventsSection({ flagChanges, migrations }: MonthlyReport): Section {
	return {
		id: 'flags',
		title: 'Flags and migrations',
		blocks: [
			{
				kind: 'terms',
				entries: [
					['Flag changes', eventText(flagChanges, 'change')],
					['Migrations of databases', eventText(migrations, 'migration')],
				],
			},
		],
	};
}

function eventText(count: number | null, noun: string): string {
	return count === null ? 'not measured: no source told of any' : formatCounted(count, noun);
}

function notesSection(markdown: string): readonly Section[] {
	return markdown.trim() === '' ? [] : [{ id: 'notes', title: 'Notes', blocks: [{ kind: 'notes', markdown }] }];
}

function sourcesSection({ sources, completeness, zone }: MonthlyReport): Section {
	return {
		id: 'sources',
		title: 'What the numbers rest on',
		blocks: [
			{ kind: 'list', items: completeness },
			{
				kind: 'table',
				caption: 'Sources of facts',
				columns: [
					{ title: 'Source' },
					{ title: 'State' },
					{ title: 'Complete from' },
					{ title: 'Read up to' },
					{ title: 'What it means' },
				],
				rows: sources.map((source) => sourceRow(source, zone)),
			},
		],
	};
}

function sourceRow({ label, state, note, coveredFrom, syncedTo }: ReportSource, zone: string) {
	return [
		cell(label),
		cell(state, { isStrong: state !== 'connected' }),
		cell(coveredFrom === null ? 'not known' : localMinute(coveredFrom, zone)),
		cell(syncedTo === null ? 'never' : localMinute(syncedTo, zone)),
		cell(note),
	];
}

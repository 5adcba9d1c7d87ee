/** What shipped, what failed and how we know, incidents, and the commits that took longest. */
import { recoveryText } from '../../domain/retrospective/failure-words.ts';
import type { DeploymentStanding } from '../../domain/delivery/judged.ts';
import { formatCount, formatDuration } from '../../domain/format.ts';
import { localMinute } from '../../domain/pipeline/local-time.ts';
import type {
	MonthlyReport,
	ReportDeployment,
	ReportFailure,
	ReportIncident,
} from '../../domain/retrospective/model.ts';
import { type Block, cell, paragraph, type Section, tableOr } from './model.ts';

const standings: Readonly<Record<DeploymentStanding, string>> = {
	counted: 'counted',
	rollback: 'rollback',
	'same-version': 'same version again',
	'taken-back': 'taken back',
	attempt: 'attempt without traffic',
	unfinished: 'still runs',
	'told-twice': 'told by a second source as well',
};

export function shippedSection(report: MonthlyReport): Section {
	const { shipped, shippedTotal } = report;
	const cut =
		shippedTotal > shipped.length
			? [
					paragraph(
						`The newest ${formatCount(shipped.length)} of ${formatCount(shippedTotal)}; the rows behind the deployment frequency, on the screen and as CSV, are all of them.`,
					),
				]
			: [];
	return {
		id: 'shipped',
		title: 'What shipped',
		blocks: [
			...cut,
			tableOr('Nothing was deployed to production.', {
				caption: 'Deployments to production, newest first',
				columns: [
					{ title: 'When' },
					{ title: 'Service' },
					{ title: 'Version' },
					{ title: 'Environment' },
					{ title: 'Commits', isFigure: true },
					{ title: 'Counts as' },
				],
				rows: shipped.map((each) => [
					cell(localMinute(each.at, report.zone)),
					cell(each.service),
					cell(each.version ?? 'not named'),
					cell(each.environment),
					cell(formatCount(each.commits)),
					cell(standingText(each), { isStrong: each.isFailed }),
				]),
			}),
		],
	};
}

function standingText({ standing, isFailed, isUnplanned }: ReportDeployment): string {
	return [standings[standing], ...(isFailed ? ['failed'] : []), ...(isUnplanned ? ['unplanned'] : [])].join(', ');
}

export function failuresSection(report: MonthlyReport): Section {
	return {
		id: 'failures',
		title: 'What failed, and how we know',
		blocks: [
			tableOr(nothingFailed(report), {
				caption: 'Failed deployments with their evidence, newest first',
				columns: [
					{ title: 'Broken from' },
					{ title: 'Deployment' },
					{ title: 'Evidence' },
					{ title: 'Recovered', isFigure: true },
					{ title: 'By' },
				],
				rows: report.failures.map((each) => failureRow(each, report)),
			}),
			...incidentBlocks('Open incidents', 'No incident is open.', report.openIncidents, report),
			...incidentBlocks(
				'Incidents that no deployment caused',
				'There was none.',
				report.incidentsNotFromChange,
				report,
			),
		],
	};
}

/** Where failures are not measured an empty list would read like a good month. */
function nothingFailed({ dora }: MonthlyReport): string {
	const rate = dora.find(({ metric }) => metric === 'change-fail-rate');
	return rate?.state === 'not-measured'
		? 'Not measured: no source of incidents is connected, and none was noted by hand.'
		: 'No deployment is shown to have failed.';
}

function failureRow(failure: ReportFailure, { zone, cutOff }: MonthlyReport) {
	const { brokenAt, recoveredAt } = failure;
	return [
		cell(localMinute(brokenAt, zone)),
		cell(`${failure.service} ${failure.version ?? 'not named'} in ${failure.environment}`),
		cell(failure.evidence.map(({ text }) => text).join('; ')),
		cell(recoveryText(failure, cutOff), { isStrong: recoveredAt === null }),
		cell(failure.recoveredBy ?? 'nothing yet'),
	];
}

function incidentBlocks(
	title: string,
	empty: string,
	incidents: readonly ReportIncident[],
	{ zone, cutOff }: MonthlyReport,
): readonly Block[] {
	return [
		{ kind: 'heading', text: title },
		tableOr(empty, {
			caption: title,
			columns: [
				{ title: 'Began' },
				{ title: 'Incident' },
				{ title: 'Service' },
				{ title: 'Severity' },
				{ title: 'Lasted', isFigure: true },
			],
			rows: incidents.map((each) => [
				cell(localMinute(each.startedAt, zone)),
				cell(each.title, { href: each.url }),
				cell(each.service ?? 'not known'),
				cell(each.severity),
				cell(
					each.resolvedAt === null
						? `open for ${formatDuration(Math.max(0, cutOff - each.startedAt))}`
						: formatDuration(each.resolvedAt - each.startedAt),
				),
			]),
		}),
	];
}

export function slowestSection({ slowestCommits }: MonthlyReport): Section {
	return {
		id: 'slowest',
		title: 'The slowest commits',
		blocks: [
			tableOr('No lead time is known.', {
				caption: 'Commits that took longest from their author to production',
				columns: [
					{ title: 'Commit' },
					{ title: 'Subject' },
					{ title: 'Service' },
					{ title: 'With version' },
					{ title: 'Took', isFigure: true },
				],
				rows: slowestCommits.map(({ sha, subject, service, version, leadMs }) => [
					cell(sha.slice(0, 8)),
					cell(subject),
					cell(service),
					cell(version ?? 'not named'),
					cell(formatDuration(leadMs)),
				]),
			}),
		],
	};
}

/** A believable October 2026 of three services: what the printed report, the exports and their tests are looked at with. */
import type {
	MaturityInputs,
	MonthDeployment,
	MonthFailure,
	MonthRun,
	ServicePractice,
} from '../../maturity/inputs.ts';
import { measured, metricsAnswer } from '../../maturity/testing/metrics.ts';
import { deployment, environment, practice, run, world } from '../../maturity/testing/worlds.ts';
import type { ReportInputs } from '../inputs.ts';
import { octoberDora, octoberQuality } from './october-metrics.ts';
import { octoberTests } from './october-tests.ts';

const hour = 3_600_000;
const minute = 60_000;
const at = (day: number, hours: number, minutes = 0) => Date.UTC(2026, 9, day, hours, minutes);

const services = ['checkout', 'catalogue', 'search'] as const;
const sha = (index: number) => (index * 2_654_435_761).toString(16).padStart(40, 'a').slice(-40);

function deployments(): readonly MonthDeployment[] {
	return Array.from({ length: 44 }, (_, index) => {
		const service = services[index % 3] ?? 'checkout';
		const end = at(1, 8) + index * 16.3 * hour;
		const standing = index === 20 ? 'taken-back' : index === 21 || index === 33 ? 'rollback' : 'counted';
		const version = `2.${14 + Math.floor(index / 3)}.${index % 3}`;
		return deployment(`journal|${index}`, {
			...{ service, version, at: end, startedAt: end - 40 * minute, standing, actor: 'Ada Lovelace' },
			commit: index % 14 === 13 ? null : sha(index),
			noLeadTime: index % 14 === 13 ? 'not-linked' : null,
			commits: index === 20 ? 31 : (index * 7) % 12,
			failure: [20, 26, 32].includes(index) ? failureOf(index, end, service, version) : null,
			unplanned: standing === 'rollback' ? 'rollback' : index === 27 ? 'hotfix' : null,
		});
	});
}

function failureOf(index: number, brokenAt: number, service: string, version: string): MonthFailure {
	const evidence = {
		20: { kind: 'taken-back', text: 'Taken back at 25 %: errors 3.1 %, limit 1 %' },
		26: { kind: 'linked-incident', text: 'Incident INC-482 “Payments <declined> | all cards”, linked by hand' },
		32: { kind: 'inferred-incident', text: 'Incident INC-490 began 3 h 10 min afterwards (inferred)' },
	} as const;
	const found = index === 20 ? evidence[20] : index === 26 ? evidence[26] : evidence[32];
	return {
		...{ ref: `journal|${index}`, service, environment: 'production', version, brokenAt },
		evidence: [{ ...found, ref: 'incident', at: brokenAt }],
		isInferred: index === 32,
		recovered:
			index === 32 ? null : { at: brokenAt + (index === 20 ? 8 : 86) * minute, by: 'rollback', ref: 'journal|21' },
	};
}

function runs(): readonly MonthRun[] {
	return Array.from({ length: 60 }, (_, index) =>
		run({
			service: services[index % 3] ?? 'checkout',
			workflow: index % 3 === 2 ? 'search.yml' : 'release.yml',
			commit: sha(index % 44),
			state: index % 8 === 5 ? 'failed' : 'passed',
			durationMs: (12 + (index % 9) * 4) * minute + (index % 3 === 0 ? (index % 7) * 2 * hour : 0),
			waitedForPeopleMs: index % 3 === 0 ? (index % 7) * 2 * hour : 0,
			at: at(1, 9) + index * 11 * hour,
		}),
	);
}

function practices(): readonly ServicePractice[] {
	const stages = [
		{
			name: 'commit',
			hasJobs: true,
			gates: [
				{ name: 'Tests', kind: 'tests' },
				{ name: 'Coverage', kind: 'coverage' },
			],
			needsApproval: false,
		},
		{ name: 'acceptance', hasJobs: true, gates: [{ name: 'Contracts', kind: 'contracts' }], needsApproval: false },
		{ name: 'user-acceptance', hasJobs: false, gates: [], needsApproval: true },
	] as const;
	const pipeline = (file: string) => ({ identity: `GitHub acme/shop ${file}`, startsOnPush: true, stages });
	const production = environment('production', { requires: ['user-acceptance'], traits: { instances: '4' } });
	const staging = environment('staging', { strategy: 'blue-green', traits: { instances: '1' } });
	return [
		practice('checkout', {
			pipeline: pipeline('release.yml'),
			environments: [staging, production],
			infrastructureFiles: ['infra/main.tf'],
		}),
		practice('catalogue', {
			pipeline: pipeline('release.yml'),
			environments: [staging, production],
			infrastructureFiles: [],
		}),
		practice('search', { pipeline: pipeline('search.yml'), environments: [{ ...production, isJudged: false }] }),
	];
}

const subjects = [
	'Split the basket | keep totals *exact* across <currencies> and rounding rules of all card schemes',
	'Move search synonyms to their own index',
	'Remove the old voucher endpoint [breaking]',
	'Retry payment callbacks with a budget',
] as const;

export function october(more: Partial<Omit<ReportInputs, 'maturity'>> = {}): ReportInputs {
	const shipped = deployments();
	const inputs: MaturityInputs = world(
		{
			metrics: metricsAnswer([...octoberDora, ...octoberQuality], { completeness: { linked: 38, of: 41 } }),
			lastMonth: metricsAnswer([]),
			monthBefore: metricsAnswer([
				measured('deployment-frequency', 0.93),
				measured('change-lead-time', 30 * hour),
				measured('change-fail-rate', 0.11),
			]),
			deployments: shipped,
			failures: shipped.flatMap(({ failure, ref, service, environment: where, version }) =>
				failure === null ? [] : [{ ...failure, ref, service, environment: where, version }],
			),
			incidents: [
				{
					ref: 'pagerduty|490',
					title: 'Search answers slowly',
					service: 'search',
					severity: 'high',
					startedAt: at(22, 13),
					resolvedAt: null,
					url: 'https://incidents.example.test/490',
					deployment: 'journal|32',
				},
				{
					ref: 'pagerduty|471',
					title: 'Certificate of the mail relay ran out',
					service: 'checkout',
					severity: 'medium',
					startedAt: at(9, 2),
					resolvedAt: at(9, 5, 30),
					url: null,
					deployment: null,
				},
			],
			slowest: subjects.map((subject, index) => ({
				id: sha(index + 100),
				service: services[index % 3] ?? 'checkout',
				environment: 'production',
				title: subject,
				at: at(20, 9),
				counts: true,
				why: 'Counted.',
				value: (300 - index * 40) * hour,
				detail: { commit: sha(index + 100), version: `2.2${index}.0` },
			})),
			tests: octoberTests(),
			runs: runs(),
			timelineEvents: { flag: 14, migration: 0, configuration: 2 },
		},
		{
			practices: practices(),
			answers: [
				{
					scope: '*',
					item: 'experiments',
					answer: 'no',
					note: 'Planned for spring, see the road map',
					by: 'Ada Lovelace',
					at: at(12, 9),
				},
			],
			history: ['2026-07', '2026-08', '2026-09'].map((month, index) => ({
				month,
				reached: index === 2 ? 1 : 0,
				fulfilled: { 1: 3 + (index > 1 ? 1 : 0), 2: 2, 3: 1, 4: index, 5: 0 },
			})),
		},
	);
	return { maturity: inputs, ...rest, ...more };
}

const rest: Omit<ReportInputs, 'maturity'> = {
	scopeTitle: 'All services of shop',
	zone: 'Europe/Berlin',
	definitionsVersion: 1,
	benchmarkEdition: '2024',
	sources: [
		{
			label: 'Own deployments',
			kind: 'journal',
			state: 'connected',
			note: '',
			coveredFrom: at(1, 0) - 150 * 24 * hour,
			syncedTo: at(31, 22),
		},
		{
			label: 'GitHub acme/shop',
			kind: 'github',
			state: 'connected',
			note: '',
			coveredFrom: at(1, 0) - 365 * 24 * hour,
			syncedTo: at(31, 22),
		},
		{
			label: 'PagerDuty',
			kind: 'pagerduty',
			state: 'failing',
			note: 'Its token was refused since 30 October: incidents of the last day may be missing.',
			coveredFrom: at(1, 0) - 180 * 24 * hour,
			syncedTo: at(30, 4),
		},
	],
	actions: [
		{ id: 'a2', text: 'Give search metrics that judge it', owner: 'Grace', recommendation: 'failing-deployments:*' },
	],
	lastMonthsActions: [
		{
			id: 'a1',
			text: 'Quarantine the five flakiest tests',
			owner: 'Grace',
			check: {
				label: 'Pipeline time lost to flaky tests',
				figure: 'test-time-lost',
				now: 9 * hour,
				goal: 4.5 * hour,
				lessIsBetter: true,
				unit: 'ms',
			},
		},
		{ id: 'a0', text: 'Talk to the payment provider about their sandbox', owner: null, check: null },
	],
	notes:
		'## What we talked about\n\nThe **INC-482** failure cost more than its length: see [the notes](https://wiki.example.test/482).\n\n- Roll back at once, look afterwards.\n- Nobody knew the *card scheme* rule.\n',
};

/** The items of the five levels (CD, "maturity assessment framework"), in our words. Ids are stable: answers refer to them. */
import type { MaturityLevel } from './model.ts';

export const levelTitles: Readonly<Record<MaturityLevel, string>> = {
	1: 'Automation begins',
	2: 'A whole pipeline',
	3: 'Advanced delivery',
	4: 'Flow',
	5: 'Learning',
};

export const itemIds = [
	...(['build-on-commit', 'unit-tests-in-pipeline', 'staging-deployed', 'production-approved'] as const),
	...(['staged-pipeline', 'acceptance-tests', 'infrastructure-as-code', 'production-by-button'] as const),
	...(['automatic-to-production', 'feature-flags', 'gradual-rollout', 'automatic-rollback'] as const),
	...(['deploys-daily', 'fast-pipeline', 'low-change-fail-rate', 'fast-recovery'] as const),
	...(['experiments', 'business-metrics', 'shared-practice', 'business-agility'] as const),
] as const;
export type ItemId = (typeof itemIds)[number];

/** What may be answered by hand: an item, or a difference between environments that somebody explains. */
export function isAnswerable(item: string): boolean {
	return itemIds.some((id) => id === item) || item.startsWith(differencePrefix);
}

/** An answer to `difference:<service>/<environment>/<trait>` explains that difference. */
export const differencePrefix = 'difference:';

export interface ItemDefinition {
	readonly level: MaturityLevel;
	readonly question: string;
	/** What would answer it where nothing does. */
	readonly hint: string;
}

const byHand = 'No data can tell: answer it by hand, with a note that says what shows it.';

export const itemDefinitions: Readonly<Record<ItemId, ItemDefinition>> = {
	'build-on-commit': {
		level: 1,
		question: 'Does every commit that is pushed start a build by itself?',
		hint: 'Connect the pipeline of each service (`pipeline:` in signalbox.yaml), or answer by hand.',
	},
	'unit-tests-in-pipeline': {
		level: 1,
		question: 'Do unit tests run within that build?',
		hint: 'Name the test reports under `pipeline: evidence:`, so that their results are read.',
	},
	'staging-deployed': {
		level: 1,
		question: 'Is a staging environment deployed to by a program?',
		hint: 'Connect the source that deploys to staging, or list the environment in signalbox.yaml.',
	},
	'production-approved': {
		level: 1,
		question: 'Does somebody decide before a version reaches production?',
		hint: 'Set `approval:` on a stage that production requires, or answer by hand.',
	},
	'staged-pipeline': {
		level: 2,
		question: 'Does a candidate pass several stages, each with gates on its quality?',
		hint: 'Sort jobs into stages and give them gates under `pipeline: stages:`.',
	},
	'acceptance-tests': {
		level: 2,
		question: 'Do integration and acceptance tests run without a person?',
		hint: 'Give the acceptance stage its jobs, or rules under `tests: levels:` that find these tests.',
	},
	'infrastructure-as-code': {
		level: 2,
		question: 'Is infrastructure described in code that is kept under version control?',
		hint: 'Name the repository of each service, so that such files can be looked for, or answer by hand.',
	},
	'production-by-button': {
		level: 2,
		question: 'Is production deployed to by a program that a person merely starts?',
		hint: 'Connect the source that deploys to production, or list the environment in signalbox.yaml.',
	},
	'automatic-to-production': {
		level: 3,
		question: 'Does a good candidate reach production without anybody doing anything?',
		hint: 'Connect pipeline runs that tell how long they waited for people, or answer by hand.',
	},
	'feature-flags': {
		level: 3,
		question: 'Do feature flags separate deploying from releasing?',
		hint: 'Import flag changes as timeline events, or answer by hand.',
	},
	'gradual-rollout': {
		level: 3,
		question: 'Does a new version meet its users gradually, or beside the old one (canary, blue-green)?',
		hint: 'Ship production through Signalbox, or answer by hand how it is rolled out.',
	},
	'automatic-rollback': {
		level: 3,
		question: 'Is every rollout watched, and taken back by itself when it does harm?',
		hint: 'Give each production environment `metrics:`, so that versions are judged.',
	},
	'deploys-daily': {
		level: 4,
		question: 'Does production get more than one deployment a day?',
		hint: 'Connect a source of deployments.',
	},
	'fast-pipeline': {
		level: 4,
		question: 'Is a pipeline run over within 30 minutes?',
		hint: 'Connect the runs of each pipeline.',
	},
	'low-change-fail-rate': {
		level: 4,
		question: 'Do fewer than 15 % of deployments fail?',
		hint: 'Connect a source of incidents, or note incidents by hand.',
	},
	'fast-recovery': {
		level: 4,
		question: 'Is a failed deployment recovered from within an hour?',
		hint: 'Connect a source of incidents, or note incidents by hand.',
	},
	experiments: { level: 5, question: 'Are experiments (A/B tests) part of shipping a change?', hint: byHand },
	'business-metrics': {
		level: 5,
		question: 'Are figures of the business watched for each deployment?',
		hint: 'Count events of your own under `metrics: events:`, so that versions are judged by them, or answer by hand.',
	},
	'shared-practice': { level: 5, question: 'Do teams share how they deliver, and what they improved?', hint: byHand },
	'business-agility': {
		level: 5,
		question: 'Does the way of delivering let the business try things that it could not try before?',
		hint: byHand,
	},
};

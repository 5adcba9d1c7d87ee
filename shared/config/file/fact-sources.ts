/** `sources:` of `delivery:` in the file: where facts of delivery come from. */
import { z } from 'zod';
import { either, said } from '../said.ts';
import { secretReference } from './commands.ts';
import { address, choice, duration, flag, kebab, list, mapping, named, text } from './fields.ts';
import { githubApi, githubRepository, githubWorkflow, gitlabProject, gitlabUrl } from './places.ts';

const day = 24 * 3_600_000;

const sourceId = text('Name of the source; told by its kind and place unless it is written.', {
	most: 200,
	pattern: /^(?!(journal|runs)$)(?!(git|import):)[A-Za-z0-9][\w.:/@-]*$/,
	expected:
		'a name of letters, digits, . : / @ _ and hyphens; journal, runs, git:… and import:… are names of Signalbox itself',
});

const theirs = text('A name, as the source has it.', { most: 200 });
const ours = kebab('Name of a service.');

/** What every source has. */
const common = {
	id: sourceId.optional(),
	back: duration('How far back a first sync goes.', day, 20 * 365 * day).prefault('365d'),
	services: named(theirs, ours, 'Names of services at the source to the names here.').prefault({}),
	environments: named(
		theirs,
		kebab('Name of an environment.'),
		'Names of environments at the source to the names here; names that are the same need no entry.',
	).prefault({}),
};
const token = secretReference;
const incidentLabels = list(
	text('A label.', { most: 200 }),
	'Issues with one of these labels are incidents; none unless named.',
).prefault([]);
const changes = (what: string) => flag(`Whether ${what} are read.`).prefault('true');
const wholeService = kebab('Service that everything in it belongs to, where services says nothing else.').optional();

const github = mapping(
	{
		kind: z.literal('github'),
		...common,
		repository: githubRepository,
		api: githubApi,
		token: token.optional(),
		service: wholeService,
		deployments: z
			.union([
				flag('Whether deployments are read.').transform((isRead) => (isRead ? 'deployments' : null)),
				mapping(
					{
						workflow: githubWorkflow('File name of the workflow that deploys, or its number.'),
						environment: kebab('Environment that it deploys into.'),
					},
					'Successful runs of a workflow are deployments.',
				),
			])
			.describe('true: deployments as GitHub keeps them; false: none; a mapping: runs of a workflow that deploys.')
			.prefault('true'),
		changes: changes('pull requests'),
		incidentLabels,
	},
	'A repository at GitHub: deployments, pull requests, and issues that are incidents.',
);

const gitlab = mapping(
	{
		kind: z.literal('gitlab'),
		...common,
		project: gitlabProject,
		url: gitlabUrl,
		token: token.optional(),
		service: wholeService,
		deployments: changes('deployments of environments'),
		changes: changes('merge requests'),
		incidentLabels,
	},
	'A project at GitLab: deployments, merge requests, and issues that are incidents.',
);

const argo = mapping(
	{
		kind: z.literal('argo'),
		...common,
		url: address('Address of Argo CD.'),
		application: text('Name of the application.', {
			most: 253,
			pattern: /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/,
			expected: 'the name of an application, such as checkout-production',
		}),
		token: token.optional(),
		service: ours,
		environment: kebab('Environment that the application stands for.'),
	},
	'An application of Argo CD: its history of deployments.',
);

const pagerduty = mapping(
	{
		kind: z.literal('pagerduty'),
		...common,
		api: address('Address of the API; https://api.eu.pagerduty.com for accounts in the EU.').prefault(
			'https://api.pagerduty.com',
		),
		token,
	},
	'Incidents of PagerDuty.',
);

const opsgenie = mapping(
	{
		kind: z.literal('opsgenie'),
		...common,
		api: address('Address of the API; https://api.eu.opsgenie.com for accounts in the EU.').prefault(
			'https://api.opsgenie.com',
		),
		token,
	},
	'Incidents of Opsgenie.',
);

const labelName = text('Name of a label.', {
	most: 200,
	pattern: /^[a-zA-Z_][a-zA-Z0-9_]*$/,
	expected: 'the name of a label, such as service',
});

const alertmanager = mapping(
	{
		kind: z.literal('alertmanager'),
		...common,
		url: address('Address of Alertmanager.'),
		bearer: secretReference.optional(),
		user: text('User name for basic authentication.', { most: 200 }).optional(),
		password: secretReference.optional(),
		serviceLabel: labelName.describe('Label of an alert that names its service.').prefault('service'),
		labels: named(
			labelName,
			text('Value of the label.', { most: 500 }),
			'Only alerts with these labels are incidents; all of them unless named. Values are exact.',
		).prefault({}),
	},
	'Alerts of Prometheus Alertmanager as incidents.',
);

const statuspage = mapping(
	{
		kind: z.literal('statuspage'),
		...common,
		url: address('Address of the status page.'),
		token: token.optional(),
	},
	'Incidents of a status page of Atlassian Statuspage.',
);

const file = mapping(
	{
		kind: z.literal('file'),
		...common,
		path: text('File; relative to the folder of this file. It is read again whenever it has changed.', { most: 1_000 }),
		format: choice(
			['csv', 'json', 'cdevents'],
			'How it is written; told by .csv, .json and .cdevents.json unless named.',
		).optional(),
	},
	'A file of facts that something else writes.',
);

export const factSourceKinds = [
	'github',
	'gitlab',
	'argo',
	'pagerduty',
	'opsgenie',
	'alertmanager',
	'statuspage',
	'file',
] as const;

export const factSource = z.discriminatedUnion(
	'kind',
	[github, gitlab, argo, pagerduty, opsgenie, alertmanager, statuspage, file],
	{ error: () => said('', either(factSourceKinds)) },
);
export type FileFactSource = z.output<typeof factSource>;

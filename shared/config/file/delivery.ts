/** `delivery:` in the file: how delivery is measured, and where its facts come from. */
import type { z } from 'zod';
import { benchmarkEditions } from '../../domain/delivery/benchmarks.ts';
import { defaultDeliveryPolicy } from '../../domain/delivery/policy.ts';
import { reportFormats } from '../../domain/retrospective/model.ts';
import { isZone, parseClock, parseDay } from '../moments.ts';
import { either } from '../said.ts';
import { formatDuration } from '../units.ts';
import { factSource } from './fact-sources.ts';
import { choice, duration, figure, flag, kebab, list, mapping, named, text } from './fields.ts';
import { namePattern } from './globs.ts';

const minute = 60_000;
const day = 24 * 60 * minute;
const editions = benchmarkEditions.map(({ edition }) => edition);
const { hotfix: hotfixDefaults, ...defaults } = defaultDeliveryPolicy;

const hotfix = mapping(
	{
		labels: list(
			text('A label.', { most: 200 }),
			'Labels that mark a change as a hotfix; capital letters make no difference.',
		).prefault([...hotfixDefaults.labels]),
		branches: list(namePattern('A branch.'), 'Patterns of branches that hotfixes come from.').prefault([
			...hotfixDefaults.branches,
		]),
		titles: list(
			text('A word.', { most: 200 }),
			'Words that the title of a hotfix begins with; capital letters make no difference.',
		).prefault([...hotfixDefaults.titles]),
	},
	'What marks a change as a hotfix, which is unplanned work.',
);

const scopeWords = 'a service, group: and the name of a group, or * for all services';
const scope = text('What a report is about.', {
	most: 100,
	pattern: /^(\*|(group:)?\S.*)$/,
	expected: scopeWords,
});

export const report = mapping(
	{
		folder: text(
			'Folder that reports are written to, relative to the folder of this file; only kept here unless named.',
			{
				most: 1_000,
			},
		).optional(),
		formats: list(choice(reportFormats, 'A format.'), 'Formats that a report is written in.', 1).prefault([
			'pdf',
			'html',
		]),
		at: figure(parseClock, {
			expected: 'a time of day, such as 09:00',
			description: 'When on the first working day of the month, in the reporting zone.',
			json: { type: 'string', pattern: '^\\d{1,2}:\\d{2}$' },
		}).prefault('09:00'),
		holidays: list(
			figure(parseDay, {
				expected: 'a date that exists, such as 2027-01-01',
				description: 'A day in the reporting zone.',
				json: { type: 'string', format: 'date' },
			}),
			'Days that are no working days, beside Saturdays and Sundays.',
		).prefault([]),
		scopes: list(scope, `What reports are written for, one each: ${scopeWords}.`, 1).prefault(['*']),
		freeze: flag('Whether a report is frozen as soon as it is written; else it waits for a person.').prefault('false'),
	},
	'The report of each month, written by itself on the first working day after it.',
);
export type FileReport = z.output<typeof report>;

export const groups = named(
	kebab('Name of a group.'),
	list(kebab('Name of a service.'), 'Services of the group.', 1),
	'Groups of services, beside those that have one owner.',
);

export const declaredServices = list(
	kebab('Name of a service.'),
	'Services that Signalbox does not release and only knows from facts.',
);

export const delivery = mapping(
	{
		zone: figure((zone) => (isZone(zone) ? zone : null), {
			expected: 'the IANA name of a time zone, such as Europe/Berlin or UTC',
			description: 'The one time zone in which days, weeks and months are counted, by its IANA name.',
			json: { type: 'string' },
		}).prefault(defaults.zone),
		bots: list(
			namePattern('A name or address.'),
			'Patterns of names and addresses of authors that are programs.',
		).prefault([...defaults.bots]),
		incidentWindow: duration(
			'An incident that begins this long after a deployment is put down to it, where nobody says otherwise.',
			minute,
			30 * day,
		).prefault(formatDuration(defaults.incidentWindowMs)),
		sameDeploymentWindow: duration(
			'What two sources tell of one version is one deployment where its starts or ends lie no further apart, or overlap.',
			0,
			day,
		).prefault(formatDuration(defaults.sameDeploymentWindowMs)),
		hotfix: hotfix.prefault({}),
		services: declaredServices.prefault([]),
		groups: groups.prefault({}),
		benchmarks: figure(
			(text) => (text === 'off' ? { edition: null } : editions.includes(text) ? { edition: text } : null),
			{
				expected: either([...editions, 'off']),
				description:
					'Edition of published benchmarks that is shown beside numbers, as dated text; off for none. Never a tier.',
				json: { type: ['string', 'integer'], enum: [...editions, ...editions.map(Number), 'off'] },
			},
		).prefault('off'),
		incidents: mapping(
			{
				byHand: flag(
					'People note incidents here. Where no source tells of incidents either, change fail rate and recovery time are otherwise not measured.',
				).prefault('false'),
			},
			'How incidents come to be known, beside the sources.',
		).prefault({}),
		sources: list(factSource, 'Where facts come from, beside what Signalbox does itself and git.').prefault([]),
		report: report.optional(),
	},
	'How delivery is measured.',
);
export type FileDelivery = z.output<typeof delivery>;

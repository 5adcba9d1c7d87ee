/** The whole of `signalbox.yaml`. */
import { z } from 'zod';
import { said, shown } from '../said.ts';
import { delivery } from './delivery.ts';
import { choice, flag, kebab, list, mapping, text } from './fields.ts';
import { health } from './health.ts';
import { freeze, person } from './freezes.ts';
import { blueGreen, canary, live, smoke } from './judging.ts';
import { machine } from './machine.ts';
import { metrics } from './metrics.ts';
import { pipeline, requires } from './pipeline.ts';
import { target } from './target.ts';
import { tests } from './tests.ts';

export const tiers = ['development', 'testing', 'staging', 'production'] as const;

/** Cannot start with a hyphen, so that a version never reads as an option of a command. */
const version = text('Version, as it is called everywhere.', {
	most: 100,
	pattern: /^[A-Za-z0-9][A-Za-z0-9._+-]*$/,
	expected: 'a version such as 2.4.0: letters, digits, dots, hyphens, _ and +',
});

const release = z.union([
	version.transform((name) => ({ version: name, commit: undefined, notes: undefined, withoutPipeline: undefined })),
	mapping({
		version,
		commit: text('Commit that it was built from.', { most: 100 }).optional(),
		notes: text('What is in it.', { most: 10_000 }).optional(),
		withoutPipeline: flag(
			'It may go out although no run of the pipeline made it, where its environment requires one. For what was built before there was a pipeline.',
		).optional(),
	}),
]);

export const environment = mapping(
	{
		tier: choice(tiers, 'What the environment is for; may be left out where its name says it.').optional(),
		target,
		metrics: metrics.optional(),
		strategy: choice(['canary', 'blue-green'], 'What a plain start uses.').prefault('canary'),
		canary: canary.prefault({}),
		blueGreen: blueGreen.prefault({}),
		health: health.prefault({}),
		smoke: smoke.describe('Requests that the new release must answer before it has users.').optional(),
		live: live.prefault({}),
		machine: machine.prefault({}),
		requires: requires
			.describe(
				'Stages that a release must have passed before it may go here. Unless named: commit for development and testing, also acceptance for staging, all four for production; none without a pipeline.',
			)
			.optional(),
	},
	'One place where the service runs.',
);
export type FileEnvironment = z.output<typeof environment>;

const name = kebab('Name of an environment.');

/** A mapping of names to environments, at least one. */
const environments = z
	.record(name, environment)
	.refine(
		(all) => Object.keys(all).length > 0,
		said('there is no environment', 'at least one environment, such as production'),
	)
	.describe('Where the service runs.');

const service = mapping(
	{
		name: kebab('Name of the service.'),
		owner: text('Team that owns it.', { most: 100 }).optional(),
		repository: text(
			'Folder (relative to the folder of this file) or address (https://, ssh://, git@host:path) of its git repository.',
			{ most: 1_000 },
		).optional(),
		pipeline: pipeline.optional(),
		releases: list(
			release,
			'Releases that can be started, newest first; those that a pipeline makes come on top.',
		).prefault([]),
		environments,
	},
	'Something that is released on its own.',
);

export const projectFile = mapping(
	{
		version: z
			.literal('1', {
				error: (issue) =>
					said(issue.input === undefined ? '' : `found ${shown(issue.input)}`, '1, the only version of this format'),
			})
			.meta({
				description: 'Version of the format of this file.',
				type: ['integer', 'string'],
				enum: [1, '1'],
				const: undefined,
			}),
		name: kebab('Name of the project.'),
		people: list(person, 'People with their names, where one person has several.').prefault([]),
		freezes: list(freeze, 'Times in which environments take no new release.').prefault([]),
		delivery: delivery.prefault({}),
		tests: tests.prefault({}),
		services: list(service, 'Services of the project.', 1),
	},
	'Signalbox: what is released, where, and what healthy means.',
);
export type ProjectFile = z.output<typeof projectFile>;

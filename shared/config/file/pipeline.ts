/** `pipeline:` of a service in the file. */
import { z } from 'zod';
import { stageNames } from '../../domain/pipeline/model.ts';
import { defaultBudgets } from '../gate-defaults.ts';
import { formatDuration } from '../units.ts';
import { approvals } from './approvals.ts';
import { choice, duration, list, mapping, orOff, text } from './fields.ts';
import { evidence, gates } from './gates.ts';
import { glob } from './globs.ts';
import { inCheckout, jobs } from './jobs.ts';
import { runner } from './runner.ts';

const day = 24 * 3_600_000;
const budget = (words: string) => duration(words, 1_000, 7 * day);

const stage = mapping(
	{
		budget: orOff(
			budget('Time that the stage should stay within.'),
			`Time that the stage should stay within, shown against each run; ${formatDuration(defaultBudgets.commitMs)} for commit, none for the others.`,
		).optional(),
		jobs: jobs.optional(),
		evidence: evidence.prefault({}),
		gates: gates.prefault({}),
		approvals: approvals.optional(),
	},
	'A stage of the pipeline.',
).meta({ id: 'stage' });
export type FileStage = z.output<typeof stage>;

const version = z
	.union([
		mapping({
			file: inCheckout('File of the commit that the version is read from.'),
			field: text('Field of a JSON or YAML file, with dots between levels; without it the first line is the version.', {
				most: 200,
			}).optional(),
		}),
		mapping({
			template: text('{run}, {attempt}, {sha} (7 digits) and {date} (2026.11.28, UTC, of the commit) are filled in.', {
				most: 100,
				pattern: /^[A-Za-z0-9{][A-Za-z0-9._+{}-]*$/,
				expected: 'a version with placeholders, such as 1.4.{run}: letters, digits, dots, hyphens, _ and +',
			}),
		}),
	])
	.describe('How a release gets its version: from a file of the commit, or by a template.');

export const pipeline = mapping(
	{
		runner,
		branch: text('Branch that releases come from.', {
			most: 200,
			// As far as git itself refuses it: https://git-scm.com/docs/git-check-ref-format.
			pattern: /^(?![-/.])(?!.*(\.\.|\/\/|\/\.|@\{))[^\s~^:?*[\\\p{Cc}]+(?<![/.])$/u,
			expected: 'the name of a branch, such as main',
		}).prefault('main'),
		budget: budget('Time that a run should stay within, shown against each run.').prefault(
			formatDuration(defaultBudgets.pipelineMs),
		),
		version: version.prefault({ template: '{date}-{sha}' }),
		paths: list(
			glob('Files of the repository.'),
			'Files of the repository that belong to this service; all of them unless named.',
		).prefault([]),
		stages: mapping(
			{
				commit: stage.prefault({}).describe('First stage: builds, tests and scans.'),
				acceptance: stage.prefault({}).describe('Second stage: tests of the whole.'),
				'user-acceptance': stage.prefault({}).describe('Third stage: people look at it.'),
				production: stage.prefault({}).describe('Last stage, before it may go to production.'),
			},
			'The four stages; what is left out is empty and passes.',
		).prefault({}),
	},
	'How releases of the service are made: from a commit through four stages.',
);
export type FilePipeline = z.output<typeof pipeline>;

export const requires = list(
	choice(stageNames, 'A stage.'),
	'Stages of the pipeline that a release must have passed before it may go here.',
);

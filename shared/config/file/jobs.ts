/** `jobs:` of a stage in the file: commands for the local runner, patterns of names for the others. */
import { z } from 'zod';
import { insideFault } from '../globs.ts';
import { said, shown } from '../said.ts';
import { argumentList, secretReference, variables } from './commands.ts';
import { duration, flag, list, mapping, named, text } from './fields.ts';
import { glob, namePattern } from './globs.ts';

const hour = 3_600_000;

/** Also a folder name in the data folder. */
export const jobName = text('Name of a job.', {
	most: 60,
	pattern: /^[A-Za-z0-9][A-Za-z0-9._-]*$/,
	expected: 'a name of letters, digits, dots, hyphens and _, such as unit',
});

const variableName = text('Name of an environment variable.', {
	most: 200,
	pattern: /^[A-Za-z_][A-Za-z0-9_]*$/,
	expected: 'the name of an environment variable: letters, digits and _',
});

const run = argumentList.describe(
	'Program and arguments, started without a shell in the checkout of the commit. {commit}, {branch} and {run} are filled in; they are also in SIGNALBOX_COMMIT, SIGNALBOX_BRANCH and SIGNALBOX_RUN.',
);

/** A path below the checkout of a commit. */
export function inCheckout(description: string) {
	const expected = 'a path below the checkout, such as services/checkout';
	return text(description, { most: 1_000 }).refine((path) => insideFault(path) === null, {
		error: ({ input }) => said(`${shown(input)} ${insideFault(String(input)) ?? ''}`, expected),
	});
}

const longJob = mapping(
	{
		run,
		needs: list(
			jobName,
			'Jobs of the same or an earlier stage that must have passed; the jobs of one stage run at the same time otherwise.',
		).prefault([]),
		timeout: duration(
			'The job is ended with everything it started, and has failed, after this time.',
			1_000,
			24 * hour,
		).prefault('10m'),
		cwd: inCheckout('Folder that it runs in, below the checkout.').prefault('.'),
		env: variables
			.describe('Environment variables of the job; {commit}, {branch} and {run} are filled in.')
			.prefault({}),
		passEnv: list(
			variableName,
			'Variables of the environment of Signalbox that the job sees beside the usual few (PATH, HOME, LANG, TMPDIR, proxies and the like).',
		).prefault([]),
		secrets: named(variableName, secretReference, 'Secrets that the job gets as variables, by name.').prefault({}),
		keep: list(
			glob('Files below the checkout.'),
			'Files that are kept with the run when the job has ended, passed or failed; evidence is read from them.',
		).prefault([]),
		mayFail: flag('A failure of it does not fail the run.').prefault('false'),
		release: flag('What it keeps is part of the release.').prefault('false'),
	},
	'A command of the pipeline.',
);

/** Short (only the command) or long. `isShort` tells where its arguments stand in the text. */
const job = z.union([
	run.transform((command) => ({ ...longJob.parse({ run: command }), isShort: true })),
	longJob.transform((long) => ({ ...long, isShort: false })),
]);
export type FileJob = z.output<typeof job>;

export const jobs = z
	.union([
		list(
			namePattern('Name of a job, or a pattern such as test-*.'),
			'For runners other than local: jobs that belong to this stage, by name.',
		),
		named(jobName, job, 'For the runner local: what it runs, by name.'),
	])
	.describe('What belongs to this stage: commands for the runner local, names of jobs for the others.');
type FileJobs = z.output<typeof jobs>;

/** The commands of the local runner; null for a list of patterns. */
export function commandsOf(written: FileJobs | undefined): Readonly<Record<string, FileJob>> | null {
	if (written === undefined) return {};
	return Array.isArray(written) ? null : written;
}

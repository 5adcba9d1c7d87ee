/** `runner:` in the file: who runs the pipeline. */
import { z } from 'zod';
import { said, shown } from '../said.ts';
import { secretReference } from './commands.ts';
import { address, flag, integer, mapping, text } from './fields.ts';

const local = mapping(
	{
		kind: z.literal('local'),
		parallel: integer('Jobs at a time.', 1, 64).prefault('2'),
		onPush: flag('A new commit on the branch starts a run by itself.').prefault('false'),
		keepRuns: integer('Ended runs that keep their files and logs.', 1, 10_000).prefault('20'),
	},
	'This machine runs the jobs.',
);

const github = mapping(
	{
		kind: z.literal('github'),
		repository: text('Owner and name of the repository.', {
			most: 200,
			pattern: /^[A-Za-z0-9][A-Za-z0-9-]*\/(?!\.\.?$)[A-Za-z0-9._-]+$/,
			expected: 'owner and name of the repository, such as acme/shop',
		}),
		workflow: text('File name of the workflow below .github/workflows, or its number; all workflows unless named.', {
			most: 200,
			pattern: /^(\d+|[^/\\\s]+\.ya?ml)$/,
			expected: 'the file name of a workflow, such as ci.yml, or its number',
		}).optional(),
		api: address('Address of the API; https://HOST/api/v3 for a server of your own.').prefault(
			'https://api.github.com',
		),
		token: secretReference.optional(),
	},
	'GitHub Actions runs the jobs.',
);

const gitlab = mapping(
	{
		kind: z.literal('gitlab'),
		project: text('Path of the project with its groups, or its number.', {
			most: 500,
			pattern: /^(\d+|[\w.-]+(\/[\w.-]+)+)$/,
			expected: 'the path of a project, such as group/shop, or its number',
		}),
		url: address('Address of GitLab, without /api/v4.')
			.refine((url) => !/\/api(\/v\d+)?\/*$/.test(url), {
				error: (issue) =>
					said(`found ${shown(issue.input)}`, 'the address without /api/v4, such as https://gitlab.com'),
			})
			.prefault('https://gitlab.com'),
		token: secretReference.optional(),
	},
	'GitLab CI/CD runs the jobs.',
);

const jenkins = mapping(
	{
		kind: z.literal('jenkins'),
		url: address('Address of Jenkins.'),
		job: text('Name of the job with its folders.', {
			most: 500,
			pattern: /^(?!job\/)[^/\\\p{Cc}]+(\/(?!job\/)[^/\\\p{Cc}]+)*$/u,
			expected: 'folders and name of the job without /job/ between them, such as folder/shop',
		}),
		multibranch: flag('Whether it is a multibranch job: its branch is that of the pipeline.').prefault('false'),
		user: text('User name that the token belongs to.', { most: 200 }).optional(),
		token: secretReference.optional(),
	},
	'Jenkins runs the jobs.',
);

/** Short for the local runner with its defaults, or a mapping with `kind`. */
export const runner = z
	.union([
		z.literal('local', said('', 'local, or a mapping with kind')).transform(() => local.parse({ kind: 'local' })),
		z.discriminatedUnion('kind', [local, github, gitlab, jenkins], {
			error: () => said('', 'local, github, gitlab or jenkins'),
		}),
	])
	.describe('Who runs the pipeline: the word local, or a mapping with kind.');

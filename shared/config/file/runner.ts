/** `runner:` in the file: who runs the pipeline. */
import { z } from 'zod';
import { said } from '../said.ts';
import { secretReference } from './commands.ts';
import { address, flag, integer, mapping, text } from './fields.ts';
import { githubApi, githubRepository, githubWorkflow, gitlabProject, gitlabUrl } from './places.ts';

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
		repository: githubRepository,
		workflow: githubWorkflow(
			'File name of the workflow below .github/workflows, or its number; all workflows unless named.',
		).optional(),
		api: githubApi,
		token: secretReference.optional(),
	},
	'GitHub Actions runs the jobs.',
);

const gitlab = mapping(
	{
		kind: z.literal('gitlab'),
		project: gitlabProject,
		url: gitlabUrl,
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

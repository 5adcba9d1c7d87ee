/** Where a repository lies at a host, as it is written in the file. */
import { said, shown } from '../said.ts';
import { address, text } from './fields.ts';

export const githubRepository = text('Owner and name of the repository.', {
	most: 200,
	pattern: /^[A-Za-z0-9][A-Za-z0-9-]*\/(?!\.\.?$)[A-Za-z0-9._-]+$/,
	expected: 'owner and name of the repository, such as acme/shop',
});

export const githubApi = address('Address of the API; https://HOST/api/v3 for a server of your own.').prefault(
	'https://api.github.com',
);

export function githubWorkflow(description: string) {
	return text(description, {
		most: 200,
		pattern: /^(\d+|[^/\\\s]+\.ya?ml)$/,
		expected: 'the file name of a workflow, such as ci.yml, or its number',
	});
}

export const gitlabProject = text('Path of the project with its groups, or its number.', {
	most: 500,
	pattern: /^(\d+|[\w.-]+(\/[\w.-]+)+)$/,
	expected: 'the path of a project, such as group/shop, or its number',
});

export const gitlabUrl = address('Address of GitLab, without /api/v4.')
	.refine((url) => !/\/api(\/v\d+)?\/*$/.test(url), {
		error: (issue) => said(`found ${shown(issue.input)}`, 'the address without /api/v4, such as https://gitlab.com'),
	})
	.prefault('https://gitlab.com');

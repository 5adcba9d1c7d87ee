/** What is read of GitLab's API v4: https://docs.gitlab.com/api/ */
import { z } from 'zod';

export const anyList = z.array(z.unknown());

export const deploymentSchema = z.object({
	id: z.number(),
	ref: z.string().nullish(),
	sha: z.string(),
	created_at: z.string(),
	updated_at: z.string().nullish(),
	status: z.string(),
	user: z.object({ username: z.string() }).nullish(),
	environment: z.object({ name: z.string() }),
	deployable: z
		.object({
			name: z.string().nullish(),
			tag: z.boolean().nullish(),
			started_at: z.string().nullish(),
			finished_at: z.string().nullish(),
			web_url: z.string().nullish(),
		})
		.nullish(),
});
export type GitlabDeployment = z.output<typeof deploymentSchema>;

export const environmentsSchema = z.array(z.object({ name: z.string(), tier: z.string().nullish() }));

export type GitlabEnvironments = z.output<typeof environmentsSchema>;

export const changeSchema = z.object({
	id: z.number(),
	iid: z.number(),
	title: z.string(),
	state: z.string(),
	source_branch: z.string().nullish(),
	labels: z.array(z.string()).nullish(),
	author: z.object({ username: z.string() }).nullish(),
	created_at: z.string(),
	updated_at: z.string(),
	merged_at: z.string().nullish(),
	merge_commit_sha: z.string().nullish(),
	squash_commit_sha: z.string().nullish(),
	sha: z.string().nullish(),
	web_url: z.string().nullish(),
});
export type GitlabChange = z.output<typeof changeSchema>;

export const commitsSchema = z.array(
	z.object({
		id: z.string(),
		authored_date: z.string().nullish(),
		created_at: z.string().nullish(),
		author_name: z.string().nullish(),
	}),
);

export type GitlabCommits = z.output<typeof commitsSchema>;

export const issueSchema = z.object({
	id: z.number(),
	iid: z.number(),
	title: z.string(),
	description: z.string().nullish(),
	labels: z.array(z.string()).nullish(),
	created_at: z.string(),
	updated_at: z.string(),
	closed_at: z.string().nullish(),
	web_url: z.string().nullish(),
	severity: z.string().nullish(),
	_links: z.object({ closed_as_duplicate_of: z.string().nullish() }).nullish(),
});
export type GitlabIssue = z.output<typeof issueSchema>;

/** Either form, by where in GitLab the refusal comes from. */
export const errorSchema = z.object({
	message: z.unknown().optional(),
	error: z.string().nullish(),
	error_description: z.string().nullish(),
	scope: z.string().nullish(),
});

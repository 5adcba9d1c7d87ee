/** What is read of GitHub's answers. */
import { z } from 'zod';

const pageInfo = z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() });
const login = z.object({ login: z.string() }).nullish();
const nodesOf = <S extends z.ZodType>(item: S) => z.object({ nodes: z.array(item.nullable()) });

/** Entries one by one, so that one that is odd does not cost the page. */
const connection = z.object({ pageInfo, nodes: z.array(z.unknown()) });

const repositoryOf = <S extends z.ZodRawShape>(shape: S) =>
	z.object({ data: z.object({ repository: z.object(shape) }) });

export const pageSchemas = {
	deployments: repositoryOf({ deployments: connection }).transform(({ data }) => data.repository.deployments),
	changes: repositoryOf({ pullRequests: connection }).transform(({ data }) => data.repository.pullRequests),
	issues: repositoryOf({ issues: connection }).transform(({ data }) => data.repository.issues),
};
export const nodesSchema = z.object({ data: z.object({ nodes: z.array(z.unknown()) }) });

export const errorsSchema = z.object({
	errors: z.array(z.object({ type: z.string().nullish(), message: z.string() })).min(1),
});
export const restErrorSchema = z.object({ message: z.string() });

const deploymentStatus = z.object({
	state: z.string(),
	createdAt: z.string(),
	description: z.string().nullish(),
	logUrl: z.string().nullish(),
});

export const deploymentSchema = z.object({
	id: z.string().min(1),
	databaseId: z.number().nullable(),
	createdAt: z.string(),
	environment: z.string().nullable(),
	task: z.string().nullish(),
	payload: z.string().nullish(),
	commitOid: z.string(),
	creator: login,
	ref: z.object({ name: z.string(), prefix: z.string().nullish() }).nullish(),
	statuses: nodesOf(deploymentStatus).nullable(),
	/** From the other end: a tool that posts its progress makes more than fifty, and in which order GitHub does not say. */
	others: nodesOf(deploymentStatus).nullish(),
});
export type GithubDeployment = z.output<typeof deploymentSchema>;

const commits = nodesOf(
	z.object({
		commit: z.object({
			oid: z.string(),
			authoredDate: z.string(),
			author: z.object({ name: z.string().nullish() }).nullish(),
		}),
	}),
).extend({ pageInfo });
export type GithubCommits = z.output<typeof commits>;
export const moreCommitsSchema = z.object({ data: z.object({ node: z.object({ commits }).nullable() }) });

export const changeSchema = z.object({
	id: z.string().min(1),
	number: z.number(),
	title: z.string(),
	url: z.string().nullish(),
	headRefName: z.string().nullish(),
	createdAt: z.string(),
	updatedAt: z.string(),
	mergedAt: z.string().nullish(),
	author: login,
	mergeCommit: z.object({ oid: z.string() }).nullish(),
	labels: nodesOf(z.object({ name: z.string() })).nullish(),
	reviews: nodesOf(z.object({ state: z.string(), submittedAt: z.string().nullish(), author: login })).nullish(),
	commits: commits.extend({ totalCount: z.number() }),
});
export type GithubChange = z.output<typeof changeSchema>;

export const issueSchema = z.object({
	id: z.string().min(1),
	number: z.number(),
	title: z.string(),
	url: z.string().nullish(),
	body: z.string().nullish(),
	createdAt: z.string(),
	updatedAt: z.string(),
	closedAt: z.string().nullish(),
	stateReason: z.string().nullish(),
	labels: nodesOf(z.object({ name: z.string() })).nullish(),
});
export type GithubIssue = z.output<typeof issueSchema>;

/** https://docs.github.com/en/rest/actions/workflow-runs */
export const runsSchema = z.object({ workflow_runs: z.array(z.unknown()) });
export const runSchema = z.object({
	id: z.number(),
	name: z.string().nullish(),
	display_title: z.string().nullish(),
	event: z.string(),
	status: z.string().nullable(),
	conclusion: z.string().nullable(),
	head_sha: z.string(),
	head_branch: z.string().nullable(),
	run_attempt: z.number().nullish(),
	html_url: z.string().nullish(),
	created_at: z.string(),
	run_started_at: z.string().nullish(),
	updated_at: z.string(),
	actor: login,
	triggering_actor: login,
});
export type GithubRun = z.output<typeof runSchema>;

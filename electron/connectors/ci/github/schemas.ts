/** The parts of GitHub's answers that are read: https://docs.github.com/en/rest/actions. What is not read may be anything. */
import { z } from 'zod';

/** Ids grow beyond what a number holds exactly; octokit then gives a bigint. */
const id = z.union([z.number().int(), z.bigint()]).transform(String);
/** One that is sent back as a number. */
const numberId = z.union([z.number().int(), z.bigint()]).transform(Number);
const instant = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text));
const person = z.object({ login: z.string() });

export const runSchema = z.object({
	id,
	run_number: z.number(),
	run_attempt: z.number().default(1),
	event: z.string(),
	status: z.string().nullable(),
	conclusion: z.string().nullable(),
	head_branch: z.string().nullable(),
	head_sha: z.string().regex(/^[0-9a-f]{40,64}$/i),
	html_url: z.string(),
	created_at: instant,
	updated_at: instant,
	run_started_at: instant.nullish(),
	actor: person.nullish(),
	triggering_actor: person.nullish(),
	head_commit: z
		.object({
			message: z.string(),
			timestamp: instant.nullish(),
			author: z.object({ name: z.string(), email: z.string().nullish() }).nullish(),
		})
		.nullish(),
	repository: z.object({ id }).nullish(),
	head_repository: z.object({ id, owner: person.nullish() }).nullish(),
});
export type GithubRun = z.infer<typeof runSchema>;

export const runListSchema = z.object({ workflow_runs: z.array(runSchema) });

export const jobSchema = z.object({
	id,
	run_id: id,
	name: z.string(),
	status: z.string(),
	conclusion: z.string().nullable(),
	started_at: instant.nullish(),
	completed_at: instant.nullish(),
	html_url: z.string().nullish(),
	steps: z.array(z.object({ name: z.string(), conclusion: z.string().nullish() })).nullish(),
});
export type GithubJob = z.infer<typeof jobSchema>;

export const jobListSchema = z.object({ jobs: z.array(jobSchema) });

export const artifactSchema = z.object({
	id,
	name: z.string(),
	size_in_bytes: z.number(),
	expired: z.boolean(),
	workflow_run: z.object({ id: id.optional() }).nullish(),
});
export type GithubArtifact = z.infer<typeof artifactSchema>;

export const artifactListSchema = z.object({ artifacts: z.array(artifactSchema) });

const environment = z.object({ id: numberId.optional(), name: z.string().optional() });

export const pendingSchema = z.array(
	z.object({
		environment,
		wait_timer: z.number(),
		current_user_can_approve: z.boolean(),
		reviewers: z.array(
			z.object({ reviewer: z.object({ login: z.string().optional(), name: z.string().nullish() }).nullish() }),
		),
	}),
);
export type PendingDeployment = z.infer<typeof pendingSchema>[number];

export const reviewsSchema = z.array(
	z.object({
		environments: z.array(environment),
		state: z.string(),
		user: person.nullish(),
		comment: z.string().nullish(),
	}),
);
export type Review = z.infer<typeof reviewsSchema>[number];

export const deploymentsSchema = z.array(z.object({ id: numberId }));
export const deploymentStatusesSchema = z.array(
	z.object({ log_url: z.string().nullish(), target_url: z.string().nullish() }),
);

export const branchHeadSchema = z.object({ object: z.object({ sha: z.string() }) });

/** 204 without content from hosts that do not tell which run they started. */
export const dispatchSchema = z
	.object({ workflow_run_id: id })
	.transform((said) => said.workflow_run_id)
	.nullable()
	.catch(null);

export const errorSchema = z.object({ message: z.string() });

/**
 * The fields of GitLab's REST API (v4) that we read: https://docs.gitlab.com/api/pipelines/, …/jobs/, …/deployments/ and
 * …/commits/. Whatever else an answer holds is left alone; what older versions do not send yet may be missing.
 */
import { z } from 'zod';

const id = z.number().int().nonnegative();
/** RFC 3339, with whatever offset; in ms since the epoch. */
const instant = z
	.string()
	.transform((text) => Date.parse(text))
	.refine((ms) => !Number.isNaN(ms), 'not a date');
const maybeInstant = instant.nullish().transform((ms) => ms ?? null);
const maybeText = z
	.string()
	.nullish()
	.transform((text) => text ?? null);
/** Links are shown as such, so nothing but a web address passes. */
const link = maybeText.transform((text) => (text !== null && /^https?:\/\//i.test(text) ? text : null));
const sha = z
	.string()
	.regex(/^[0-9a-fA-F]{40,64}$/)
	.transform((text) => text.toLowerCase());

const userSchema = z.object({ username: z.string(), name: z.string() });

export const commitSchema = z.object({
	id: sha,
	title: maybeText,
	message: maybeText,
	author_name: maybeText,
	author_email: maybeText,
	created_at: maybeInstant,
	authored_date: maybeInstant,
	committed_date: maybeInstant,
	parent_ids: z.array(sha).nullish(),
});
export type WireCommit = z.infer<typeof commitSchema>;

/** As the list of pipelines tells them. */
export const listedPipelineSchema = z.object({
	id,
	project_id: id.nullish(),
	status: z.string(),
	source: maybeText,
	ref: maybeText,
	sha,
	web_url: link,
	created_at: instant,
	updated_at: maybeInstant,
});
export type ListedPipeline = z.infer<typeof listedPipelineSchema>;
export const pipelineListSchema = z.array(listedPipelineSchema);

/** As a pipeline tells itself. */
export const pipelineSchema = listedPipelineSchema.extend({
	tag: z.boolean().nullish(),
	user: userSchema.nullish(),
	started_at: maybeInstant,
	finished_at: maybeInstant,
	yaml_errors: maybeText,
});
export type WirePipeline = z.infer<typeof pipelineSchema>;

const artifactFileSchema = z.object({ file_type: z.string(), size: z.number().nullish() });

export const jobSchema = z.object({
	id,
	name: z.string(),
	stage: maybeText,
	status: z.string(),
	allow_failure: z.boolean().nullish(),
	failure_reason: maybeText,
	started_at: maybeInstant,
	finished_at: maybeInstant,
	erased_at: maybeInstant,
	web_url: link,
	commit: commitSchema.nullish(),
	artifacts_file: z.object({ filename: z.string(), size: z.number().nullish() }).nullish(),
	artifacts: z.array(artifactFileSchema).nullish(),
	artifacts_expire_at: maybeInstant,
	pipeline: z.object({ id, project_id: id.nullish() }).nullish(),
});
export type WireJob = z.infer<typeof jobSchema>;
export const jobListSchema = z.array(jobSchema);

export const bridgeSchema = jobSchema.extend({
	downstream_pipeline: z.object({ id, project_id: id.nullish(), status: z.string(), web_url: link }).nullish(),
});
export type WireBridge = z.infer<typeof bridgeSchema>;
export const bridgeListSchema = z.array(bridgeSchema);

/** Deployments that wait for approvals are `blocked`; the counts are there from Premium on. */
export const deploymentSchema = z.object({
	id,
	status: z.string(),
	environment: z.object({ name: z.string() }).nullish(),
	deployable: z.object({ id }).nullish(),
	pending_approval_count: z.number().nullish(),
});
export type WireDeployment = z.infer<typeof deploymentSchema>;
export const deploymentListSchema = z.array(deploymentSchema);

/** `{"message": …}` of GitLab itself, `{"error": …}` of its guard (RFC 6750). */
export const errorSchema = z.object({
	message: z.unknown().optional(),
	error: z.string().optional(),
	error_description: z.string().optional(),
	scope: z.union([z.string(), z.array(z.string())]).optional(),
});

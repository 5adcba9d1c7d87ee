/** What is read of Argo CD's API: https://argo-cd.readthedocs.io/en/stable/developer-guide/api-docs/ */
import { z } from 'zod';

const sourceSchema = z.object({
	repoURL: z.string().nullish(),
	targetRevision: z.string().nullish(),
	chart: z.string().nullish(),
	helm: z
		.object({
			parameters: z.array(z.object({ name: z.string().nullish(), value: z.string().nullish() })).nullish(),
			valuesObject: z
				.object({ image: z.object({ tag: z.union([z.string(), z.number()]).nullish() }).nullish() })
				.nullish(),
		})
		.nullish(),
	kustomize: z.object({ images: z.array(z.string()).nullish() }).nullish(),
});
export type ArgoDeployedSource = z.output<typeof sourceSchema>;

const initiator = z.object({ username: z.string().nullish(), automated: z.boolean().nullish() }).nullish();

export const historySchema = z.object({
	/** int64, which some gateways write as a text. */
	id: z.union([z.number(), z.string()]),
	revision: z.string().nullish(),
	revisions: z.array(z.string()).nullish(),
	deployedAt: z.string(),
	deployStartedAt: z.string().nullish(),
	source: sourceSchema.nullish(),
	sources: z.array(sourceSchema).nullish(),
	initiatedBy: initiator,
});
export type ArgoHistory = z.output<typeof historySchema>;

export const operationSchema = z.object({
	phase: z.string(),
	startedAt: z.string(),
	finishedAt: z.string().nullish(),
	message: z.string().nullish(),
	operation: z
		.object({
			initiatedBy: initiator,
			sync: z.object({ dryRun: z.boolean().nullish(), resources: z.array(z.unknown()).nullish() }).nullish(),
		})
		.nullish(),
	syncResult: z
		.object({
			revision: z.string().nullish(),
			revisions: z.array(z.string()).nullish(),
			source: sourceSchema.nullish(),
			sources: z.array(sourceSchema).nullish(),
		})
		.nullish(),
});
export type ArgoOperation = z.output<typeof operationSchema>;

export const applicationSchema = z.object({
	status: z.object({
		history: z.array(z.unknown()).nullish(),
		operationState: z.unknown().optional(),
	}),
});

export const errorSchema = z.object({ message: z.string().nullish(), error: z.string().nullish() });

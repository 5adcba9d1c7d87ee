/**
 * The fields of Jenkins' answers that we read: its remote access API (https://www.jenkins.io/doc/book/using/remote-access-api/)
 * and that of the plugin Pipeline: REST API (https://github.com/jenkinsci/pipeline-stage-view-plugin/tree/master/rest-api).
 */
import { z } from 'zod';

const maybeText = z
	.string()
	.nullish()
	.transform((text) => text ?? null);
const link = maybeText.transform((text) => (text !== null && /^https?:\/\//i.test(text) ? text : null));
/** A list in which what is not understood is left out: plugins put things of their own there. */
const lenient = <T extends z.ZodType>(item: T) =>
	z
		.array(z.unknown())
		.nullish()
		.transform((list) =>
			(list ?? []).flatMap((one) => {
				const parsed = item.safeParse(one);
				return parsed.success ? [parsed.data] : [];
			}),
		);

const parameterSchema = z.object({
	name: z.string(),
	/** Absent for passwords and files. */
	value: z.union([z.string(), z.number(), z.boolean()]).nullish(),
});

const causeSchema = z.object({
	_class: maybeText,
	shortDescription: maybeText,
	userId: maybeText,
	userName: maybeText,
});

const sha = z
	.string()
	.regex(/^[0-9a-fA-F]{40,64}$/)
	.transform((text) => text.toLowerCase());

const actionSchema = z.object({
	parameters: lenient(parameterSchema),
	causes: lenient(causeSchema),
	lastBuiltRevision: z.object({ SHA1: sha, branch: lenient(z.object({ name: z.string() })) }).nullish(),
});

const changeSchema = z.object({
	commitId: sha,
	msg: maybeText,
	timestamp: z.number().nullish(),
	authorEmail: maybeText,
	author: z.object({ fullName: z.string() }).nullish(),
});
export type WireChange = z.infer<typeof changeSchema>;
const changeSetSchema = z.object({ items: lenient(changeSchema) });

const artifactSchema = z.object({ fileName: z.string(), relativePath: z.string() });

export const buildSchema = z.object({
	number: z.number().int(),
	url: link,
	result: maybeText,
	building: z.boolean(),
	/** When it was taken from the queue. */
	timestamp: z.number(),
	/** 0 while it runs. */
	duration: z.number(),
	actions: lenient(actionSchema),
	changeSet: changeSetSchema.nullish(),
	changeSets: lenient(changeSetSchema),
	artifacts: lenient(artifactSchema),
});
export type WireBuild = z.infer<typeof buildSchema>;

const buildTree =
	'number,url,result,building,timestamp,duration,' +
	'actions[causes[shortDescription,userId,userName],parameters[name,value],lastBuiltRevision[SHA1,branch[name]]],' +
	'changeSet[items[commitId,msg,timestamp,authorEmail,author[fullName]]],' +
	'changeSets[items[commitId,msg,timestamp,authorEmail,author[fullName]]]';

/** `tree` of one build. */
export const oneBuildTree = buildTree;
export const artifactsTree = 'number,artifacts[fileName,relativePath]';

/** `builds` ends after the newest hundred, `allBuilds` does not. */
export function buildsTree(from: number, to: number): string {
	return `allBuilds[${buildTree}]{${from},${to}}`;
}

export const buildListSchema = z.object({ allBuilds: z.array(buildSchema).nullish() });

/** Jobs of a multibranch project with their builds. */
export function branchesTree(limit: number): string {
	return `jobs[name,${buildsTree(0, limit)}]`;
}

export const branchListSchema = z.object({ jobs: z.array(buildListSchema.extend({ name: z.string() })).nullish() });

export const jobTree = 'buildable,property[parameterDefinitions[name]]';
export const jobSchema = z.object({
	buildable: z.boolean().nullish(),
	property: lenient(z.object({ parameterDefinitions: lenient(z.object({ name: z.string() })) })),
});

export const artifactListSchema = z.object({ number: z.number().int(), artifacts: z.array(artifactSchema).nullish() });
export type WireArtifact = z.infer<typeof artifactSchema>;

const stageSchema = z.object({
	id: z.string(),
	name: z.string(),
	status: z.string(),
	error: z.object({ message: maybeText }).nullish(),
	startTimeMillis: z.number().nullish(),
	durationMillis: z.number().nullish(),
});
export type WireStage = z.infer<typeof stageSchema>;

/** `wfapi/describe` of a build. */
export const describedRunSchema = z.object({ status: z.string(), stages: z.array(stageSchema).nullish() });
export type DescribedRun = z.infer<typeof describedRunSchema>;

/** `execution/node/N/wfapi/describe` of a stage. */
export const describedStageSchema = stageSchema.extend({
	stageFlowNodes: z
		.array(z.object({ id: z.string(), _links: z.object({ log: z.unknown().optional() }).nullish() }))
		.nullish(),
});

export const inputListSchema = z.array(
	z.object({ id: z.string(), message: maybeText, inputs: z.array(z.unknown()).nullish() }),
);
export type WireInput = z.infer<typeof inputListSchema>[number];

export const crumbSchema = z.object({ crumb: z.string(), crumbRequestField: z.string() });

export const queueItemSchema = z.object({
	cancelled: z.boolean().nullish(),
	why: maybeText,
	executable: z.object({ number: z.number().int() }).nullish(),
});

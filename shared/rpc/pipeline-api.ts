/** The part of the contract about pipelines, gates, approvals and releases. Inputs are schemas. */
import { z } from 'zod';
import { stageNames } from '../domain/pipeline/model.ts';
import type { Attachment } from '../domain/pipeline/decisions.ts';
import type { Result } from '../domain/result.ts';
import type { Caller } from './api.ts';
import type { LogMessage, ReleaseDetail, ReleaseView, RunMessage, RunView } from './pipeline-views.ts';

const name = z.string().min(1).max(300);
const idempotencyKey = z.string().min(8).max(100);
const reason = z.string().trim().min(1).max(2_000);
const position = z.number().nullable().default(null);
const limit = z.int().min(1).max(200).default(30);

export const runWatchInput = z.strictObject({
	service: name,
	/** Null: the newest run of the service's branch, whichever that is at the time. */
	runId: name.nullable().default(null),
});
export const runsInput = z.strictObject({ service: name, before: position, limit });
export const releasesInput = z.strictObject({ service: name, before: position, limit });
export const releaseInput = z.strictObject({ service: name, version: name });
export const logInput = z.strictObject({
	service: name,
	runId: name,
	jobId: name,
	fromByte: z.int().min(0).default(0),
});
export const lookAtInput = z.strictObject({ services: z.array(name).max(1_000) });
export const startRunInput = z.strictObject({
	service: name,
	/** Null: the configured branch. */
	branch: name.nullable().default(null),
	/** Null: the newest commit. */
	commit: z
		.string()
		.regex(/^[0-9a-f]{7,64}$/)
		.nullable()
		.default(null),
	inputs: z.record(z.string().max(100), z.string().max(2_000)).default({}),
	idempotencyKey,
});
export const runCommandInput = z.strictObject({ service: name, runId: name, idempotencyKey });
export const rerunInput = z.strictObject({ ...runCommandInput.shape, onlyFailed: z.boolean() });
export const answerInput = z.strictObject({
	...runCommandInput.shape,
	jobId: name,
	approve: z.boolean(),
	comment: z.string().max(2_000).default(''),
});
const attachment = z.strictObject({
	id: z.string().regex(/^[0-9a-f]{64}$/),
	name: z.string().min(1).max(200),
	sizeBytes: z.int().min(0),
	mediaType: z.string().max(100),
});
export const approveInput = z.strictObject({
	...runCommandInput.shape,
	stage: z.enum(stageNames),
	/** The try that the screen showed; another one by now is refused as stale. */
	attempt: z.int().min(1),
	decision: z.enum(['approved', 'rejected', 'withdrawn']),
	reason: z.string().max(2_000).nullable().default(null),
	answers: z
		.array(
			z.strictObject({
				item: name,
				outcome: z.enum(['ok', 'not-ok', 'not-applicable']),
				note: z.string().max(10_000).nullable().default(null),
				attachments: z.array(attachment).max(20).default([]),
			}),
		)
		.max(100)
		.default([]),
});
export const waiveInput = z.strictObject({
	service: name,
	gate: name,
	/** Null: every run until it expires. */
	runId: name.nullable(),
	reason,
	/** ms since the epoch; at most 90 days from now. */
	until: z.number(),
	idempotencyKey,
});
export const endWaiverInput = z.strictObject({ service: name, waiverId: name, reason, idempotencyKey });
export const liftFreezeInput = z.strictObject({
	service: name,
	environment: name,
	freeze: name,
	reason,
	until: z.number(),
	idempotencyKey,
});
export const attachInput = z.strictObject({
	name: z.string().min(1).max(200),
	mediaType: z.string().max(100),
	/** At most 700 kB of content: an answer of the host's socket is bounded. */
	contentBase64: z.string().max(1_000_000),
});
export const attachmentInput = z.strictObject({ id: z.string().regex(/^[0-9a-f]{64}$/) });

type In<S extends z.ZodType> = z.output<S>;

/** Nothing more to say than that it was done; `duplicate` when this very click had already acted. */
export interface Done {
	readonly duplicate: boolean;
}

export interface PipelinesApi {
	/** The whole detail, again after each change, at most four times a second. */
	watchRun(input: In<typeof runWatchInput>, signal: AbortSignal): AsyncIterable<RunMessage>;
	runs(input: In<typeof runsInput>): Promise<Result<readonly RunView[]>>;
	releases(
		input: In<typeof releasesInput>,
	): Promise<Result<readonly { readonly position: number; readonly release: ReleaseView }[]>>;
	release(input: In<typeof releaseInput>): Promise<Result<ReleaseDetail>>;
	/** The log from a byte on, then what comes. Ends when it is complete. */
	log(input: In<typeof logInput>, signal: AbortSignal): AsyncIterable<LogMessage>;
	/** Services that are on a screen now: they are asked more often for the next minute. */
	lookAt(input: In<typeof lookAtInput>): Promise<Result<null>>;
	start(input: In<typeof startRunInput>, caller: Caller): Promise<Result<Done & { readonly runId: string | null }>>;
	rerun(input: In<typeof rerunInput>, caller: Caller): Promise<Result<Done>>;
	cancel(input: In<typeof runCommandInput>, caller: Caller): Promise<Result<Done>>;
	/** Answers a job of the host that waits for a person. */
	answer(input: In<typeof answerInput>, caller: Caller): Promise<Result<Done>>;
	approve(input: In<typeof approveInput>, caller: Caller): Promise<Result<Done>>;
	waive(input: In<typeof waiveInput>, caller: Caller): Promise<Result<Done>>;
	endWaiver(input: In<typeof endWaiverInput>, caller: Caller): Promise<Result<Done>>;
	liftFreeze(input: In<typeof liftFreezeInput>, caller: Caller): Promise<Result<Done>>;
	attach(input: In<typeof attachInput>, caller: Caller): Promise<Result<Attachment>>;
	attachment(input: In<typeof attachmentInput>): Promise<Result<{ readonly contentBase64: string }>>;
}

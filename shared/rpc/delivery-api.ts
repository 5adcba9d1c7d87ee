/** The part of the contract about delivery metrics, tests, maturity and the retrospective. Inputs are schemas. */
import { z } from 'zod';
import type { UnlinkedItem } from '../domain/delivery/links.ts';
import {
	bucketSizes,
	doraMetrics,
	type MetricRowsPage,
	type MetricsAnswer,
	qualityMetrics,
	type Suspect,
	type TimelineItem,
} from '../domain/delivery/metrics.ts';
import { incidentSeverities } from '../domain/delivery/facts.ts';
import type { AntiPatternFinding, MaturityAssessment, MaturityMonth } from '../domain/maturity/model.ts';
import type { Result } from '../domain/result.ts';
import { reportFormats } from '../domain/retrospective/model.ts';
import { type TestRow, type TestsSummary, testStates } from '../domain/tests/model.ts';
import type { Caller } from './api.ts';
import type { RetrospectiveView } from './delivery-views.ts';

const name = z.string().min(1).max(300);
const ref = z.string().min(1).max(1_000);
const idempotencyKey = z.string().min(8).max(100);
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
const month = z.string().regex(/^\d{4}-\d{2}$/);
const instant = z.number().min(0).max(8.64e15);
const limit = z.int().min(1).max(500).default(100);

export const periodInput = z.strictObject({ from: day, to: day });
export const scopeInput = z.strictObject({
	services: z.array(name).max(1_000).default([]),
	group: name.nullable().default(null),
	environments: z.array(name).max(100).default([]),
});
export const metricsInput = z.strictObject({
	scope: scopeInput,
	period: periodInput,
	compareWith: periodInput.nullable().default(null),
	bucket: z.enum(bucketSizes).default('week'),
	withBots: z.boolean().default(false),
});
export const metricName = z.enum([...doraMetrics, ...qualityMetrics]);
const show = z.enum(['all', 'counted', 'not-counted']).default('all');
export const rowsInput = z.strictObject({
	query: metricsInput,
	metric: metricName,
	show,
	cursor: z.string().max(500).nullable().default(null),
	limit,
});
/** At most some 500 kB of text an answer; `next` goes on. */
export const rowsCsvInput = z.strictObject({
	query: metricsInput,
	metric: metricName,
	show,
	cursor: z.string().max(500).nullable().default(null),
});
export const timelineInput = z.strictObject({
	scope: scopeInput,
	from: instant,
	to: instant,
	limit: z.int().min(1).max(5_000).default(2_000),
});
export const suspectsInput = z.strictObject({
	incident: ref,
	lookBackMs: z
		.number()
		.min(60_000)
		.max(30 * 86_400_000)
		.default(86_400_000),
});
export const unlinkedInput = z.strictObject({ scope: scopeInput, limit });
export const testsInput = z.strictObject({
	services: z.array(name).max(1_000).default([]),
	states: z.array(z.enum(testStates)).default([]),
	onlyQuarantined: z.boolean().default(false),
	search: z.string().max(200).default(''),
	order: z.enum(['state', 'slowest', 'lost', 'name']).default('state'),
	offset: z.int().min(0).default(0),
	limit,
});
/** `*`, a service's name, or `group:<name>`. */
const scopeName = name;
export const monthInput = z.strictObject({ scope: scopeName.default('*'), month });
export const exportInput = z.strictObject({
	...monthInput.shape,
	format: z.enum(reportFormats),
	/** Of the base64 text; a file is fetched piece by piece. */
	offset: z.int().min(0).default(0),
	/** From the second piece on: the file that the first piece named. */
	file: z.string().max(60).optional(),
});

export const syncInput = z.strictObject({ source: name });
export const importInput = z.strictObject({
	/** Name that the facts are kept under, beside the day. */
	name: z.string().min(1).max(200),
	format: z.enum(['csv', 'json', 'cdevents']),
	/** The text itself, or a file of this machine. */
	from: z.discriminatedUnion('kind', [
		z.strictObject({ kind: z.literal('text'), text: z.string().max(700_000) }),
		z.strictObject({ kind: z.literal('file'), path: z.string().min(1).max(4_096) }),
	]),
	idempotencyKey,
});
export const noteIncidentInput = z.strictObject({
	/** Null: a new one. */
	id: name.nullable().default(null),
	title: z.string().trim().min(1).max(300),
	service: name,
	environment: name.nullable().default(null),
	severity: z.enum(incidentSeverities).default('unknown'),
	startedAt: instant,
	detectedAt: instant.nullable().default(null),
	resolvedAt: instant.nullable().default(null),
	idempotencyKey,
});
export const withdrawIncidentInput = z.strictObject({ id: name, idempotencyKey });
export const linkInput = z.strictObject({
	link: z.discriminatedUnion('kind', [
		/** `deployment` null: no change caused it. */
		z.strictObject({ kind: z.literal('incident-deployment'), incident: ref, deployment: ref.nullable() }),
		z.strictObject({ kind: z.literal('incident-unlink'), incident: ref }),
		z.strictObject({ kind: z.literal('incident-service'), incident: ref, service: name }),
		z.strictObject({
			kind: z.literal('deployment-commit'),
			deployment: ref,
			commit: z
				.string()
				.regex(/^[0-9a-f]{7,64}$/)
				.nullable(),
		}),
		z.strictObject({ kind: z.literal('deployment-hotfix'), deployment: ref, isHotfix: z.boolean().nullable() }),
		/** What two sources told is one deployment, or two; null: as the rules say. */
		z.strictObject({ kind: z.literal('deployments-match'), one: ref, other: ref, isSame: z.boolean().nullable() }),
	]),
	idempotencyKey,
});
export const quarantineInput = z.strictObject({
	service: name,
	test: z.string().min(1).max(2_000),
	file: z.string().max(2_000).nullable().default(null),
	owner: z.string().trim().min(1).max(200),
	reason: z.string().trim().min(1).max(2_000),
	ticket: z.string().max(500).nullable().default(null),
	expiresAt: instant,
	idempotencyKey,
});
export const endQuarantineInput = z.strictObject({
	service: name,
	test: z.string().min(1).max(2_000),
	reason: z.string().trim().min(1).max(2_000),
	idempotencyKey,
});
export const answerMaturityInput = z.strictObject({
	scope: scopeName,
	item: name,
	answer: z.enum(['yes', 'no', 'not-applicable']),
	note: z.string().trim().min(1).max(2_000),
	idempotencyKey,
});
export const notesInput = z.strictObject({ ...monthInput.shape, markdown: z.string().max(100_000), idempotencyKey });
export const actionInput = z.strictObject({
	...monthInput.shape,
	/** Null: a new one. */
	id: name.nullable().default(null),
	recommendation: name.nullable().default(null),
	text: z.string().trim().min(1).max(1_000),
	owner: z.string().max(200).nullable().default(null),
	isActive: z.boolean().default(true),
	idempotencyKey,
});
export const freezeReportInput = z.strictObject({
	...monthInput.shape,
	/** Hash of the inputs that the screen showed; other ones by now are refused as stale. */
	inputsHash: z.string().regex(/^[0-9a-f]{64}$/),
	idempotencyKey,
});

type In<S extends z.ZodType> = z.output<S>;
interface Said {
	readonly duplicate: boolean;
}

export interface DeliveryApi {
	metrics(input: In<typeof metricsInput>): Promise<Result<MetricsAnswer>>;
	rows(input: In<typeof rowsInput>): Promise<Result<MetricRowsPage>>;
	rowsCsv(input: In<typeof rowsCsvInput>): Promise<Result<{ readonly text: string; readonly next: string | null }>>;
	timeline(
		input: In<typeof timelineInput>,
	): Promise<Result<{ readonly items: readonly TimelineItem[]; readonly total: number }>>;
	suspects(
		input: In<typeof suspectsInput>,
	): Promise<Result<{ readonly incident: TimelineItem; readonly suspects: readonly Suspect[] }>>;
	unlinked(
		input: In<typeof unlinkedInput>,
	): Promise<Result<{ readonly items: readonly UnlinkedItem[]; readonly total: number }>>;
	tests(
		input: In<typeof testsInput>,
	): Promise<Result<{ readonly summary: TestsSummary; readonly rows: readonly TestRow[]; readonly total: number }>>;
	maturity(
		input: In<typeof monthInput>,
	): Promise<Result<{ readonly assessment: MaturityAssessment; readonly antiPatterns: readonly AntiPatternFinding[] }>>;
	/** One month of the history: as frozen, else from the evidence of that month. Asked when somebody opens it. */
	maturityMonth(input: In<typeof monthInput>): Promise<Result<MaturityMonth>>;
	retrospective(input: In<typeof monthInput>): Promise<Result<RetrospectiveView>>;
	/** A piece of the file; `totalBytes` is of the whole file, `next` the offset of the base64 text to go on from. */
	exportReport(input: In<typeof exportInput>): Promise<
		Result<{
			/** Names this very file for its further pieces: the report may be another one by then. */
			readonly file: string;
			readonly fileName: string;
			readonly mediaType: string;
			readonly contentBase64: string;
			readonly totalBytes: number;
			readonly next: number | null;
		}>
	>;
	reportSchema(): Promise<Result<{ readonly jsonSchema: string }>>;

	sync(input: In<typeof syncInput>, caller: Caller): Promise<Result<null>>;
	/** Stops what is under way and keeps what came; it goes on with the next sync. */
	cancelSync(input: In<typeof syncInput>, caller: Caller): Promise<Result<null>>;
	import(input: In<typeof importInput>, caller: Caller): Promise<Result<{ readonly source: string }>>;
	forget(input: In<typeof syncInput>, caller: Caller): Promise<Result<null>>;
	noteIncident(input: In<typeof noteIncidentInput>, caller: Caller): Promise<Result<Said & { readonly id: string }>>;
	withdrawIncident(input: In<typeof withdrawIncidentInput>, caller: Caller): Promise<Result<Said>>;
	link(input: In<typeof linkInput>, caller: Caller): Promise<Result<Said>>;
	quarantine(input: In<typeof quarantineInput>, caller: Caller): Promise<Result<Said>>;
	endQuarantine(input: In<typeof endQuarantineInput>, caller: Caller): Promise<Result<Said>>;
	answerMaturity(input: In<typeof answerMaturityInput>, caller: Caller): Promise<Result<Said>>;
	writeNotes(input: In<typeof notesInput>, caller: Caller): Promise<Result<Said>>;
	takeAction(input: In<typeof actionInput>, caller: Caller): Promise<Result<Said & { readonly id: string }>>;
	freezeReport(input: In<typeof freezeReportInput>, caller: Caller): Promise<Result<Said>>;
}

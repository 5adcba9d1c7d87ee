/** The JSON of a report: its schema, published as `docs/retrospective.schema.json`, writing it, and reading it again. */
import { z } from 'zod';
import { canonicalJson } from '../domain/canonical-json.ts';
import { type MonthlyReport, reportSchemaVersion } from '../domain/retrospective/model.ts';
import { fail, ok, type Result } from '../domain/result.ts';
import type { PublishedReport } from './published.ts';
import {
	instant,
	month,
	number,
	period,
	reportDeployment,
	reportFailure,
	reportIncident,
	reportMetric,
	text,
} from './schema-metrics.ts';
import { actionReview, antiPattern, check, maturity, recommendation } from './schema-practice.ts';
import { reportTests } from './schema-tests.ts';

const source = z.object({
	label: text,
	kind: text,
	state: z.enum(['connected', 'failing', 'missing']),
	note: text,
	coveredFrom: instant.nullable(),
	syncedTo: instant.nullable(),
});

const action = z.object({
	id: text,
	text,
	owner: text.nullable(),
	recommendation: text.nullable(),
	check: check.nullable(),
});

const slowCommit = z.object({ sha: text, subject: text, service: text, leadMs: number, version: text.nullable() });

const reportShape = z.object({
	schemaVersion: z.literal(reportSchemaVersion),
	scope: text.describe('* for all services, a service, or group:<name>'),
	scopeTitle: text,
	month,
	period,
	zone: text.describe('IANA name of the reporting zone'),
	definitionsVersion: number,
	benchmarkEdition: text.nullable(),
	cutOff: instant,
	inputsHash: text.describe('SHA-256 over the canonical JSON of all inputs, hex'),
	sources: z.array(source),
	completeness: z.array(text),
	services: z.array(text),
	environments: z.array(text),
	summary: z.array(text),
	shipped: z.array(reportDeployment),
	shippedTotal: number,
	dora: z.array(reportMetric),
	quality: z.array(reportMetric),
	failures: z.array(reportFailure),
	openIncidents: z.array(reportIncident),
	incidentsNotFromChange: z.array(reportIncident),
	slowestCommits: z.array(slowCommit),
	tests: reportTests,
	flagChanges: number.nullable(),
	migrations: number.nullable(),
	antiPatterns: z.array(antiPattern),
	maturity,
	recommendations: z.array(recommendation).max(3),
	lastMonthsActions: z.array(actionReview),
	actions: z.array(action),
	notes: text.describe('Markdown'),
}) satisfies z.ZodType<MonthlyReport>;

const publishedShape = z.object({
	report: reportShape,
	frozen: z
		.object({
			frozenAt: instant,
			frozenBy: text,
			seq: number,
			revisions: z.array(z.object({ label: text, was: text, is: text, because: text.nullable() })),
		})
		.nullable()
		.describe('null: a draft'),
}) satisfies z.ZodType<PublishedReport>;

/** The export, with a line for each member, keys sorted. Fails where the report does not fit its own published schema. */
export function reportJson(published: PublishedReport): Result<string> {
	const checked = publishedShape.safeParse(published);
	if (!checked.success) return badReport(checked.error);
	return ok(`${JSON.stringify(JSON.parse(canonicalJson(checked.data)), null, 2)}\n`);
}

/** The body that is journalled when a report is frozen. */
export function reportBody(report: MonthlyReport): string {
	return canonicalJson(report);
}

/** Reads a journalled body. A newer schema, or a body that was damaged, is told and never shown as something else. */
export function readReportBody(body: string): Result<MonthlyReport> {
	try {
		const read: unknown = JSON.parse(body);
		const checked = reportShape.safeParse(read);
		return checked.success ? ok(checked.data) : badReport(checked.error);
	} catch (cause) {
		return badReport(cause);
	}
}

function badReport(cause: unknown) {
	return fail(
		'report-invalid',
		'This report does not have the shape of a report.',
		'It may come from a newer version of Signalbox: update this one. Else send us the diagnostics.',
		{ cause },
	);
}

/** What `docs/retrospective.schema.json` holds. */
export function reportSchemaText(): string {
	const schema = z.toJSONSchema(publishedShape, { target: 'draft-2020-12', io: 'output' });
	return `${JSON.stringify({ ...schema, title: 'Monthly delivery report of Signalbox' }, null, 2)}\n`;
}

/** Shape of tests within the JSON of a report. */
import { z } from 'zod';
import { testLevels, type TestRow, type TestsSummary, testStates } from '../domain/tests/model.ts';
import { instant, number, text } from './schema-metrics.ts';

const quarantine = z.object({
	service: text,
	test: text,
	file: text.nullable(),
	owner: text,
	reason: text,
	ticket: text.nullable(),
	by: text,
	at: instant,
	expiresAt: instant,
});

const row = z.object({
	service: text,
	test: text,
	file: text.nullable(),
	level: z.enum(testLevels).nullable(),
	state: z.enum(testStates),
	runs: number,
	passes: number,
	passRate: number.nullable(),
	disagreements: number,
	transitions: number,
	why: text,
	p50Ms: number.nullable(),
	p90Ms: number.nullable(),
	lostMs: number,
	lastFailedAt: instant.nullable(),
	since: instant.nullable(),
	quarantine: quarantine.nullable(),
	recent: z.array(z.object({ at: instant, outcome: z.enum(['passed', 'failed', 'skipped']), commit: text })),
}) satisfies z.ZodType<TestRow>;

const summary = z.object({
	service: text.nullable(),
	asOf: instant.nullable(),
	windowMs: number.exactOptional(),
	total: number,
	byState: z.object({ healthy: number, flaky: number, recovering: number, broken: number, new: number }),
	flakyShare: number.nullable(),
	quarantined: number,
	suite: z.object({
		runs: number,
		wallP50Ms: number.nullable(),
		wallP90Ms: number.nullable(),
		summedP50Ms: number.nullable(),
		summedP90Ms: number.nullable(),
	}),
	pyramid: z.object({
		counts: z.object({ unit: number, integration: number, ui: number, unclassified: number }),
		wanted: z.object({ unit: number, integration: number, ui: number }),
		remark: text.nullable(),
	}),
	lostMs: number,
	leftOut: number,
}) satisfies z.ZodType<TestsSummary>;

export const reportTests = z
	.object({
		summary,
		flaky: z.array(row),
		broken: z.array(row),
		slowest: z.array(row),
		quarantined: z.array(row),
	})
	.nullable();

/** Shape of metrics within the JSON of a report. */
import { z } from 'zod';
import { deploymentStandings, failureEvidenceKinds } from '../domain/delivery/judged.ts';
import { doraMetrics, type MetricAnswer, qualityMetrics } from '../domain/delivery/metrics.ts';

export const number = z.number();
export const instant = z.number().describe('ms since the epoch, UTC');
export const text = z.string();
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
export const month = z.string().regex(/^\d{4}-\d{2}$/);
export const period = z.object({ from: day, to: day.describe('first day that is not part of it') });

const unit = z.enum(['per-day', 'ms', 'share']);

const metricValue = z.object({
	state: z.enum(['measured', 'no-data', 'not-measured']),
	value: number.nullable(),
	n: number.describe('items behind the value'),
	of: number.nullable().describe('what n counts against, for rates'),
	p90: number.nullable(),
	remarks: z.array(text),
});

const metricAnswer = metricValue.extend({
	metric: z.enum([...doraMetrics, ...qualityMetrics]),
	unit: unit.describe('ms for times, per-day for frequency, share 0..1 for rates'),
	previous: metricValue,
	change: number.nullable(),
	lessIsBetter: z.boolean(),
	trend: z.array(metricValue.extend({ from: day, to: day, isPartial: z.boolean() })),
	distribution: z.array(z.object({ from: number, to: number.nullable(), count: number })),
	apart: z.array(z.object({ id: text, label: text, count: number })),
	also: z.array(
		z.object({
			id: text,
			label: text,
			value: number.nullable(),
			unit: z.enum(['per-day', 'ms', 'share', 'per-week', 'count', 'days']),
		}),
	),
	definition: text,
	benchmark: z.object({ edition: text, source: text, text }).nullable(),
}) satisfies z.ZodType<MetricAnswer>;

export const reportMetric = metricAnswer.extend({ monthBeforeLast: number.nullable() });

export const reportDeployment = z.object({
	ref: text,
	service: text,
	environment: text,
	version: text.nullable(),
	at: instant,
	standing: z.enum(deploymentStandings),
	commits: number,
	isFailed: z.boolean(),
	isUnplanned: z.boolean(),
});

export const reportFailure = reportDeployment.extend({
	evidence: z.array(z.object({ kind: z.enum(failureEvidenceKinds), ref: text, text, at: instant })),
	brokenAt: instant,
	recoveredAt: instant.nullable(),
	recoveredBy: text.nullable(),
});

export const reportIncident = z.object({
	ref: text,
	title: text,
	service: text.nullable(),
	severity: text,
	startedAt: instant,
	resolvedAt: instant.nullable(),
	url: text.nullable(),
});

/** Shape of maturity, anti-patterns, recommendations and actions within the JSON of a report. */
import { z } from 'zod';
import {
	type ActionReview,
	type AntiPatternFinding,
	antiPatternKinds,
	type MaturityAssessment,
	type Recommendation,
} from '../domain/maturity/model.ts';
import { instant, month, number, text } from './schema-metrics.ts';

const level = z.literal([1, 2, 3, 4, 5]);
const reached = z.literal([0, 1, 2, 3, 4, 5]);
const figureUnit = z.enum(['ms', 'share', 'count', 'per-day', 'per-week']);

const item = z.object({
	id: text,
	level,
	question: text,
	answer: z.enum(['yes', 'partly', 'no', 'not-applicable', 'not-measured']),
	answeredBy: z.enum(['evidence', 'hand', 'nobody']),
	evidence: z.array(text),
	at: instant.nullable(),
	hint: text.nullable(),
});

export const maturity = z.object({
	scope: text,
	month,
	levels: z.array(z.object({ level, title: text, items: z.array(item), fulfilled: number, answered: number })),
	reached,
	history: z.array(
		z.object({
			month,
			reached,
			fulfilled: z.object({ 1: number, 2: number, 3: number, 4: number, 5: number }),
		}),
	),
}) satisfies z.ZodType<MaturityAssessment>;

export const antiPattern = z.object({
	kind: z.enum(antiPatternKinds),
	title: text,
	state: z.enum(['found', 'clear', 'not-measured']),
	summary: text,
	figures: z.array(z.object({ label: text, value: number.nullable(), unit: figureUnit })),
	rows: z.array(z.object({ title: text, detail: text, value: number.nullable(), href: text.nullable() })),
	threshold: text,
}) satisfies z.ZodType<AntiPatternFinding>;

export const check = z.object({
	label: text,
	figure: text,
	now: number.nullable(),
	goal: number,
	lessIsBetter: z.boolean(),
	unit: figureUnit,
});

export const recommendation = z.object({
	id: text,
	title: text,
	cause: text,
	action: text,
	check,
	weight: number,
}) satisfies z.ZodType<Recommendation>;

export const actionReview = z.object({
	id: text,
	text,
	owner: text.nullable(),
	check: check.nullable(),
	before: number.nullable(),
	now: number.nullable(),
	outcome: z.enum(['reached', 'better', 'unchanged', 'worse', 'not-measured']),
	result: text,
}) satisfies z.ZodType<ActionReview>;

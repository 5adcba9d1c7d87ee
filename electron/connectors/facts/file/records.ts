/** Version 1 of the shape in which facts are imported: fields by kind, in JSON as they stand here, in CSV as text. */
import { z } from 'zod';
import { incidentSeverities, timelineEventTypes } from '../../../../shared/domain/delivery/facts.ts';
import { type InstantProblem, type ReadInstant, readInstant } from '../common/instants.ts';

export const formatName = 'signalbox-facts';
export const formatVersion = 1;

const why: Readonly<Record<InstantProblem, string>> = {
	'not-a-time': 'is no time; write it like 2026-11-28T21:50:00+01:00',
	'no-offset': 'has no offset, so nobody knows which instant it means; end it with Z or with one like +01:00',
	'no-such-day': 'is a day or a time that does not exist',
	'out-of-range': 'lies before 1980 or after 2199',
};

const instant = z.string().transform((text, context): ReadInstant => {
	const read = readInstant(text);
	if (typeof read !== 'string') return read;
	context.addIssue({ code: 'custom', message: why[read] });
	return z.NEVER;
});

const text = z.string().trim().min(1, 'is empty').max(2000, 'is longer than 2,000 characters');
const hash = z
	.string()
	.trim()
	.toLowerCase()
	.regex(/^[0-9a-f]{7,64}$/, 'is no commit: 7 to 64 characters of 0-9 and a-f');
const texts = z.array(text).max(1000);
const address = z.string().regex(/^https?:\/\/\S{1,2000}$/, 'is no web address');

const common = { id: text.optional(), url: address.optional() };
const where = { environment: text.optional() };

const deployment = z
	.strictObject({
		...{ kind: z.literal('deployment'), ...common, ...where, service: text },
		tier: z.enum(['development', 'testing', 'staging', 'production']).optional(),
		...{ version: text.optional(), commit: hash.optional() },
		/** One time for both, where only one is known. */
		at: instant.optional(),
		...{ startedAt: instant.optional(), firstTrafficAt: instant.optional(), finishedAt: instant.optional() },
		outcome: z.enum(['running', 'succeeded', 'failed', 'cancelled', 'taken-back']).optional(),
		...{ tookTraffic: z.boolean().optional(), rollback: z.boolean().optional(), hotfix: z.boolean().optional() },
		...{ takesBack: text.optional(), fixes: texts.optional(), note: text.optional(), actor: text.optional() },
	})
	.refine(({ version, commit }) => version !== undefined || commit !== undefined, {
		...{ message: 'is missing, and there is no commit either', path: ['version'] },
	})
	.refine(({ at, startedAt, finishedAt }) => (at ?? startedAt ?? finishedAt) !== undefined, {
		...{ message: 'is missing, and there is neither at nor finishedAt', path: ['startedAt'] },
	})
	.refine(({ startedAt, finishedAt }) => !startedAt || !finishedAt || startedAt.at <= finishedAt.at, {
		...{ message: 'is before startedAt', path: ['finishedAt'] },
	});

const commit = z.strictObject({
	...{ kind: z.literal('commit'), repository: text, sha: hash, parents: z.array(hash).optional() },
	...{
		authoredAt: instant,
		committedAt: instant.optional(),
		authorName: text.optional(),
		authorEmail: text.optional(),
	},
	...{ subject: z.string().max(2000).optional(), reverts: z.array(hash).optional() },
});

const change = z.strictObject({
	...{ kind: z.literal('change'), ...common, repository: text, number: z.int().positive(), title: text },
	...{ branch: text.optional(), labels: texts.optional(), author: text.optional(), createdAt: instant },
	...{ firstReviewAt: instant.optional(), approvedAt: instant.optional(), mergedAt: instant.optional() },
	mergeCommit: hash.optional(),
	/** Of JSON only: a cell has no place for them. */
	commits: z
		.array(z.strictObject({ sha: hash, authoredAt: instant, author: text.optional() }))
		.max(1000)
		.optional(),
});

const incident = z
	.strictObject({
		...{ kind: z.literal('incident'), ...common, ...where, title: text, service: text.optional() },
		...{ severity: z.enum(incidentSeverities).optional(), startedAt: instant, detectedAt: instant.optional() },
		...{ acknowledgedAt: instant.optional(), resolvedAt: instant.optional() },
		...{ causedBy: texts.optional(), notFromChange: z.boolean().optional() },
	})
	.refine(({ startedAt, resolvedAt }) => !resolvedAt || startedAt.at <= resolvedAt.at, {
		...{ message: 'is before startedAt', path: ['resolvedAt'] },
	});

const timelineEvent = z.strictObject({
	...{ kind: z.literal('timeline-event'), ...common, ...where, type: z.enum(timelineEventTypes), title: text },
	...{ service: text.optional(), at: instant, endedAt: instant.optional(), actor: text.optional() },
});

const pipelineRun = z.strictObject({
	...{ kind: z.literal('pipeline-run'), ...common, service: text, workflow: text.optional(), commit: hash },
	...{ branch: text.optional(), defaultBranch: z.boolean().optional(), attempt: z.int().positive().optional() },
	state: z.enum(['passed', 'failed', 'cancelled', 'running']),
	...{ createdAt: instant, startedAt: instant.optional(), finishedAt: instant.optional() },
	waitedForPeopleMs: z.number().nonnegative().optional(),
});

const kinds = [deployment, commit, change, incident, timelineEvent, pipelineRun] as const;

export const recordSchema = z.discriminatedUnion('kind', kinds);

export type ImportRecord = z.infer<typeof recordSchema>;
export type RecordOf<K extends ImportRecord['kind']> = Extract<ImportRecord, { kind: K }>;

/** Every field that a CSV may have a column for. */
export const columnNames: ReadonlySet<string> = new Set(
	kinds.flatMap((schema) => Object.keys(schema.shape)).filter((name) => name !== 'commits'),
);

type Issue = z.core.$ZodIssue;

function words(issue: Issue, isThere: boolean): string {
	if (issue.code === 'custom' || issue.code === 'too_small' || issue.code === 'too_big') return issue.message;
	if (issue.code === 'unrecognized_keys') return `has fields that are not known: ${issue.keys.slice(0, 5).join(', ')}`;
	if (!isThere) return 'is missing';
	if (issue.code === 'invalid_value') return `is none of ${issue.values.map(String).join(', ')}`;
	if (issue.code === 'invalid_union')
		return 'is none of deployment, commit, change, incident, timeline-event, pipeline-run';
	return issue.code === 'invalid_format'
		? issue.message
		: `is not of the right type (${issue.code.replaceAll('_', ' ')})`;
}

/** What is wrong with a record, with its field; the first of what is wrong. */
export function problemOf(error: z.ZodError, value: unknown): string {
	const [issue] = error.issues;
	if (issue === undefined) return 'it is not as documented';
	const [field] = issue.path;
	const isThere = typeof value === 'object' && value !== null && field !== undefined && Object.hasOwn(value, field);
	return `${field === undefined ? 'it' : issue.path.join('.')} ${words(issue, isThere)}`;
}

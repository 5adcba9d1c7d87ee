/** `evidence:` and `gates:` of a stage in the file. */
import { z } from 'zod';
import { evidenceFormats, impacts, severities } from '../../domain/gates/evidence.ts';
import { formatDuration, formatRatio } from '../units.ts';
import { defaultGateFigures } from '../gate-defaults.ts';
import { either, nearest, said, shown } from '../said.ts';
import { choice, duration, flag, integer, kebab, list, mapping, number, ratio, text } from './fields.ts';
import { glob, namePattern } from './globs.ts';
import { jobName } from './jobs.ts';

const files = glob('Report files, below what the jobs kept or within the artifact.');

const source = z.union([
	files.transform((pattern) => ({ files: pattern, format: undefined, artifact: undefined, about: undefined })),
	mapping({
		files,
		format: choice(evidenceFormats, 'Format of the reports; told by their content unless it is named.').optional(),
		artifact: namePattern('Artifacts to look in, by name; all of them unless named.').optional(),
		about: choice(
			['security', 'secrets', 'dependencies', 'quality'],
			'What the findings of a SARIF report are about; told by tool and rules unless it is named.',
		).optional(),
	}),
]);

export const evidence = z
	.record(kebab('Name of a source of evidence.'), source)
	.describe('Reports that the jobs of this stage write, by name. Each must be there: what is missing never passes.');

/** What a gate may be called by in the file; a gate of another name says its kind. */
export const gateKinds = {
	tests: ['tests', 'unit-tests', 'integration-tests', 'end-to-end'],
	findings: ['security', 'secrets', 'dependencies', 'quality'],
	jobs: ['jobs', 'formatting', 'types', 'smoke'],
	others: ['coverage', 'complexity', 'function-length', 'lint', 'contracts', 'performance', 'accessibility'],
} as const;
const allKinds: readonly string[] = Object.values(gateKinds).flat();

const kindWords = 'What the gate holds; may be left out where its name says it.';
const sources = list(
	kebab('Name of a source of evidence.'),
	'Evidence of the pipeline that it reads, by name; all whose facts fit unless named.',
).prefault([]);
const figures = defaultGateFigures;
const most = (words: string, value: number) => integer(words, 0, 1_000_000).prefault(String(value));
const time = (words: string) => duration(words, 1, 3_600_000).optional();
const kindsWords = `${either(allKinds)}, as the name of the gate or its kind`;

function wordsAbout(input: unknown): string {
	const kind = typeof input === 'object' && input !== null && 'kind' in input ? input.kind : undefined;
	const meant = typeof kind === 'string' ? nearest(kind, allKinds) : null;
	return `found ${shown(kind)}${meant === null ? '' : `; did you mean "${meant}"?`}`;
}

/** Only in the published schema: there the name of the gate may stand for its kind. */
const required = (...names: readonly string[]) => ({ required: names });

const gate = z.discriminatedUnion(
	'kind',
	[
		mapping({
			kind: choice(gateKinds.tests, kindWords),
			atLeast: integer('Tests that must have run.', 1, 10_000_000).prefault(String(figures.tests)),
			honourQuarantine: flag('Failures of tests that were in quarantine when they ran do not count.').prefault('true'),
			sources,
		}).meta({ ...required(), description: 'Every test passed.' }),
		mapping({
			kind: choice(['coverage'], kindWords),
			atLeast: ratio('Share that must be covered.').prefault(formatRatio(figures.coverage)),
			of: choice(['lines', 'branches', 'functions'], 'What is counted.').prefault('lines'),
			failOnDecrease: flag('Fails below the last release of the default branch, compared as covered of all.').prefault(
				'true',
			),
			sources,
		}).meta({ ...required(), description: 'Enough is covered, and not less than before.' }),
		mapping({
			kind: choice(gateKinds.findings, kindWords),
			atMost: most('Findings that pass.', figures.findings),
			from: choice(
				severities,
				'Findings below this severity are shown and not counted; unknown always counts.',
			).prefault(figures.findingsFrom),
			sources,
		}).meta({ ...required(), description: 'A scan ran and found no more than allowed.' }),
		mapping({
			kind: choice(['complexity'], kindWords),
			atMost: integer('Highest cyclomatic complexity of a function.', 1, 10_000).prefault(String(figures.complexity)),
			sources,
		}).meta({ ...required(), description: 'No function is more complex.' }),
		mapping({
			kind: choice(['function-length'], kindWords),
			atMost: integer('Most lines of a function.', 1, 1_000_000).prefault(String(figures.functionLength)),
			sources,
		}).meta({ ...required(), description: 'No function is longer.' }),
		mapping({ kind: choice(['lint'], kindWords), atMost: most('Errors that pass.', figures.lint), sources }).meta({
			...required(),
			description: 'The linter reported no more errors.',
		}),
		mapping({
			kind: choice(gateKinds.jobs, kindWords),
			jobs: list(jobName, 'Jobs of the run that must have passed.', 1),
		}).meta({ ...required('jobs'), description: 'Jobs passed that leave no report.' }),
		mapping({ kind: choice(['contracts'], kindWords), sources }).meta({
			...required(),
			description: 'Every contract was verified.',
		}),
		mapping({
			kind: choice(['performance'], kindWords),
			p50: time('Latency that half of the requests may reach.'),
			p95: time(`Latency that 95 % stay within; ${formatDuration(figures.p95Ms)} where the gate names no figure.`),
			p99: time('Latency that 99 % stay within.'),
			mean: time('Mean latency.'),
			errorRate: ratio(
				`Share of requests that may fail; ${formatRatio(figures.errorRate)} where the gate names no figure.`,
			).optional(),
			throughput: number('Requests per second that must be reached.', 0, 1_000_000_000).optional(),
			sources,
		}).meta({ ...required(), description: 'A load test stayed within its budget.' }),
		mapping({
			kind: choice(['accessibility'], kindWords),
			atMost: most('Rules that may be violated.', figures.accessibility),
			from: choice(impacts, 'Violations below this impact are shown and not counted.').prefault(
				figures.accessibilityFrom,
			),
			sources,
		}).meta({ ...required(), description: 'The pages break no rule of accessibility.' }),
	],
	{
		error: (issue) => (issue.code === 'invalid_union' ? said(wordsAbout(issue.input), kindsWords) : undefined),
	},
);
export type FileGate = z.output<typeof gate>;

const gateName = text('Name of a gate: one of the kinds, or a name of your own with kind beside it.', {
	most: 60,
	pattern: /^[\p{L}\p{N}][\p{L}\p{N} ._/()%-]*$/u,
	expected: 'a name such as unit-tests',
});

/** Only for the published schema: `true` has become a mapping before this is asked. */
const bare = z
	.literal('true', {
		error: (issue) =>
			said(`found ${shown(issue.input)}`, '{} or true for the usual figures, or a mapping with figures'),
	})
	.transform((_, context) => {
		context.addIssue({ code: 'custom', message: said('', 'a mapping with kind') });
		return z.NEVER;
	})
	.meta({
		description: 'With the usual figures.',
		type: ['boolean', 'string'],
		enum: [true, 'true'],
		const: undefined,
	});

/** The name of a gate stands for its kind, and `true` for a gate with the usual figures. Only gates on jobs name jobs. */
function withKinds(value: unknown): unknown {
	if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
	const filled = Object.entries(value).map(([name, written]: readonly [string, unknown]) => {
		const fields = written === 'true' ? {} : written;
		if (typeof fields !== 'object' || fields === null || Array.isArray(fields)) return [name, written] as const;
		const usual = 'jobs' in fields && !allKinds.includes(name) ? 'jobs' : name;
		return [name, 'kind' in fields ? fields : { ...fields, kind: usual }] as const;
	});
	return Object.fromEntries(filled);
}

export const gates = z
	.preprocess(withKinds, z.record(gateName, z.union([bare, gate])))
	.describe('What must hold before the stage has passed, by name.');

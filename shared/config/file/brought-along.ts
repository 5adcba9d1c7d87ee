/** `health.kayenta:` and `health.analysis:` in the file: what teams bring along from other engines. */
import type { z } from 'zod';
import { defaultKayentaPolicy } from '../../domain/health/kayenta/defaults.ts';
import { formatRatio } from '../units.ts';
import { choice, duration, flag, integer, limitCount, list, mapping, named, number, portion, text } from './fields.ts';

const day = 24 * 3_600_000;

const query = text('PromQL; {{slot}}, {{version}}, {{service}}, {{environment}} and {{window}} are filled in.', {
	most: 4_000,
	expected: 'a PromQL query of at most 4000 characters',
});

const effectSize = (words: string) => number(words, 0, 1_000_000).optional();
const kayentaMetric = mapping(
	{
		name: text(
			'Name of the metric: errors, p95 or another quantile, memory, a counted event, or its own with a query.',
			{ most: 200 },
		),
		groups: list(text('A group.', { most: 100 }), 'Groups it is scored in.').prefault([]),
		direction: choice(['increase', 'decrease', 'either'], 'Which way is worse.').prefault('either'),
		critical: flag('Whether it fails the whole canary when it does not pass.').prefault('false'),
		muted: flag('Classified and shown, but not scored.').prefault('false'),
		noData: choice(['nodata', 'fail', 'pass'], 'What becomes of the metric without data.').prefault('nodata'),
		nan: choice(['remove', 'replace'], 'What becomes of values that are no number: left out, or read as 0.').prefault(
			'remove',
		),
		outliers: choice(['keep', 'remove'], 'What becomes of outliers.').prefault('keep'),
		outlierFactor: number('How far out an outlier lies, in interquartile ranges.', 0, 1_000).prefault('3'),
		effect: mapping(
			{
				measure: choice(['mean-ratio', 'cles'], 'How the size of an effect is measured.').prefault('mean-ratio'),
				allowedIncrease: effectSize('A smaller increase passes.'),
				allowedDecrease: effectSize('A smaller decrease passes.'),
				criticalIncrease: effectSize('An increase from this size fails the whole canary.'),
				criticalDecrease: effectSize('A decrease from this size fails the whole canary.'),
			},
			'Effect that must be reached before a metric counts as high or low.',
		).prefault({}),
		query: query.optional(),
	},
	'A metric of the Kayenta-compatible judge.',
);

const { thresholds, tolerance, toleranceOf, confidence, minimumPoints } = defaultKayentaPolicy;

export const kayenta = mapping(
	{
		pass: number('Score from which it passes.', 0, 100).prefault(String(thresholds.pass)),
		marginal: number('Score from which it is marginal; below it fails.', 0, 100).prefault(String(thresholds.marginal)),
		tolerance: portion('Share of the shift that its interval must clear.', 0, 9).prefault(formatRatio(tolerance)),
		toleranceOf: choice(
			['shift', 'baseline'],
			"What the tolerance is a share of: Kayenta takes the shift itself; the baseline's location is the practical choice.",
		).prefault(toleranceOf),
		confidence: portion('Confidence of the interval.', 0.5, 0.9999).prefault(formatRatio(confidence)),
		minimumPoints: integer('Points of each slot before a metric is classified at all.', 1, 10_000).prefault(
			String(minimumPoints),
		),
		metrics: list(kayentaMetric, 'Metrics that are compared; by default errors, p95 and memory.', 1).optional(),
		groupWeights: named(
			text('Name of a group.', { most: 100 }),
			number('Weight of the group in per cent.', 0, 100),
			'Weights of groups; what is left of 100 is split evenly over the others.',
		).prefault({}),
	},
	'The Kayenta-compatible judge: Mann-Whitney per metric, a score from 0 to 100.',
);
export type FileKayenta = z.output<typeof kayenta>;

const condition = (words: string) =>
	text(`${words} Argo's expression language, such as result[0] < 0.05.`, { most: 2_000 }).optional();

const analysisMetric = mapping(
	{
		name: text('Name of the metric.', { most: 200 }),
		query,
		success: condition('A measurement that fulfils this is a success.'),
		failure: condition('A measurement that fulfils this is a failure.'),
		interval: duration('Time between two measurements; without it there is one only.', 1_000, day).optional(),
		initialDelay: duration('Time before the first measurement.', 0, day).prefault('0'),
		count: integer('Measurements to take; without it they go on until the end.', 1, 1_000_000).optional(),
		failureLimit: limitCount('More failed measurements than this fail the metric.').prefault('0'),
		inconclusiveLimit: limitCount('More inconclusive measurements than this make the metric inconclusive.').prefault(
			'0',
		),
		consecutiveErrorLimit: limitCount('More errors in a row than this end the metric in error.').prefault('4'),
		consecutiveSuccessLimit: integer(
			'So many successes in a row end the metric well; 0 is never.',
			0,
			1_000_000,
		).prefault('0'),
		dryRun: flag('Measured and shown, never decides.').prefault('false'),
	},
	'A metric of an analysis.',
);

export const analysis = mapping(
	{ metrics: list(analysisMetric, 'Metrics of the analysis.', 1) },
	'Analysis as Argo Rollouts defines it: queries, conditions, and limits on how often they may go wrong.',
);
export type FileAnalysis = z.output<typeof analysis>;

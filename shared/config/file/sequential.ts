/** `health.sequential:` in the file. */
import type { z } from 'zod';
import { defaultSequentialPolicy } from '../../domain/health/sequential/defaults.ts';
import { formatDuration, formatRatio } from '../units.ts';
import { choice, duration, integer, mapping, margin, named, number, orOff, ratio, text } from './fields.ts';

const hour = 3_600_000;
const { alpha, beta, undecidedAtStep, undecidedAtEnd, blockMs, drift } = defaultSequentialPolicy;

/** Cannot be mistaken for a path: metrics are named in sentences and addresses. */
const metricName = text('Name of a metric.', {
	most: 60,
	pattern: /^[A-Za-z][A-Za-z0-9_.-]*$/,
	expected: 'a name of letters, digits, dots, hyphens and _, such as checkout_failures',
});

const metric = mapping(
	{
		label: text('What it is called in a sentence.', { most: 60 }).optional(),
		event: text('Counted event among the requests that it is the rate of.', { most: 100 }).optional(),
		gauge: text('Value of the instant that is watched, such as a queue length.', { most: 100 }).optional(),
		quantile: number('Share of requests that are faster: 0.99 for the p99.', 0.01, 0.9999).optional(),
		unit: choice(['ratio', 'ms', 'requests/s', 'count', 'number'], 'Unit of a gauge.').optional(),
		harm: margin('A worsening beyond this is harm.').optional(),
		margin: margin('A worsening of this size must be excluded before "no worse" is said.').optional(),
		criticality: choice(['roll-back', 'hold', 'inform'], 'What shown harm leads to.').optional(),
		direction: choice(['increase', 'decrease', 'either'], 'Which way is worse.').optional(),
		minimum: integer(
			'Requests, or samples of a gauge, before anything is said; by default minimumRequests, or 5 samples.',
			1,
			100_000_000,
		).optional(),
	},
	'How one metric is judged.',
);
export type FileSequentialMetric = z.output<typeof metric>;

export const sequential = mapping(
	{
		alpha: ratio('Chance of a false alarm in a whole deployment, over all metrics and looks.', 0.1, 20).prefault(
			formatRatio(alpha),
		),
		beta: ratio('Chance of calling something no worse that is worse by the whole margin.', 0.1, 50).prefault(
			formatRatio(beta),
		),
		undecidedAtStep: choice(['go-on', 'hold'], 'What becomes of an undecided release when a step is over.').prefault(
			undecidedAtStep,
		),
		undecidedAtEnd: choice(
			['promote', 'hold', 'roll-back'],
			'What becomes of an undecided release at the end of the last step.',
		).prefault(undecidedAtEnd),
		block: duration('Length of the blocks whose differences are compared.', 1_000, hour).prefault(
			formatDuration(blockMs),
		),
		drift: mapping(
			{
				sd: number('Size of the swings, as the standard deviation of the log ratio of both slots.', 0, 5).prefault(
					String(drift.sd),
				),
				memory: duration('How long such a swing lasts.', 0, 24 * hour).prefault(formatDuration(drift.memoryMs)),
			},
			'Slow swings of the slots against each other that are no harm.',
		).prefault({}),
		metrics: named(
			metricName,
			orOff(metric, 'How one metric is judged; "off" leaves it out.'),
			'Changes to the metrics that every service is judged by (errors, p95, memory), and metrics besides.',
		).prefault({}),
	},
	'The sequential judge: looks at every sample, with one bound on false alarms for the whole deployment.',
);
export type FileSequential = z.output<typeof sequential>;

/** `health:` in the file: the limits, and which judges decide. */
import type { z } from 'zod';
import { defaultHealthPolicy } from '../../domain/health/defaults.ts';
import { formatDuration, formatRatio } from '../units.ts';
import { analysis, kayenta } from './brought-along.ts';
import { choice, duration, factor, integer, limitCount, list, mapping, orOff, ratio } from './fields.ts';
import { sequential } from './sequential.ts';

const hour = 3_600_000;
const day = 24 * hour;

const { absolute, baseline } = defaultHealthPolicy;
const limit = (value: number | null, write: (value: number) => string) => (value === null ? 'off' : write(value));
const share = (description: string, value: number | null) =>
	orOff(ratio(description), description).prefault(limit(value, formatRatio));
const times = (description: string, value: number | null) =>
	orOff(factor(description), description).prefault(limit(value, (figure) => `${figure}x`));

/** Rules of the limits by their names in a verdict. */
export const limitRules = [
	'absolute.errorRate',
	'absolute.p95Latency',
	'absolute.throughputChange',
	'absolute.memory',
	'baseline.errorRate',
	'baseline.p95Latency',
	'baseline.throughputDrop',
] as const;

const role = (what: string, otherwise: string) =>
	choice(['decide', 'inform', 'off'], `${what} decides, is only shown, or is off; ${otherwise}.`).optional();

const judges = mapping(
	{
		sequential: role('The sequential judge', 'it decides unless this says otherwise'),
		absolute: role('The group of fixed limits', 'it decides unless this says otherwise'),
		baseline: role(
			'The group of limits against the stable slot',
			'unless this says otherwise it decides where the sequential judge has nothing to compare',
		),
		kayenta: role('The Kayenta-compatible judge', 'it is off unless this says otherwise'),
		analysis: role("The team's own analysis", 'it decides where it has metrics, unless this says otherwise'),
	},
	'Who decides, who only informs.',
);

const counted = defaultHealthPolicy.limits;
const written = (limit: number) => (limit < 0 ? 'off' : String(limit));
const limits = mapping(
	{
		failureLimit: limitCount('A limit that is broken at more looks than this decides.').prefault(
			written(counted.failureLimit),
		),
		inconclusiveLimit: limitCount('More looks without a clear answer than this hold the release.').prefault(
			written(counted.inconclusiveLimit),
		),
		consecutiveErrorLimit: limitCount('More looks in a row without data than this take the release back.').prefault(
			written(counted.consecutiveErrorLimit),
		),
		dryRun: list(choice(limitRules, 'A rule.'), 'Rules that are measured and shown and never decide.').prefault([]),
	},
	'How often the fixed limits and those against the stable slot may be broken before they decide, as Argo Rollouts counts.',
);

export const health = mapping(
	{
		judges: judges.prefault({}),
		errorRate: share('Unhealthy from this share of failed requests; "off" for none.', absolute.errorRate),
		p95: orOff(
			duration('Unhealthy from this p95 latency; "off" for none.', 1, hour),
			'Unhealthy from this p95 latency; "off" for none.',
		).prefault(limit(absolute.p95Latency, formatDuration)),
		throughputChange: share(
			'Unhealthy when throughput for its weight changes by this share either way; "off" for none.',
			absolute.throughputChange,
		),
		memory: share('Unhealthy from this share of the memory limit; "off" for none.', absolute.memory),
		baseline: mapping(
			{
				errorRate: times('Unhealthy above this many times the error rate of the stable slot.', baseline.errorRateRatio),
				p95: times('Unhealthy above this many times the p95 latency of the stable slot.', baseline.p95LatencyRatio),
				throughputDrop: share(
					'Unhealthy when throughput for its weight is down by more than this share.',
					baseline.throughputDrop,
				),
			},
			'Limits against the stable slot over the same minutes.',
		).prefault({}),
		minimumRequests: integer(
			'Requests that the new release must have served in the window before it may be called healthy.',
			0,
			100_000_000,
		).prefault(String(defaultHealthPolicy.minimumRequests)),
		window: duration('Window of metrics judged at each look.', 1_000, day).prefault(
			formatDuration(defaultHealthPolicy.windowMs),
		),
		inform: list(
			choice(['absolute', 'baseline'], 'A group of rules.'),
			'Groups of rules that are shown but do not decide; "judges" says more.',
		).prefault([]),
		limits: limits.prefault({}),
		sequential: sequential.prefault({}),
		kayenta: kayenta.optional(),
		analysis: analysis.optional(),
	},
	'What healthy means here.',
);
export type FileHealth = z.output<typeof health>;

/** `canary:`, `blueGreen:`, `health:`, `smoke:` and `live:` in the file. */
import { z } from 'zod';
import { strategyDefaults } from '../../domain/strategy/model.ts';
import { defaultHealthPolicy } from '../../domain/health/defaults.ts';
import { formatDuration, formatRatio } from '../units.ts';
import {
	choice,
	duration,
	factor,
	flag,
	integer,
	list,
	mapping,
	orOff,
	percent,
	ratio,
	text,
	urlPath,
} from './fields.ts';

const hour = 3_600_000;
const day = 24 * hour;

/** Figures that both strategies have. */
const pace = {
	interval: duration('Time between two looks of the judge.', 1_000, hour).prefault(
		formatDuration(strategyDefaults.analysisIntervalMs),
	),
	patience: duration('How long an inconclusive verdict is held before it rolls back.', 1_000, day).prefault(
		formatDuration(strategyDefaults.patienceMs),
	),
	rollbackWindow: duration(
		'How long the previous release is kept warm, so that a rollback is a switch.',
		0,
		7 * day,
	).prefault(formatDuration(strategyDefaults.rollbackWindowMs)),
	deployTimeout: duration('Time for a deploy or for the smoke tests.', 1_000, 6 * hour).prefault(
		formatDuration(strategyDefaults.deployTimeoutMs),
	),
};

export const canary = mapping(
	{
		steps: list(
			mapping({
				weight: percent('Share of traffic of the new release.', 1, 99),
				for: duration('How long this share is watched.', 1_000, 7 * day),
				hold: flag('Waits for a person after this step.').prefault('false'),
			}),
			'Shares of traffic in growing order, each watched for its time; 100% follows by itself.',
			1,
		).prefault(
			strategyDefaults.canary.map((step) => ({ weight: `${step.weight}%`, for: formatDuration(step.durationMs) })),
		),
		...pace,
	},
	'Figures of the canary strategy.',
);

export const blueGreen = mapping(
	{
		watch: duration('How long the new release is watched after the switch.', 1_000, 7 * day).prefault(
			formatDuration(strategyDefaults.blueGreenWatchMs),
		),
		...pace,
	},
	'Figures of the blue-green strategy.',
);

const { absolute, baseline } = defaultHealthPolicy;
const limit = (value: number | null, write: (value: number) => string) => (value === null ? 'off' : write(value));
const share = (description: string, value: number | null) =>
	orOff(ratio(description), description).prefault(limit(value, formatRatio));
const times = (description: string, value: number | null) =>
	orOff(factor(description), description).prefault(limit(value, (figure) => `${figure}x`));

export const health = mapping(
	{
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
			'Groups of rules that are shown but do not decide.',
		).prefault([]),
	},
	'What healthy means here.',
);

const smokeChecks = list(
	mapping({
		path: urlPath('Path that is asked.'),
		status: integer('Status that must be answered.', 100, 599).prefault('200'),
		contains: text('Text that the answer must contain.', { most: 1_000 }).optional(),
	}),
	'Requests sent to each instance of the new release before it has users.',
);

export const smoke = z.union([
	smokeChecks.transform((checks) => ({ checks, timeout: 5_000 })),
	mapping({ checks: smokeChecks, timeout: duration('Time for one request.', 100, 600_000).prefault('5s') }),
]);

export const live = mapping(
	{
		interval: duration('Time between two points of the live charts.', 250, 600_000).prefault('5s'),
		window: duration('Window that each point looks back over.', 1_000, hour).prefault('1m'),
	},
	'How the live charts are drawn.',
);

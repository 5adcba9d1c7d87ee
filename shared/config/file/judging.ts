/** `canary:`, `blueGreen:`, `smoke:` and `live:` in the file. */
import { z } from 'zod';
import { strategyDefaults } from '../../domain/strategy/model.ts';
import { formatDuration } from '../units.ts';
import { duration, flag, integer, list, mapping, percent, text, urlPath } from './fields.ts';

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

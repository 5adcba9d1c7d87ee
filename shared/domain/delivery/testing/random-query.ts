/** Random questions in zones whose days are of 23, 24 and 25 hours, and not of whole hours from UTC. */
import { fc } from '@fast-check/vitest';
import { judgeHistory } from '../judge-history.ts';
import type { JudgedHistory } from '../judged.ts';
import type { MeasuredUnit } from '../measure.ts';
import { bucketSizes, type MetricsQuery } from '../metrics.ts';
import { addDays } from '../periods.ts';
import { day, hour } from './facts.ts';
import { start } from './random-draws.ts';
import { randomHistory } from './random-history.ts';

export const zones = ['UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kathmandu', 'Australia/Lord_Howe'] as const;

const somePeriod = fc
	.tuple(fc.integer({ min: -40, max: 12 }), fc.integer({ min: 1, max: 40 }))
	.map(([from, days]) => ({ from: addDays('2026-03-27', from), to: addDays('2026-03-27', from + days) }));
const wholeMonths = fc.constantFrom(
	{ from: '2026-03-01', to: '2026-04-01' },
	{ from: '2026-04-01', to: '2026-05-01' },
	{ from: '2026-02-01', to: '2026-05-01' },
);
const period = fc.oneof(somePeriod, wholeMonths);

export const randomQuery: fc.Arbitrary<MetricsQuery> = fc.record({
	scope: fc.constant({ services: [], group: null, environments: [] }),
	period,
	compareWith: fc.option(somePeriod, { nil: null, freq: 4 }),
	bucket: fc.constantFrom(...bucketSizes),
	withBots: fc.boolean(),
});

const covered = fc.oneof(
	{ weight: 2, arbitrary: fc.constant(null) },
	{ weight: 3, arbitrary: fc.integer({ min: -300, max: 200 }).map((hours) => start + hours * hour) },
);
const isThere = fc.integer({ min: 0, max: 3 }).map((draw) => draw > 0);

const randomUnit: fc.Arbitrary<MeasuredUnit> = fc
	.record({
		input: randomHistory,
		service: fc.constantFrom('shop', 'cart'),
		sources: fc.record({ deployments: isThere, commits: isThere, incidents: isThere }),
		coveredFrom: fc.record({ deployments: covered, incidents: covered }),
	})
	.map(({ input, service, ...rest }) => ({
		...rest,
		service,
		environment: 'production',
		history: judgeHistory(input),
	}));

/** Incidents of one name are the same one wherever they are told; those of each unit were drawn by themselves. */
export const randomUnits = fc
	.array(randomUnit, { maxLength: 3 })
	.map((units) => units.map((unit, index) => ({ ...unit, history: withOwnIncidents(unit.history, index) })));

function withOwnIncidents(history: JudgedHistory, unit: number): JudgedHistory {
	const incidentsWithoutDeployment = history.incidentsWithoutDeployment.map((without) => ({
		...without,
		ref: `unit ${unit} ${without.ref}`,
	}));
	return { ...history, incidentsWithoutDeployment };
}

/** Mostly after everything; at times in the midst of it. */
export const randomNow = fc.oneof(
	fc.constant(start + 60 * day),
	fc.integer({ min: -200, max: 400 }).map((hours) => start + hours * hour + 1_234_567),
);

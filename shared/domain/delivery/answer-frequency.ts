/** Deployment frequency: counted deployments by days of the calendar, never floored. */
import type { GatheredPeriod } from './gathered.ts';
import type { DistributionBin, MetricAnswer } from './metrics.ts';
import { type Asked, coverageRemarks, knownPart, type Measure, noData, unknowable } from './measured-values.ts';
import { medianOf } from './quantiles.ts';

/** A period without a deployment is measured as 0 where deployments of the unit are known: there it is a fact. */
export const measureFrequency: Measure = (asked) => {
	const unknown = unknowable(asked);
	if (unknown !== null) return unknown;
	if (!asked.sources.hasDeployments) return noData('No deployment has been recorded yet.');
	const days = asked.calendar.daysIn(knownPart(asked));
	if (days === 0) return noData('It has only just begun.');
	const n = asked.range.standings.counted;
	return { state: 'measured', value: n / days, n, of: null, p90: null, remarks: coverageRemarks(asked) };
};

export function alsoFrequency(asked: Asked, period: GatheredPeriod): MetricAnswer['also'] {
	const { state, value, n } = measureFrequency(asked);
	const isMeasured = state === 'measured';
	return [
		{ id: 'count', label: 'Deployments', value: isMeasured ? n : null, unit: 'count' },
		{ id: 'per-week', label: 'Per week', value: value === null ? null : value * 7, unit: 'per-week' },
		{
			id: 'days-with',
			label: 'Days with a deployment',
			value: isMeasured ? period.daysWithDeployment : null,
			unit: 'days',
		},
		{ id: 'between', label: 'Median time between two', value: medianOf(period.between), unit: 'ms' },
	];
}

export function apartFrequency({ standings }: GatheredPeriod): MetricAnswer['apart'] {
	return [
		{ id: 'rollback', label: 'Rollbacks', count: standings.rollback },
		{ id: 'same-version', label: 'Same version again', count: standings['same-version'] },
		{ id: 'taken-back', label: 'Taken back after traffic', count: standings['taken-back'] },
		{ id: 'attempt', label: 'Failed attempts without traffic', count: standings.attempt },
		{ id: 'unfinished', label: 'Not finished', count: standings.unfinished },
		{ id: 'told-twice', label: 'Told by a second source as well', count: standings['told-twice'] },
	];
}

const dayBounds = [0, 1, 2, 3, 5, 10, 20] as const;

/** How many days of the known part had how many deployments; days begun count whole. */
export function distributionOfDays(asked: Asked, period: GatheredPeriod): readonly DistributionBin[] {
	if (measureFrequency(asked).state !== 'measured') return [];
	const { from, to } = knownPart(asked);
	const days = asked.calendar.dayNumberAt(to - 1) - asked.calendar.dayNumberAt(from) + 1;
	const counts = [...period.perDay, ...Array.from({ length: Math.max(0, days - period.perDay.length) }, () => 0)];
	return dayBounds.map((lower, index) => {
		const upper = dayBounds[index + 1] ?? null;
		const count = counts.filter((value) => value >= lower && (upper === null || value < upper)).length;
		return { from: lower, to: upper, count };
	});
}

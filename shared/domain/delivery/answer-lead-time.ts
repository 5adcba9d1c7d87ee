/** Change lead time: what commits waited for until they reached users, by the commits themselves. */
import { formatCounted } from '../format.ts';
import type { GatheredRange } from './gathered.ts';
import type { MetricAnswer } from './metrics.ts';
import {
	type Asked,
	coverageRemarks,
	type Measure,
	measuredTimes,
	notMeasured,
	unknowable,
} from './measured-values.ts';
import { medianOf, type Times } from './quantiles.ts';

export const measureLeadTime: Measure = (asked) => {
	const { range, sources } = asked;
	if (sources.withCommits === 0) return notMeasured('No repository is connected, so no commit is known.');
	const unknown = unknowable(asked);
	if (unknown !== null) return unknown;
	const missing = sources.units - sources.withCommits;
	const remarks = [
		...coverageRemarks(asked),
		...(missing === 0 ? [] : [`${missing} of ${sources.units} units have no repository and are not in it.`]),
		...linkRemarks(range),
	];
	return measuredTimes(leadsOf(asked), noneOf(range), remarks);
};

/** Of people, and of programs where they are asked for. */
export function leadsOf({ range, withBots }: Pick<Asked, 'range' | 'withBots'>): Times {
	return withBots ? range.leads.all : range.leads.people;
}

function noneOf({ standings, leads }: GatheredRange): string {
	if (standings.counted === 0) return 'No deployment counted here.';
	return leads.bots.count > 0
		? 'Only commits of bots reached production here.'
		: 'No commit is known to have reached production here for the first time.';
}

function linkRemarks({ noLeadTime, standings }: GatheredRange): readonly string[] {
	const unlinked = noLeadTime['not-linked'] + noLeadTime['commit-unknown'];
	if (unlinked === 0) return [];
	return [`${unlinked} of ${formatCounted(standings.counted, 'deployment')} could not be linked to a commit.`];
}

/** Both numbers, with and without programs, whichever was asked for. */
export function alsoLeadTime({ range }: Asked): MetricAnswer['also'] {
	const { people, all } = range.leads;
	return [
		{ id: 'without-bots', label: 'Median without bots', value: medianOf(people), unit: 'ms' },
		{ id: 'with-bots', label: 'Median with bots', value: medianOf(all), unit: 'ms' },
		{ id: 'people-commits', label: 'Commits without bots', value: people.count, unit: 'count' },
		{ id: 'all-commits', label: 'Commits with bots', value: all.count, unit: 'count' },
	];
}

export function apartLeadTime({ range, withBots }: Asked): MetricAnswer['apart'] {
	const { noLeadTime, negativeLeads } = range;
	const negative = negativeLeads.people + (withBots ? negativeLeads.bots : 0);
	return [
		...(withBots ? [] : [{ id: 'bots', label: 'Commits of bots', count: range.leads.bots.count }]),
		{ id: 'negative', label: 'Negative lead times', count: negative },
		{ id: 'first-recorded', label: 'First recorded deployments', count: noLeadTime['first-recorded'] },
		{ id: 'not-linked', label: 'Deployments without a commit', count: noLeadTime['not-linked'] },
		{ id: 'commit-unknown', label: 'Deployments with an unknown commit', count: noLeadTime['commit-unknown'] },
		{
			id: 'previous-not-linked',
			label: 'Deployments after one without a known commit',
			count: noLeadTime['previous-not-linked'],
		},
	];
}

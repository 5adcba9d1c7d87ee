/** Change fail rate and recovery time. Both need a source of incidents: without one nobody knows what did not fail. */
import { formatCount, formatCounted } from '../format.ts';
import type { GatheredFailures, GatheredPeriod } from './gathered.ts';
import type { MetricAnswer, MetricValue } from './metrics.ts';
import {
	type Asked,
	coverageRemarks,
	type Measure,
	measuredShare,
	measuredTimes,
	notMeasured,
	unknowable,
} from './measured-values.ts';
import { dayTitle } from './words.ts';

export const measureFailRate: Measure = (asked) => {
	const without = withoutIncidents(asked);
	if (without !== null) return without;
	const { judged } = asked.range;
	const of = judged.counted + judged.takenBack;
	const remarks = [
		...(judged.takenBack === 0 ? [] : [`${judged.failed} of ${of}: ${partsOf(judged)}.`]),
		...incidentRemarks(asked),
	];
	return measuredShare(judged.failed, of, 'No deployment counted here.', remarks);
};

export const measureRecovery: Measure = (asked) => {
	const without = withoutIncidents(asked);
	if (without !== null) return without;
	const { judged } = asked.range;
	const open = judged.openSince.length;
	const remarks = [
		...(open === 0 ? [] : [`${formatCounted(open, 'failed deployment')} not put right yet.`]),
		...incidentRemarks(asked),
	];
	const none = judged.failed === 0 ? 'No deployment is shown to have failed here.' : 'No failed one is put right yet.';
	return measuredTimes(judged.recoveries, none, remarks);
};

/** "41 counted, 1 taken back" */
function partsOf({ counted, takenBack }: GatheredFailures): string {
	return `${formatCount(counted)} counted, ${formatCount(takenBack)} taken back`;
}

function withoutIncidents(asked: Asked): MetricValue | null {
	const { sources, range, span, calendar } = asked;
	if (sources.withIncidents === 0)
		return notMeasured(
			'No source of incidents is connected, and none is noted by hand.',
			...atLeast(range.unjudged, ''),
		);
	const unknown = unknowable(asked);
	if (unknown !== null) return unknown;
	if (sources.incidentsFrom !== null && span.to <= sources.incidentsFrom)
		return notMeasured(`No incident is known from before ${dayTitle(calendar.dayAt(sources.incidentsFrom))}.`);
	return null;
}

/** What is known without any source of incidents: what was rolled back, taken back, fixed. */
function atLeast(unjudged: GatheredFailures, where: string): readonly string[] {
	const of = unjudged.counted + unjudged.takenBack;
	if (of === 0) return [];
	const share = `${formatCount(unjudged.failed)} of ${formatCounted(of, 'deployment')}`;
	return [`At least ${share}${where} failed, by what deployments alone show.`];
}

function incidentRemarks(asked: Asked): readonly string[] {
	const { sources, range, span, calendar } = asked;
	const missing = sources.units - sources.withIncidents;
	const isLate = sources.incidentsFrom !== null && sources.incidentsFrom > span.from;
	return [
		...coverageRemarks(asked),
		...(isLate ? [`No incident is known from before ${dayTitle(calendar.dayAt(sources.incidentsFrom ?? 0))}.`] : []),
		...(missing === 0
			? []
			: [
					`${missing} of ${sources.units} units have no source of incidents and are not in it.`,
					...atLeast(range.unjudged, ' there'),
				]),
	];
}

export function apartFailRate({
	judged,
	standings,
	incidentsWithoutDeployment,
}: GatheredPeriod): MetricAnswer['apart'] {
	return [
		{ id: 'inferred', label: 'Shown only by an inferred incident', count: judged.inferred },
		{ id: 'taken-back', label: 'Taken back after traffic', count: judged.takenBack },
		{ id: 'rollback', label: 'Rollbacks, not divided by', count: standings.rollback },
		{ id: 'attempt', label: 'Failed attempts without traffic (pipeline failures)', count: standings.attempt },
		{ id: 'no-deployment', label: 'Incidents that no deployment caused', count: incidentsWithoutDeployment },
	];
}

export function apartRecovery({ judged, incidentsWithoutDeployment }: GatheredPeriod): MetricAnswer['apart'] {
	return [
		{ id: 'open', label: 'Not put right yet', count: judged.openSince.length },
		{ id: 'negative', label: 'Ended before they began', count: judged.negative },
		{ id: 'untimed', label: 'Taken back, first traffic not known', count: judged.untimed },
		{ id: 'no-deployment', label: 'Incidents that no deployment caused', count: incidentsWithoutDeployment },
	];
}

/** Ages of what is still broken. */
export function alsoRecovery({ range, now }: Asked): MetricAnswer['also'] {
	const oldest = range.judged.openSince[0];
	return [
		{ id: 'failed', label: 'Failed deployments', value: range.judged.failed, unit: 'count' },
		{ id: 'oldest-open', label: 'Oldest not put right', value: oldest === undefined ? null : now - oldest, unit: 'ms' },
	];
}

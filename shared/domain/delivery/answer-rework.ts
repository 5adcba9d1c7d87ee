/** Deployment rework rate: the share of deployments that nobody had planned. */
import type { GatheredPeriod, GatheredRange } from './gathered.ts';
import type { MetricAnswer } from './metrics.ts';
import { coverageRemarks, type Measure, measuredShare, unknowable } from './measured-values.ts';

export const measureRework: Measure = (asked) => {
	const unknown = unknowable(asked);
	if (unknown !== null) return unknown;
	const { unplanned } = asked.range;
	const n = unplanned.rollback + unplanned.hotfix + unplanned['fixes-incident'];
	return measuredShare(n, dividedBy(asked.range), 'No deployment reached users here.', coverageRemarks(asked));
};

function dividedBy({ standings }: GatheredRange): number {
	return standings.counted + standings.rollback + standings['taken-back'];
}

export function apartRework({ unplanned, standings }: GatheredPeriod): MetricAnswer['apart'] {
	return [
		{ id: 'rollback', label: 'Rollbacks', count: unplanned.rollback },
		{ id: 'hotfix', label: 'Hotfixes', count: unplanned.hotfix },
		{ id: 'fixes-incident', label: 'Fixes of incidents', count: unplanned['fixes-incident'] },
		{ id: 'attempt', label: 'Failed attempts, not divided by', count: standings.attempt },
		{ id: 'same-version', label: 'Same version again, not divided by', count: standings['same-version'] },
	];
}

/** Times in bins that widen as times do: minutes, hours, days, weeks. */
import type { DistributionBin } from './metrics.ts';
import type { Times } from './quantiles.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** Lower bounds, ms; what is as long as a bound is in the bin that it begins. The last bin has no end. */
export const timeBounds: readonly number[] = [
	...[0, 5 * minute, 15 * minute, 30 * minute],
	...[hour, 2 * hour, 4 * hour, 8 * hour],
	...[day, 2 * day, 4 * day, 7 * day, 14 * day, 28 * day, 91 * day],
];

/** Without any value there are no bins; empty ones at either end are left out. */
export function distributionOfTimes(times: Times): readonly DistributionBin[] {
	const below = times.below(timeBounds);
	const bins = timeBounds.map((from, index) => {
		const count = (below[index + 1] ?? times.count) - (below[index] ?? 0);
		return { from, to: timeBounds[index + 1] ?? null, count };
	});
	const first = bins.findIndex(({ count }) => count > 0);
	const last = bins.findLastIndex(({ count }) => count > 0);
	return first === -1 ? [] : bins.slice(first, last + 1);
}

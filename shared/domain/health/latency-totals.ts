/** Arithmetic of latency histograms: difference, sum, and the bounds that two of them have in common. */
import type { LatencyTotals } from './totals.ts';

/** True when bounds are finite and ascend, and there is one count that is no less than zero for each and one beyond. */
export function isSoundLatency({ boundsMs, counts }: LatencyTotals): boolean {
	return (
		counts.length === boundsMs.length + 1 &&
		boundsMs.every(
			(bound, index) => Number.isFinite(bound) && (index === 0 || bound > (boundsMs[index - 1] ?? bound)),
		) &&
		counts.every((count) => Number.isFinite(count) && count >= 0)
	);
}

const hasSameBounds = (left: LatencyTotals, right: LatencyTotals): boolean =>
	left.boundsMs.length === right.boundsMs.length &&
	left.boundsMs.every((bound, index) => bound === right.boundsMs[index]);

/** What was observed between two totals, or why that cannot be told. Both must be sound. */
export function latencyBetween(before: LatencyTotals, after: LatencyTotals): LatencyTotals | 'other-bounds' | 'fell' {
	if (!hasSameBounds(before, after)) return 'other-bounds';
	const counts = after.counts.map((count, index) => count - (before.counts[index] ?? 0));
	return counts.some((count) => count < 0) ? 'fell' : { boundsMs: after.boundsMs, counts };
}

/** The histogram with only the bounds of `kept` (ascending, all of them its own): buckets in between fall together. */
function coarser({ boundsMs, counts }: LatencyTotals, kept: readonly number[]): LatencyTotals {
	const sums = new Array<number>(kept.length + 1).fill(0);
	let index = 0;
	counts.forEach((count, bucket) => {
		const upper = boundsMs[bucket] ?? Number.POSITIVE_INFINITY;
		while (index < kept.length && upper > (kept[index] ?? upper)) index += 1;
		sums[index] = (sums[index] ?? 0) + count;
	});
	return { boundsMs: kept, counts: sums };
}

/**
 * Sum of two histograms. Where their bounds differ only those that both have are kept, because nobody knows how the
 * observations of one lie between the bounds of the other; null when they have none in common.
 */
export function addLatency(left: LatencyTotals, right: LatencyTotals): LatencyTotals | null {
	const isSame = hasSameBounds(left, right);
	const other = new Set(right.boundsMs);
	const common = isSame ? left.boundsMs : left.boundsMs.filter((bound) => other.has(bound));
	if (common.length === 0) return null;
	const [one, two] = isSame ? [left, right] : [coarser(left, common), coarser(right, common)];
	return { boundsMs: common, counts: one.counts.map((count, index) => count + (two.counts[index] ?? 0)) };
}

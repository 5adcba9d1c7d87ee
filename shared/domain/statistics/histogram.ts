/**
 * Quantile 0..1 of counted buckets, by linear interpolation within the bucket as Prometheus' histogram_quantile. The first
 * bucket begins at 0 where its bound is positive. Behind the last bound nothing is known but "at least": that bound is
 * the answer there. Null without observations or with no finite bucket.
 *
 * `bounds`: upper bounds, ascending; `counts`: of each bucket alone, one more than there are bounds.
 */
export function histogramQuantile(
	bounds: readonly number[],
	counts: readonly number[],
	share: number,
): { readonly value: number; readonly isAtLeast: boolean } | null {
	const total = counts.reduce((sum, count) => sum + count, 0);
	const last = bounds.at(-1);
	if (!(total > 0) || last === undefined) return null;
	const goal = share * total;
	let below = 0;
	for (const [index, upper] of bounds.entries()) {
		const count = counts[index] ?? 0;
		if (count > 0 && below + count >= goal) {
			const lower = bounds[index - 1] ?? Math.min(0, upper);
			return { value: lower + (upper - lower) * Math.max(0, (goal - below) / count), isAtLeast: false };
		}
		below += count;
	}
	return { value: last, isAtLeast: true };
}

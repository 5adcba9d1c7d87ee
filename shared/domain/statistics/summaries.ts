/** Summaries of a sample. None of them changes its input; all are null for an empty one. */

/** Arithmetic mean, summed with Neumaier's correction so that its last digits do not depend on the order of points. */
export function mean(values: readonly number[]): number | null {
	if (values.length === 0) return null;
	let sum = 0;
	let lost = 0;
	for (const value of values) {
		const next = sum + value;
		lost += Math.abs(sum) >= Math.abs(value) ? sum - next + value : value - next + sum;
		sum = next;
	}
	return (sum + lost) / values.length;
}

/** Values in ascending order, as a copy. */
export function ascending(values: readonly number[]): readonly number[] {
	return values.toSorted((left, right) => left - right);
}

/** Quantile 0..1 by linear interpolation between order statistics: type 7 of R, the default of numpy. */
export function quantile(values: readonly number[], share: number): number | null {
	return quantileOfSorted(ascending(values), share);
}

/** As `quantile`, for values that are in ascending order already. */
export function quantileOfSorted(sorted: ArrayLike<number>, share: number): number | null {
	if (!(share >= 0 && share <= 1)) return null;
	const position = (sorted.length - 1) * share;
	const below = sorted[Math.floor(position)];
	const above = sorted[Math.ceil(position)];
	if (below === undefined || above === undefined) return null;
	return below + (position - Math.floor(position)) * (above - below);
}

/** The middle of a sample. */
export function median(values: readonly number[]): number | null {
	return quantile(values, 0.5);
}

/**
 * Fences outside of which a value is an outlier: quartiles widened by `factor` times their distance. With `widen` they
 * are never inside the 1st and 99th percentile, as Kayenta's IQRDetector has it with "reduce sensitivity".
 */
export function outlierFences(
	values: readonly number[],
	factor: number,
	widen: boolean,
): { readonly low: number; readonly high: number } | null {
	const sorted = ascending(values);
	const at = (share: number): number => quantileOfSorted(sorted, share) ?? Number.NaN;
	if (sorted.length === 0) return null;
	const width = factor * (at(0.75) - at(0.25));
	const [low, high] = [at(0.25) - width, at(0.75) + width];
	return widen ? { low: Math.min(low, at(0.01)), high: Math.max(high, at(0.99)) } : { low, high };
}

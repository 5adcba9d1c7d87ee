/** The exact distribution of a rank sum when all ways to split the pooled points are equally likely. */

export interface RankSumTails {
	/** Chance of a rank sum of at most, and of at least, the one that was found. */
	readonly atMost: number;
	readonly atLeast: number;
}

/** Number of subsets of `size` ranks by their sum; ranks are doubled so that shared ranks stay whole. */
function countsBySum(doubledRanks: readonly number[], size: number): readonly number[] {
	const largest = doubledRanks.toSorted((left, right) => right - left).slice(0, size);
	const length = largest.reduce((sum, rank) => sum + rank, 0) + 1;
	const counts = Array.from({ length: size + 1 }, () => new Float64Array(length));
	const empty = counts[0];
	if (empty !== undefined) empty[0] = 1;
	for (const rank of doubledRanks) {
		for (let chosen = size; chosen > 0; chosen--) {
			const into = counts[chosen];
			const from = counts[chosen - 1];
			if (into === undefined || from === undefined) continue;
			for (let sum = rank; sum < length; sum++) into[sum] = (into[sum] ?? 0) + (from[sum - rank] ?? 0);
		}
	}
	return [...(counts[size] ?? [])];
}

/** Tails of the rank sum of `first`, given the ranks of both samples (shared ranks allowed). */
export function rankSumTails(first: readonly number[], second: readonly number[]): RankSumTails {
	const doubled = [...first, ...second].map((rank) => Math.round(rank * 2));
	const found = first.reduce((sum, rank) => sum + Math.round(rank * 2), 0);
	const counts = countsBySum(doubled, first.length);
	const total = counts.reduce((sum, count) => sum + count, 0);
	const below = counts.slice(0, found).reduce((sum, count) => sum + count, 0);
	const here = counts[found] ?? 0;
	return { atMost: (below + here) / total, atLeast: (total - below) / total };
}

/**
 * The smallest U whose chance of being reached from below is at least `chance`, for two samples without ties: R's
 * `qwilcox`. `chance` is below one half.
 */
export function mannWhitneyQuantile(chance: number, first: number, second: number): number {
	const ranks = Array.from({ length: first + second }, (_, index) => (index + 1) * 2);
	const counts = countsBySum(ranks, first);
	const total = counts.reduce((sum, count) => sum + count, 0);
	const smallest = first * (first + 1);
	// R's own allowance for rounding.
	const goal = chance - 10 * Number.EPSILON;
	let reached = 0;
	for (let u = 0; u <= first * second; u++) {
		reached += (counts[smallest + 2 * u] ?? 0) / total;
		if (reached >= goal) return u;
	}
	return first * second;
}

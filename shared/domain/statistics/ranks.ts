/** Ranks of two samples together, ties sharing the mean of their ranks. */

export interface PooledRanks {
	/** Rank of each point of the first sample, in its order. */
	readonly first: readonly number[];
	readonly second: readonly number[];
	/** How many points share a value, for each value that more than one point has. */
	readonly ties: readonly number[];
}

/** Ranks 1..N of all points of both samples in ascending order. Points must be numbers; infinities are allowed. */
export function rankTogether(first: readonly number[], second: readonly number[]): PooledRanks {
	const pooled = [...first, ...second];
	const order = pooled.map((_, index) => index).toSorted((left, right) => compare(pooled[left], pooled[right]));
	const ranks = pooled.map(() => 0);
	const ties: number[] = [];
	for (let start = 0; start < order.length; ) {
		const value = pooled[order[start] ?? 0];
		let end = start + 1;
		while (end < order.length && pooled[order[end] ?? 0] === value) end++;
		for (const index of order.slice(start, end)) ranks[index] = (start + 1 + end) / 2;
		if (end - start > 1) ties.push(end - start);
		start = end;
	}
	return { first: ranks.slice(0, first.length), second: ranks.slice(first.length), ties };
}

/** Not by subtraction: the difference of two infinities is no number. */
function compare(left = 0, right = 0): number {
	return left < right ? -1 : left > right ? 1 : 0;
}

/** Sum of t^3 - t over groups of ties: what takes from the variance of a rank sum. */
export function tieTerm(ties: readonly number[]): number {
	return ties.reduce((sum, size) => sum + (size * size * size - size), 0);
}

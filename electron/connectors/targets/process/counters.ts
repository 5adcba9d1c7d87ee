/** What the router counts of each slot since it started. */
export const latencyBoundsMs = [5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000] as const;

export interface SlotCounters {
	/** One request that ended; `failed` for 5xx answers and connections that broke. */
	count(durationMs: number, failed: boolean): void;
	totals(): { readonly requests: number; readonly errors: number };
	/** Cumulative counts per upper bound; the last bound is null for "any". */
	latency(): { leMs: number | null; count: number }[];
}

/** Starts at zero. */
export function createCounters(): SlotCounters {
	const buckets = new Array<number>(latencyBoundsMs.length + 1).fill(0);
	let requests = 0;
	let errors = 0;
	return {
		count(durationMs, failed) {
			requests += 1;
			if (failed) errors += 1;
			const found = latencyBoundsMs.findIndex((bound) => durationMs <= bound);
			const index = found === -1 ? latencyBoundsMs.length : found;
			buckets[index] = (buckets[index] ?? 0) + 1;
		},
		totals: () => ({ requests, errors }),
		latency() {
			let sum = 0;
			return buckets.map((count, index) => {
				sum += count;
				return { leMs: latencyBoundsMs[index] ?? null, count: sum };
			});
		},
	};
}

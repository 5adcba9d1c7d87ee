/** One simulated run of a scenario: what both slots counted in each minute. */
import type { Random } from './random.ts';
import { latencyLogSd, lookCount, requestsPerLook, type Scenario, type Swings } from './scenarios.ts';

/** Counts of one slot, one entry (or histogram) a minute. */
export interface SlotRun {
	readonly errors: readonly number[];
	/** Observations of each bucket, one more than there are bounds; empty where the scenario has no latency. */
	readonly latency: readonly (readonly number[])[];
	readonly memory: readonly number[];
}

export interface Run {
	readonly canary: SlotRun;
	readonly stable: SlotRun;
}

/** 80 buckets from 5 ms to 10 s, each 2000^(1/80) = 1.0997 times as wide as the one before; and Prometheus' defaults. */
export const bucketBounds: Readonly<Record<Scenario['buckets'], readonly number[]>> = {
	fine: Array.from({ length: 81 }, (_, index) => 5 * 2_000 ** (index / 80)),
	prometheus: [5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000],
};

const logBounds = {
	fine: Float64Array.from(bucketBounds.fine, Math.log),
	prometheus: Float64Array.from(bucketBounds.prometheus, Math.log),
} as const;

/** Factors of one slot, minute by minute. */
function oneSwing(random: Random, swings: Swings): readonly number[] {
	switch (swings.kind) {
		case 'none':
			return new Array<number>(lookCount).fill(1);
		case 'gamma':
			return Array.from({ length: lookCount }, () => random.gamma(1 / swings.variance, swings.variance));
		case 'drift': {
			const fresh = swings.sd * Math.sqrt(1 - swings.rho ** 2);
			let log = random.normal() * swings.sd;
			return Array.from({ length: lookCount }, (_, minute) => {
				if (minute > 0) log = swings.rho * log + fresh * random.normal();
				return Math.exp(log);
			});
		}
	}
}

/** Factors of both slots. Where the swings are shared it is the same list. */
export function swingsOf(random: Random, swings: Swings) {
	const canary = oneSwing(random, swings);
	const isShared = swings.kind !== 'none' && swings.isShared;
	return { canary, stable: isShared ? canary : oneSwing(random, swings) };
}

/** The bucket of a latency by the logs of the bounds: a value on a bound belongs below it, as in Prometheus. */
export function bucketOf(bounds: Float64Array, log: number): number {
	let low = 0;
	let high = bounds.length;
	while (low < high) {
		const middle = (low + high) >>> 1;
		if ((bounds[middle] ?? 0) < log) low = middle + 1;
		else high = middle;
	}
	return low;
}

/** The latencies of a minute, each drawn on its own. */
export function drawHistogram(random: Random, buckets: Scenario['buckets'], medianMs: number): readonly number[] {
	const bounds = logBounds[buckets];
	const counts = new Array<number>(bounds.length + 1).fill(0);
	const center = Math.log(medianMs);
	for (let index = 0; index < requestsPerLook; index += 1) {
		const bucket = bucketOf(bounds, center + latencyLogSd * random.normal());
		counts[bucket] = (counts[bucket] ?? 0) + 1;
	}
	return counts;
}

function slotRun(random: Random, scenario: Scenario, swings: readonly number[], isCanary: boolean): SlotRun {
	const has = (name: Scenario['metrics'][number]) => scenario.metrics.includes(name);
	const expected = requestsPerLook * scenario.errorRate * (isCanary ? scenario.errorFactor : 1);
	const medianMs = scenario.medianMs * (isCanary ? scenario.latencyFactor : 1);
	return {
		errors: has('errors') ? swings.map((factor) => Math.min(requestsPerLook, random.poisson(expected * factor))) : [],
		latency: has('p95') ? swings.map((factor) => drawHistogram(random, scenario.buckets, medianMs * factor)) : [],
		memory: has('memory') ? swings.map(() => 0.5 + 0.01 * random.normal()) : [],
	};
}

export function simulateRun(scenario: Scenario, random: Random): Run {
	const swings = swingsOf(random, scenario.swings);
	return {
		canary: slotRun(random, scenario, swings.canary, true),
		stable: slotRun(random, scenario, swings.stable, false),
	};
}

/**
 * A quantile of a histogram as Prometheus' `histogram_quantile` estimates it: linear within the bucket, which begins at 0
 * for the first, and the largest bound for what lies beyond it. NaN without observations.
 */
export function histogramQuantile(boundsMs: readonly number[], counts: readonly number[], quantile: number): number {
	const total = counts.reduce((sum, count) => sum + count, 0);
	if (total === 0) return Number.NaN;
	const rank = quantile * total;
	let below = 0;
	for (const [index, count] of counts.entries()) {
		const upper = boundsMs[index];
		if (upper === undefined) break;
		if (below + count >= rank && count > 0) {
			const lower = index === 0 ? 0 : (boundsMs[index - 1] ?? 0);
			return lower + ((upper - lower) * (rank - below)) / count;
		}
		below += count;
	}
	return boundsMs.at(-1) ?? Number.NaN;
}

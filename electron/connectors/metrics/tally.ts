/** What sources count up: requests, events and latency since counting began, and how several of these are added. */
import { addLatency } from '../../../shared/domain/health/latency-totals.ts';
import type { LatencyTotals } from '../../../shared/domain/health/totals.ts';

export interface Tally {
	/** Null until a counter of requests was seen. */
	readonly requests: number | null;
	readonly events: Readonly<Record<string, number>>;
	/** Bounds in the unit of the source. */
	readonly latency: LatencyTotals | null;
}

export const emptyTally: Tally = { requests: null, events: {}, latency: null };

/** How much a counter grew between two looks. A smaller value means that it started again from zero. */
export const grown = (before: number | undefined, now: number): number =>
	before === undefined || now < before ? now : now - before;

/** A histogram is one thing: when any of its buckets fell, all of them started again. */
export function hasFallen(before: ReadonlyMap<number, number> | undefined, now: ReadonlyMap<number, number>): boolean {
	if (before === undefined) return false;
	return [...now].some(([bound, count]) => count < (before.get(bound) ?? 0));
}

/** Cumulative counts by upper bound as counts of each bucket alone; null without the bucket `+Inf`. */
export function histogramOf(cumulative: ReadonlyMap<number, number>): LatencyTotals | null {
	if (!cumulative.has(Number.POSITIVE_INFINITY)) return null;
	const sorted = [...cumulative].toSorted(([left], [right]) => left - right);
	return {
		boundsMs: sorted.flatMap(([bound]) => (Number.isFinite(bound) ? [bound] : [])),
		counts: sorted.map(([, count], index) => count - (sorted[index - 1]?.[1] ?? 0)),
	};
}

/** Adds a histogram to a total. Bounds that are not common are given up; without a common one counting starts anew. */
export function addHistogram(total: LatencyTotals | null, more: LatencyTotals | null): LatencyTotals | null {
	if (total === null || more === null) return total ?? more;
	return addLatency(total, more) ?? more;
}

/** Adds what two instances did; what one of them does not count is that of the other. */
export function addTallies(one: Tally, other: Tally): Tally {
	// A map, so that an event called `constructor` is an event.
	const events = new Map(Object.entries(one.events));
	for (const [name, count] of Object.entries(other.events)) events.set(name, (events.get(name) ?? 0) + count);
	return {
		requests: one.requests === null ? other.requests : one.requests + (other.requests ?? 0),
		events: Object.fromEntries(events),
		latency: addHistogram(one.latency, other.latency),
	};
}

/** Seconds become milliseconds, without the dust of binary fractions. */
export function inMilliseconds(latency: LatencyTotals | null, unit: 's' | 'ms'): LatencyTotals | null {
	if (latency === null || unit === 'ms') return latency;
	return { ...latency, boundsMs: latency.boundsMs.map((bound) => Number((bound * 1000).toPrecision(12))) };
}

export interface Timeline {
	/** Holds the other clock's present against ours. */
	hold(theirNow: number, ourNow: number): void;
	/** Instant of the other clock as ms since the epoch on ours; the same instant always gives the same answer. */
	at(theirs: number): number;
	/** Changes when one of the clocks was set: instants before and after are not to be compared. */
	run(): number;
}

/** Less than this is delay of the network and drift. */
const clockTolerance = 10_000;

/** Turns instants of another clock (monotonic, or Prometheus' own) into ours without trembling from look to look. */
export function createTimeline(): Timeline {
	let offset: number | null = null;
	let run = 0;
	return {
		hold(theirNow, ourNow) {
			const found = ourNow - theirNow;
			if (offset !== null && Math.abs(found - offset) <= clockTolerance) return;
			offset = found;
			run += 1;
		},
		at: (theirs) => Math.round(theirs + (offset ?? 0)),
		run: () => run,
	};
}

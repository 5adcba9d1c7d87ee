/**
 * What a slot did between two looks. Sequential judges count every request once: they take these differences of running
 * totals, never the overlapping windows that charts and limits use. What cannot be trusted is left out and said in `notes`.
 */
import type { SlotReadings } from './model.ts';
import { addLatency, isSoundLatency, latencyBetween } from './latency-totals.ts';
import type { LatencyTotals, SlotTotals } from './totals.ts';

export interface Interval {
	/** Instants of the data (`SlotTotals.at`) that it lies between, ms since the epoch. */
	readonly fromMs: number;
	readonly toMs: number;
	/** Null when they were not counted or cannot be trusted. */
	readonly requests: number | null;
	/** Counted events; a name that is absent was not counted, which is not zero. */
	readonly events: Readonly<Record<string, number>>;
	/** Observations within the interval. */
	readonly latency: LatencyTotals | null;
	/** Values at its end, in the metric's own unit. */
	readonly gauges: Readonly<Record<string, number>>;
	readonly source: string;
	readonly query: string;
	/** What was left out, and why, in words. */
	readonly notes: readonly string[];
}

const finiteEntries = (values: Readonly<Record<string, number>>): readonly (readonly [string, number])[] =>
	Object.entries(values).filter(([, value]) => Number.isFinite(value));

function isComparable(before: SlotTotals, after: SlotTotals): boolean {
	return (
		Number.isFinite(before.at) &&
		Number.isFinite(after.at) &&
		after.at > before.at &&
		before.slot === after.slot &&
		before.epoch === after.epoch &&
		before.version === after.version
	);
}

/** Growth of one total; null, with a note, when it is no number or fell. */
function growth(name: string, before: number | null | undefined, after: number | null | undefined, notes: string[]) {
	if (before === null || before === undefined || after === null || after === undefined) return null;
	if (!Number.isFinite(before) || !Number.isFinite(after)) {
		notes.push(`the total of ${name} is not a number`);
		return null;
	}
	if (after >= before) return after - before;
	notes.push(`the total of ${name} fell from ${before} to ${after}`);
	return null;
}

function latencyGrowth(before: LatencyTotals | null, after: LatencyTotals | null, notes: string[]) {
	if (before === null || after === null) return null;
	if (!isSoundLatency(before) || !isSoundLatency(after)) {
		notes.push('the histogram of latency is not in order');
		return null;
	}
	const between = latencyBetween(before, after);
	if (between === 'other-bounds') notes.push('the buckets of latency changed');
	else if (between === 'fell') notes.push('a bucket of latency fell');
	return typeof between === 'string' ? null : between;
}

/**
 * Events are among the requests. More errors than requests mean that one of the two was read wrongly, so neither is
 * used; for an event of the team's own only that event is left out, since it may be no event among requests at all.
 */
function reconciled(requests: number | null, events: Readonly<Record<string, number>>, notes: string[]) {
	if (requests === null) return { requests, events };
	const excessive = Object.entries(events).filter(([, count]) => count > requests);
	for (const [name, count] of excessive) notes.push(`${count} ${name} among ${requests} requests`);
	const kept = Object.fromEntries(Object.entries(events).filter(([, count]) => count <= requests));
	return { requests: excessive.some(([name]) => name === 'errors') ? null : requests, events: kept };
}

/**
 * What happened between two totals of a slot. Null when there is nothing new: the same instant, one that is late, or
 * totals that cannot be subtracted (another slot, version or epoch). Counts are never negative.
 */
export function intervalBetween(before: SlotTotals, after: SlotTotals): Interval | null {
	if (!isComparable(before, after)) return null;
	const notes: string[] = [];
	const events = Object.keys(after.events).flatMap((name): [string, number][] => {
		const known = Object.hasOwn(before.events, name) ? before.events[name] : undefined;
		const grown = growth(name, known, after.events[name], notes);
		return grown === null ? [] : [[name, grown]];
	});
	return {
		fromMs: before.at,
		toMs: after.at,
		...reconciled(growth('requests', before.requests, after.requests, notes), Object.fromEntries(events), notes),
		latency: latencyGrowth(before.latency, after.latency, notes),
		gauges: Object.fromEntries(finiteEntries(after.gauges)),
		source: after.source,
		query: after.query,
		notes,
	};
}

/**
 * The sum of two intervals that follow each other, in either order; a gap between them is allowed. Null when they
 * overlap. A count that one of them lacks is absent in the sum: half a count would look like a drop.
 */
export function addIntervals(one: Interval, other: Interval): Interval | null {
	const [first, last] = one.toMs <= other.toMs ? [one, other] : [other, one];
	if (!(first.toMs <= last.fromMs)) return null;
	const events = Object.entries(first.events).flatMap(([name, count]): [string, number][] => {
		const more = Object.hasOwn(last.events, name) ? last.events[name] : undefined;
		return more === undefined ? [] : [[name, count + more]];
	});
	const isCounted = first.requests !== null && last.requests !== null;
	return {
		...last,
		fromMs: first.fromMs,
		requests: isCounted ? (first.requests ?? 0) + (last.requests ?? 0) : null,
		events: Object.fromEntries(events),
		latency: first.latency === null || last.latency === null ? null : addLatency(first.latency, last.latency),
		notes: [...new Set([...first.notes, ...last.notes])],
	};
}

/** True when nothing was observed: no request, no event, no latency, no gauge. */
export function isEmpty({ requests, events, latency, gauges }: Interval): boolean {
	return (
		(requests ?? 0) === 0 &&
		Object.values(events).every((count) => count === 0) &&
		(latency?.counts.every((count) => count === 0) ?? true) &&
		Object.keys(gauges).length === 0
	);
}

/**
 * For sources without totals: the window of the readings as an interval, where it does not overlap what was used
 * before (`previousEndMs`, the `toMs` of the last interval; null at first). Rates are turned back into whole numbers of
 * events; there is no histogram. Null when nothing was measured or the window began too early: look again later.
 */
export function intervalFromReadings(readings: SlotReadings, previousEndMs: number | null = null): Interval | null {
	const { requests, errorRate, memory } = readings;
	const lead = requests.state === 'measured' ? requests : memory;
	if (lead.state !== 'measured' || lead.at === null || !Number.isFinite(lead.at) || !(lead.windowMs > 0)) return null;
	const fromMs = lead.at - lead.windowMs;
	if (!Number.isFinite(fromMs) || (previousEndMs !== null && !(fromMs >= previousEndMs))) return null;
	const counted = requests.state === 'measured' ? roundedCount(requests.value) : null;
	const rate = errorRate.state === 'measured' ? errorRate.value : counted === 0 ? 0 : null;
	const errors = counted === null || rate === null || !(rate >= 0) ? null : roundedCount(Math.min(rate, 1) * counted);
	const used = memory.state === 'measured' ? memory.value : null;
	return {
		fromMs,
		toMs: lead.at,
		requests: counted,
		events: errors === null ? {} : { errors },
		latency: null,
		gauges: used !== null && Number.isFinite(used) ? { memory: used } : {},
		source: lead.source,
		query: lead.query,
		notes: ['counted from rates over windows, because the source keeps no totals'],
	};
}

const roundedCount = (value: number | null): number | null =>
	value !== null && Number.isFinite(value) && value >= 0 ? Math.round(value) : null;

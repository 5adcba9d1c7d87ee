/**
 * The recent past of one instance. Each scrape is kept as running totals since we first saw the instance, so that a
 * window is one subtraction and a counter that started again from zero is accounted for once, when it is seen.
 */
import type { LatencyTotals } from '../../../../shared/domain/health/totals.ts';
import { addHistogram, grown, hasFallen, histogramOf } from '../tally.ts';
import type { Tally } from '../tally.ts';
import type { Bucket } from './histogram.ts';
import type { Found, LatencySeries, Page } from './page.ts';

/** Totals after one scrape. */
export interface Mark {
	/** Monotonic ms. */
	readonly at: number;
	readonly requests: number;
	readonly errors: number;
	readonly buckets: ReadonlyMap<number, number>;
	readonly page: Page;
	/** True once a series carried the label that tells errors from the rest. */
	readonly tellsErrors: boolean;
	/** All that was counted since we first saw the instance; survives that older marks are forgotten. */
	readonly tally: Tally;
}

export interface InstanceRing {
	push(page: Page, at: number): void;
	marks(): readonly Mark[];
	newest(): Mark | null;
	/** Forgets what is older than `at`, except the newest of that, which is where a window starts. */
	forgetBefore(at: number): void;
}

const valueOf = <T>(found: Found<readonly T[]>): readonly T[] => (found.ok ? found.value : []);

/** Totals of the team's own events, by name. */
function createEventCounts() {
	const before = new Map<string, number>();
	const totals = new Map<string, number>();
	// A page that was read and did not have the series: when it appears it started at zero.
	const told = new Set<string>();
	return {
		restart: () => before.clear(),
		count(events: Page['events']): Readonly<Record<string, number>> {
			for (const [name, found] of Object.entries(events)) {
				for (const { key, value } of valueOf(found)) {
					const series = JSON.stringify([name, key]);
					totals.set(name, (totals.get(name) ?? 0) + (told.has(name) ? grown(before.get(series), value) : 0));
					before.set(series, value);
				}
				if (found.ok) totals.set(name, totals.get(name) ?? 0);
				if (found.ok || found.state === 'missing') told.add(name);
			}
			return Object.fromEntries(totals);
		},
	};
}

/** Observations by bucket. What is seen for the first time is only where counting starts: it may have counted for days. */
function createLatencyCounts() {
	const before = new Map<string, ReadonlyMap<number, number>>();
	let isSeen = false;
	let total: LatencyTotals | null = null;
	const add = (totals: Map<number, number>, { key, buckets }: LatencySeries): void => {
		const known = before.get(key);
		const from = hasFallen(known, buckets) ? undefined : known;
		const growth = new Map<number, number>();
		for (const [bound, count] of buckets) {
			const more = isSeen ? grown(from?.get(bound), count) : 0;
			growth.set(bound, more);
			totals.set(bound, (totals.get(bound) ?? 0) + more);
		}
		total = addHistogram(total, histogramOf(growth));
		before.set(key, buckets);
	};
	return {
		restart: () => before.clear(),
		/** Cumulative totals by bound after the page, from those before it. */
		count(found: Page['latency'], last: ReadonlyMap<number, number> | undefined): ReadonlyMap<number, number> {
			const totals = new Map(last);
			for (const series of valueOf(found)) add(totals, series);
			isSeen ||= found.ok;
			return totals;
		},
		total: () => total,
	};
}

/** `capacity` bounds the marks kept, whatever the window. */
export function createInstanceRing(capacity: number): InstanceRing {
	const requestsBefore = new Map<string, number>();
	const latency = createLatencyCounts();
	let startedAt: number | null = null;
	// As for latency: the first page is only where counting starts.
	let hasRequests = false;
	const events = createEventCounts();
	let marks: Mark[] = [];

	const noteStart = (page: Page): void => {
		// Two starts closer than a second are one: some exporters compute the gauge anew each time.
		if (startedAt !== null && page.startedAt !== null && Math.abs(page.startedAt - startedAt) > 1) {
			requestsBefore.clear();
			latency.restart();
			events.restart();
		}
		startedAt = page.startedAt ?? startedAt;
	};

	return {
		push(page, at) {
			noteStart(page);
			const last = marks.at(-1);
			let requests = last?.requests ?? 0;
			let errors = last?.errors ?? 0;
			let tellsErrors = last?.tellsErrors ?? false;
			for (const series of valueOf(page.requests)) {
				const more = hasRequests ? grown(requestsBefore.get(series.key), series.value) : 0;
				requests += more;
				if (series.isError === true) errors += more;
				if (series.isError !== null) tellsErrors = true;
				requestsBefore.set(series.key, series.value);
			}
			const buckets = latency.count(page.latency, last?.buckets);
			hasRequests ||= page.requests.ok;
			const counted = { ...(tellsErrors ? { errors } : {}), ...events.count(page.events) };
			const tally = { requests: hasRequests ? requests : null, events: counted, latency: latency.total() };
			marks.push({ at, requests, errors, buckets, page, tellsErrors, tally });
			if (marks.length > capacity) marks = marks.slice(-capacity);
		},
		marks: () => marks,
		newest: () => marks.at(-1) ?? null,
		forgetBefore(at) {
			const keep = marks.findLastIndex((mark) => mark.at <= at);
			if (keep > 0) marks = marks.slice(keep);
		},
	};
}

/** What happened between two marks. */
export interface Delta {
	readonly requests: number;
	readonly errors: number;
	readonly buckets: readonly Bucket[];
	readonly fromAt: number;
	readonly toAt: number;
	readonly scrapes: number;
}

/**
 * The part of the ring that answers for a window: from the last mark before it, unless that lies too far back
 * (scrapes were missed), else from the first mark inside. Null with fewer than two marks.
 */
export function deltaOver(marks: readonly Mark[], fromAt: number, toleranceMs: number): Delta | null {
	const before = marks.findLastIndex((mark) => mark.at <= fromAt);
	const inside = marks.findIndex((mark) => mark.at > fromAt);
	const from = before >= 0 && fromAt - (marks[before]?.at ?? 0) <= toleranceMs ? before : inside;
	const start = marks[from];
	const end = marks.at(-1);
	if (start === undefined || end === undefined || start === end) return null;
	return {
		requests: end.requests - start.requests,
		errors: end.errors - start.errors,
		buckets: [...end.buckets].map(([bound, count]) => ({ bound, count: count - (start.buckets.get(bound) ?? 0) })),
		fromAt: start.at,
		toAt: end.at,
		scrapes: marks.length - from,
	};
}

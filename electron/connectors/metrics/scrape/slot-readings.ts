/** From the rings of a slot's instances to the readings of the slot. */
import { formatAge, formatCount, formatDuration } from '../../../../shared/domain/format.ts';
import type { MetricName, Reading, ReadingState } from '../../../../shared/domain/health/model.ts';
import { metricNames } from '../../../../shared/domain/health/model.ts';
import type { ScrapeNames } from '../../../../shared/config/model.ts';
import { emptyReading } from '../../../../shared/domain/health/readings.ts';
import type { SlotName } from '../../../../shared/domain/target/model.ts';
import { histogramQuantile, mergeHistograms } from './histogram.ts';
import { deltaOver } from './instance-ring.ts';
import type { Delta, InstanceRing, Mark } from './instance-ring.ts';
import type { Found } from './page.ts';

/** One instance as the source follows it. */
export interface InstanceView {
	readonly address: string;
	readonly ring: InstanceRing;
	/** Why the last scrape failed; null when it did not. */
	readonly error: string | null;
	/** True once the slot no longer names the address; what it served in the window still counts. */
	readonly hasLeft: boolean;
}

export interface SlotView {
	readonly slot: SlotName;
	readonly instances: readonly InstanceView[];
	readonly names: ScrapeNames;
	readonly label: string;
	readonly staleAfterMs: number;
	readonly intervalMs: number;
	readonly windowMs: number;
	/** Wall clock and monotonic time of the look. */
	readonly now: number;
	readonly monotonic: number;
}

interface Fresh {
	readonly instance: InstanceView;
	readonly mark: Mark;
}

type Gap = { readonly state: Exclude<ReadingState, 'measured' | 'partial'>; readonly detail: string };

interface Look {
	readonly view: SlotView;
	readonly fresh: readonly Fresh[];
	/** Set when some instances do not answer: the values are those of the others. */
	readonly unseen: string | null;
	readonly query: string;
	/** Wall clock of the oldest of the newest pages. */
	readonly at: number;
}

const gap = (state: Gap['state'], detail: string): Gap => ({ state, detail });

/** The instant of a mark on today's wall clock, whatever that clock did in between. */
const wallOf = (view: SlotView, at: number): number => Math.round(view.now - (view.monotonic - at));

function empty(look: Look, metric: MetricName, found: Gap, windowMs = look.view.windowMs): Reading {
	const { at, query } = look;
	const rest = { detail: found.detail, at, windowMs, query, source: look.view.label };
	return emptyReading(metric, look.view.slot, found.state, rest);
}

function full(
	look: Look,
	metric: MetricName,
	value: number,
	rest: { count: number; windowMs: number },
	note: string | null,
) {
	const { at, query, view } = look;
	const detail = [note, look.unseen].filter((one) => one !== null).join('; ');
	return {
		...{ metric, slot: view.slot, value, ...rest, at, query, source: view.label },
		state: detail === '' ? 'measured' : 'partial',
		detail: detail === '' ? null : detail,
	} satisfies Reading;
}

/** What the newest pages say of one metric: a gap when none has it, a note when only some have. */
function present(look: Look, found: (mark: Mark) => Found<unknown>): { gap: Gap | null; note: string | null } {
	const gaps = look.fresh.flatMap(({ mark }) => {
		const one = found(mark);
		return one.ok ? [] : [gap(one.state, one.detail)];
	});
	const [first] = gaps;
	if (first === undefined) return { gap: null, note: null };
	if (gaps.length === look.fresh.length) return { gap: first, note: null };
	return { gap: null, note: `${gaps.length} of ${look.fresh.length} instances: ${first.detail}` };
}

/** What all instances of the slot did in the window, those that left meanwhile included. */
function deltas(look: Look): readonly Delta[] {
	const { view } = look;
	const rings = [
		...look.fresh.map(({ instance }) => instance.ring),
		...view.instances.filter((instance) => instance.hasLeft).map((instance) => instance.ring),
	];
	return rings.flatMap((ring) => {
		const delta = deltaOver(ring.marks(), view.monotonic - view.windowMs, 2 * view.intervalMs);
		return delta === null ? [] : [delta];
	});
}

const waiting = gap('missing', 'the first page is read; a change needs two');
const idle = gap('missing', 'no requests in the window');

function counterReadings(look: Look, all: readonly Delta[]): readonly Reading[] {
	const { names } = look.view;
	const { gap: found, note } = present(look, (mark) => mark.page.requests);
	const trouble = found ?? (all.length === 0 ? waiting : null);
	if (trouble !== null) {
		return (['requests', 'errorRate', 'throughput'] as const).map((metric) => empty(look, metric, trouble));
	}
	// Told honestly: younger slots cover less than the window, a missed scrape may make it a little more.
	const windowMs = Math.max(...all.map((delta) => delta.toAt)) - Math.min(...all.map((delta) => delta.fromAt));
	const requests = all.reduce((sum, delta) => sum + delta.requests, 0);
	const errors = all.reduce((sum, delta) => sum + delta.errors, 0);
	const rest = { count: requests, windowMs };
	const tellsErrors = look.fresh.some(({ mark }) => mark.tellsErrors);
	const noLabel = gap('missing', `no series of ${names.requests} has the label ${names.errorLabel}`);
	return [
		full(look, 'requests', requests, rest, note),
		requests === 0
			? empty(look, 'errorRate', idle, windowMs)
			: tellsErrors
				? full(look, 'errorRate', errors / requests, rest, note)
				: empty(look, 'errorRate', noLabel, windowMs),
		full(look, 'throughput', requests / (windowMs / 1000), rest, note),
	];
}

function latencyReading(look: Look, all: readonly Delta[]): Reading {
	const { names } = look.view;
	const { gap: found, note } = present(look, (mark) => mark.page.latency);
	if (found !== null) return empty(look, 'p95Latency', found);
	if (all.length === 0) return empty(look, 'p95Latency', waiting);
	const windowMs = Math.max(...all.map((delta) => delta.toAt)) - Math.min(...all.map((delta) => delta.fromAt));
	// An instance without a single observed latency has no buckets yet and must not take the others' away.
	const buckets = mergeHistograms(all.map((delta) => delta.buckets).filter((one) => one.length > 0));
	const count = buckets.find((bucket) => bucket.bound === Number.POSITIVE_INFINITY)?.count;
	if (count === undefined && buckets.length > 0) {
		return empty(look, 'p95Latency', gap('failed', `${names.latency} has no bucket le="+Inf"`), windowMs);
	}
	const quantile = histogramQuantile(0.95, buckets);
	if (quantile === null || count === undefined) return empty(look, 'p95Latency', idle, windowMs);
	const value = names.latencyUnit === 's' ? quantile.value * 1000 : quantile.value;
	const beyond = quantile.atLeast ? 'it lies beyond the largest bucket' : null;
	const notes = [beyond, note].filter((one) => one !== null).join('; ');
	const reading = full(look, 'p95Latency', value, { count, windowMs }, notes === '' ? null : notes);
	return quantile.atLeast ? { ...reading, atLeast: true } : reading;
}

/** The fullest instance speaks for the slot: a mean would hide the one that is about to fall over. */
function memoryReading(look: Look): Reading {
	const { gap: found, note } = present(look, (mark) => mark.page.memory);
	if (look.view.names.memory === '') return empty(look, 'memory', gap('not-configured', 'no metric is named for it'));
	if (found !== null) return empty(look, 'memory', found);
	const values = look.fresh.flatMap(({ mark, instance }) =>
		mark.page.memory.ok ? [{ value: mark.page.memory.value, count: instance.ring.marks().length }] : [],
	);
	const worst = values.reduce((most, one) => (one.value > most.value ? one : most));
	return full(look, 'memory', worst.value, { count: worst.count, windowMs: look.view.windowMs }, note);
}

/** The gap of a slot none of whose instances has a fresh page. */
function blind(view: SlotView, current: readonly InstanceView[]): { gap: Gap; at: number | null } {
	const error = current.find((instance) => instance.error !== null)?.error ?? null;
	const newest = current.flatMap((instance) => instance.ring.newest()?.at ?? []);
	if (current.length === 0) return { gap: gap('failed', 'the slot has no address to scrape'), at: null };
	if (newest.length === 0) return { gap: gap('failed', error ?? 'it was not scraped yet'), at: null };
	const last = Math.max(...newest);
	const age = `last scrape ${formatAge(view.monotonic - last)}`;
	return { gap: gap('stale', error === null ? age : `${age}; ${error}`), at: wallOf(view, last) };
}

/** One reading per metric of the slot. */
export function readSlot(view: SlotView): readonly Reading[] {
	const current = view.instances.filter((instance) => !instance.hasLeft);
	const fresh = current.flatMap((instance): Fresh[] => {
		const mark = instance.ring.newest();
		return mark !== null && view.monotonic - mark.at <= view.staleAfterMs ? [{ instance, mark }] : [];
	});
	const query = current.map((instance) => instance.address).join(' ');
	if (fresh.length === 0) {
		const { gap: found, at } = blind(view, current);
		const rest = { detail: found.detail, at, windowMs: view.windowMs, query, source: view.label };
		return metricNames.map((metric) => emptyReading(metric, view.slot, found.state, rest));
	}
	const away = current.filter((instance) => !fresh.some((one) => one.instance === instance));
	const why =
		away.find((instance) => instance.error !== null)?.error ?? `no page within ${formatDuration(view.staleAfterMs)}`;
	const unseen = away.length === 0 ? null : `${formatCount(away.length)} of ${current.length} instances: ${why}`;
	const at = wallOf(view, Math.min(...fresh.map(({ mark }) => mark.at)));
	const look: Look = { view, fresh, unseen, query, at };
	const all = deltas(look);
	return [...counterReadings(look, all), latencyReading(look, all), memoryReading(look)];
}

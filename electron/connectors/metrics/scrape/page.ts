/** What one scraped page says about the metrics that matter; the rest of it is forgotten at once. */
import type { ScrapeEvent, ScrapeNames } from '../../../../shared/config/model.ts';
import { formatAge } from '../../../../shared/domain/format.ts';
import type { Exposition, Sample } from '../exposition.ts';

/** What was found, or the named gap. */
export type Found<T> =
	| { readonly ok: true; readonly value: T }
	| { readonly ok: false; readonly state: 'missing' | 'not-a-number' | 'failed' | 'stale'; readonly detail: string };

export interface RequestSeries {
	readonly key: string;
	readonly value: number;
	/** Null when the series lacks the label that tells errors. */
	readonly isError: boolean | null;
}

export interface EventSeries {
	readonly key: string;
	readonly value: number;
}

export interface LatencySeries {
	readonly key: string;
	/** Cumulative counts by upper bound, as exposed. */
	readonly buckets: ReadonlyMap<number, number>;
}

export interface Page {
	readonly requests: Found<readonly RequestSeries[]>;
	readonly latency: Found<readonly LatencySeries[]>;
	/** Ratio 0..1. */
	readonly memory: Found<number>;
	/** The team's own events, by name. */
	readonly events: Readonly<Record<string, Found<readonly EventSeries[]>>>;
	/** `process_start_time_seconds`; null where it is not exposed. */
	readonly startedAt: number | null;
}

/** Which series of a page count as an event. */
export interface EventRule {
	readonly name: string;
	readonly series: ScrapeEvent['series'];
	readonly isCounted: (labels: Sample['labels']) => boolean;
}

export interface PageRules {
	readonly names: ScrapeNames;
	readonly isError: (labelValue: string) => boolean;
	readonly events?: readonly EventRule[];
	readonly staleAfterMs: number;
}

const keyOf = (sample: Sample, without?: string): string =>
	JSON.stringify(
		Object.entries(sample.labels)
			.filter(([label]) => label !== without)
			.toSorted(([left], [right]) => (left < right ? -1 : 1)),
	);

/** "no series http_requests; seen: http_requests_total, process_cpu_seconds_total and 12 more": alike names first. */
function absent(page: Exposition, name: string): Found<never> {
	const names = [...new Set([...page.samples.map((sample) => sample.name), ...page.declared.keys()])];
	const parts = name.split('_').filter((part) => part.length > 2);
	const likeness = (other: string): number => parts.filter((part) => other.includes(part)).length;
	const seen = names.toSorted((left, right) => likeness(right) - likeness(left)).slice(0, 6);
	const more = names.length > seen.length ? ` and ${names.length - seen.length} more` : '';
	const list = seen.length === 0 ? 'the page is empty' : `seen: ${seen.join(', ')}${more}`;
	return { ok: false, state: 'missing', detail: `no series ${name}; ${list}` };
}

/** What no counter may say. The first such sample spoils the metric for this scrape. */
function troubleOf(samples: readonly Sample[], rules: PageRules, now: number): Found<never> | null {
	const seen = new Set<string>();
	for (const sample of samples) {
		const { name, value, timestampMs } = sample;
		if (Number.isNaN(value)) return { ok: false, state: 'not-a-number', detail: `${name} says NaN` };
		if (!Number.isFinite(value)) return { ok: false, state: 'not-a-number', detail: `${name} says ${value}` };
		if (value < 0) return { ok: false, state: 'failed', detail: `${name} says ${value}, which no counter can` };
		const key = keyOf(sample);
		if (seen.has(key)) return { ok: false, state: 'failed', detail: `a series of ${name} appears twice on one page` };
		seen.add(key);
		if (timestampMs !== null && now - timestampMs > rules.staleAfterMs) {
			return { ok: false, state: 'stale', detail: `${name} carries a time of ${formatAge(now - timestampMs)}` };
		}
	}
	return null;
}

const exposed = (page: Exposition, name: string): readonly Sample[] =>
	page.samples.filter((sample) => sample.name === name);

/** Client libraries declare a counter with labels before its first increment: then there are no requests yet. */
const isDeclared = (page: Exposition, name: string): boolean =>
	page.declared.has(name) || (name.endsWith('_total') && page.declared.has(name.slice(0, -'_total'.length)));

function readRequests(page: Exposition, rules: PageRules, now: number): Page['requests'] {
	const { requests, errorLabel } = rules.names;
	const samples = exposed(page, requests);
	if (samples.length === 0) return isDeclared(page, requests) ? { ok: true, value: [] } : absent(page, requests);
	const series = samples.map((sample) => {
		const label = sample.labels[errorLabel];
		return { key: keyOf(sample), value: sample.value, isError: label === undefined ? null : rules.isError(label) };
	});
	return troubleOf(samples, rules, now) ?? { ok: true, value: series };
}

function readEvent(page: Exposition, rule: EventRule, rules: PageRules, now: number): Found<readonly EventSeries[]> {
	const samples = exposed(page, rule.series);
	if (samples.length === 0) {
		return isDeclared(page, rule.series) ? { ok: true, value: [] } : absent(page, rule.series);
	}
	const counted = samples.filter((sample) => rule.isCounted(sample.labels));
	const series = counted.map((sample) => ({ key: keyOf(sample), value: sample.value }));
	return troubleOf(counted, rules, now) ?? { ok: true, value: series };
}

function readLatency(page: Exposition, rules: PageRules, now: number): Page['latency'] {
	const base = rules.names.latency.replace(/_bucket$/, '');
	const samples = exposed(page, `${base}_bucket`);
	if (samples.length === 0) return isDeclared(page, base) ? { ok: true, value: [] } : absent(page, `${base}_bucket`);
	const trouble = troubleOf(samples, rules, now);
	if (trouble !== null) return trouble;
	const groups = new Map<string, Map<number, number>>();
	for (const sample of samples) {
		const le = sample.labels['le'];
		const bound = le === '+Inf' || le === 'Inf' ? Number.POSITIVE_INFINITY : Number(le ?? Number.NaN);
		if (Number.isNaN(bound)) {
			return { ok: false, state: 'failed', detail: `a bucket of ${base} has no bound "le" that is a number` };
		}
		const key = keyOf(sample, 'le');
		const group = groups.get(key) ?? new Map<number, number>();
		groups.set(key, group.set(bound, sample.value));
	}
	return { ok: true, value: [...groups].map(([key, buckets]) => ({ key, buckets })) };
}

function readGauge(page: Exposition, name: string): Found<number> {
	const [sample, ...others] = exposed(page, name);
	if (sample === undefined) return absent(page, name);
	if (others.length > 0) {
		return { ok: false, state: 'failed', detail: `${name} has ${others.length + 1} series, one expected` };
	}
	if (!Number.isFinite(sample.value))
		return { ok: false, state: 'not-a-number', detail: `${name} says ${sample.value}` };
	if (sample.value < 0) return { ok: false, state: 'failed', detail: `${name} says ${sample.value}: below zero` };
	return { ok: true, value: sample.value };
}

function readMemory(page: Exposition, names: ScrapeNames): Found<number> {
	const used = readGauge(page, names.memory);
	if (!used.ok || names.memoryLimit === null) return used;
	const limit: Found<number> =
		'bytes' in names.memoryLimit
			? { ok: true, value: names.memoryLimit.bytes }
			: readGauge(page, names.memoryLimit.metric);
	if (!limit.ok) return limit;
	if (limit.value <= 0) return { ok: false, state: 'failed', detail: 'the limit of memory is zero' };
	return { ok: true, value: used.value / limit.value };
}

/** Reads a page. `now` is the wall clock, against which samples with their own time are held. */
export function readPage(page: Exposition, rules: PageRules, now: number): Page {
	const start = exposed(page, 'process_start_time_seconds')[0]?.value;
	return {
		requests: readRequests(page, rules, now),
		latency: readLatency(page, rules, now),
		memory: readMemory(page, rules.names),
		events: Object.fromEntries((rules.events ?? []).map((rule) => [rule.name, readEvent(page, rule, rules, now)])),
		startedAt: start === undefined || !Number.isFinite(start) ? null : start,
	};
}

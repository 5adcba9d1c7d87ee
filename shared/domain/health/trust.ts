/** Which readings may be judged at all, and the words for those that may not. */
import { formatAge, formatMs, formatNumber, formatPercent, formatRate, formatCount, formatCounted } from '../format.ts';
import type { JudgeInput, MetricName, Reading, SlotReadings } from './model.ts';

/** A reading that may be judged, or why it may not. */
export type Trusted =
	| { readonly ok: true; readonly value: number }
	| { readonly ok: false; readonly outcome: 'unknown' | 'not-judged'; readonly why: string };

/** How a metric is called in a sentence. */
export const metricLabels: Readonly<Record<MetricName, string>> = {
	requests: 'requests',
	errorRate: 'error rate',
	p95Latency: 'p95',
	throughput: 'throughput',
	memory: 'memory',
};

/** A value of a metric with its unit. */
export function formatMetric(metric: MetricName, value: number): string {
	switch (metric) {
		case 'requests':
			return formatCount(value);
		case 'p95Latency':
			return formatMs(value);
		case 'throughput':
			return formatRate(value);
		case 'errorRate':
		case 'memory':
			return formatPercent(value);
	}
}

/** A ratio of memory beyond this is a value in another unit, not a full memory. */
const largestMemoryRatio = 2;

/** Why a number cannot be what it claims to be, or null when it can. */
function lie(metric: MetricName, value: number): string | null {
	if (!Number.isFinite(value)) return 'no number';
	if (value < 0) return 'below zero';
	if (metric === 'errorRate' && value > 1 + 1e-9) return 'more errors than requests';
	if (metric === 'memory' && value > largestMemoryRatio) return 'no share of a limit; is it in bytes?';
	return null;
}

/** Windows of young steps are shorter than the usual time between two scrapes, which makes no data old. */
const shortestMemoryMs = 60_000;

const stateWords = {
	missing: 'is missing',
	stale: 'is stale',
	'not-a-number': 'is not a number',
	partial: 'is only partly measured',
	failed: 'could not be read',
} as const;

/**
 * Only a fresh, complete and possible number is judged. What the team chose not to measure is `not-judged`;
 * every other gap is `unknown`, which holds the release: losing sight of it is never a sign of health.
 */
export function trust(reading: Reading, at: number, windowMs: number): Trusted {
	const label = metricLabels[reading.metric];
	if (reading.state === 'not-configured') {
		return { ok: false, outcome: 'not-judged', why: `${label} is not configured` };
	}
	const because = reading.detail === null ? '' : ` (${reading.detail})`;
	if (reading.state !== 'measured' || reading.value === null) {
		const words = reading.state === 'measured' ? 'has no value' : stateWords[reading.state];
		return { ok: false, outcome: 'unknown', why: `${label} ${words}${because}, ${reading.source}` };
	}
	const lied = lie(reading.metric, reading.value);
	if (lied !== null) {
		const said = `${formatNumber(reading.value, 3)}: ${lied}`;
		return { ok: false, outcome: 'unknown', why: `${reading.source} lies about ${label}: ${said}` };
	}
	// Data from before the window that is judged says nothing about it, whatever the source calls it.
	if (reading.at !== null && at - reading.at > Math.max(windowMs, reading.windowMs, shortestMemoryMs)) {
		return {
			ok: false,
			outcome: 'unknown',
			why: `${label} is stale: newest data from ${formatAge(at - reading.at)}, ${reading.source}`,
		};
	}
	return { ok: true, value: reading.value };
}

/** A lower bound above a limit is proof although the value itself is not known: slower than the largest bucket is too slow. */
export function provesFailure(reading: Reading, limit: number): boolean {
	return reading.state === 'partial' && reading.atLeast === true && reading.value !== null && reading.value >= limit;
}

/** Requests behind a reading: its own count, else the slot's requests, else null. */
export function sampleOf(readings: SlotReadings, metric: MetricName): number | null {
	const own = readings[metric].count;
	if (own !== null && own >= 0) return own;
	const requests = readings.requests;
	return requests.state === 'measured' && requests.value !== null && requests.value >= 0 ? requests.value : null;
}

/** ", 4 210 requests, Prometheus 12 s ago": what stands behind a number. */
export function evidence(input: JudgeInput, reading: Reading, count: number | null): string {
	const noun = reading.metric === 'memory' ? 'sample' : 'request';
	const counted = count === null ? '' : `, ${formatCounted(count, noun)}`;
	return `${counted}, ${reading.source}${reading.at === null ? '' : ` ${formatAge(input.at - reading.at)}`}`;
}

/** From answers to readings. */
import { formatAge } from '../../../../shared/domain/format.ts';
import type { MetricName, Reading, ReadingState } from '../../../../shared/domain/health/model.ts';
import { emptyReading } from '../../../../shared/domain/health/readings.ts';
import type { Result } from '../../../../shared/domain/result.ts';
import type { SlotName } from '../../../../shared/domain/target/model.ts';
import type { QueryAnswer } from './client.ts';
import type { Freshness } from './freshness.ts';
import { singleValue } from './values.ts';
import type { Single } from './values.ts';

export interface Asked {
	readonly slot: SlotName;
	readonly metric: MetricName;
	/** Null when the metric is not configured. */
	readonly query: string | null;
}

export interface Answered {
	readonly asked: Asked;
	readonly answer: Result<QueryAnswer> | null;
}

export interface ReadingContext {
	readonly freshness: Result<Freshness>;
	readonly now: number;
	readonly windowMs: number;
	readonly latencyUnit: 's' | 'ms';
	readonly staleAfterMs: number;
	readonly label: string;
}

/** A value in the metric's own unit. */
export function inUnit(metric: MetricName, value: number, latencyUnit: 's' | 'ms'): number {
	return metric === 'p95Latency' && latencyUnit === 's' ? value * 1000 : value;
}

type Aged = { readonly at: number | null; readonly trouble: { state: 'stale' | 'failed'; detail: string } | null };

function age(query: string, { freshness, now, staleAfterMs }: ReadingContext): Aged {
	if (!freshness.ok) {
		const detail = `how old the data is could not be asked: ${freshness.problem.message}`;
		return { at: null, trouble: { state: 'failed', detail } };
	}
	const ageMs = freshness.value.ageOf(query);
	if (ageMs === 'unknown') return { at: now, trouble: null };
	if (ageMs === null)
		return { at: null, trouble: { state: 'stale', detail: 'the series behind the query have ended' } };
	const trouble = { state: 'stale', detail: `newest sample ${formatAge(ageMs)}` } as const;
	return { at: now - ageMs, trouble: ageMs > staleAfterMs ? trouble : null };
}

function readingOf({ asked, answer }: Answered, context: ReadingContext): Reading {
	const { metric, slot, query } = asked;
	const common = { windowMs: context.windowMs, query: query ?? '', source: context.label };
	const gap = (state: Exclude<ReadingState, 'measured' | 'partial'>, detail: string | null, at: number | null = null) =>
		emptyReading(metric, slot, state, { ...common, detail, at });
	if (answer === null || query === null) return gap('not-configured', 'no query is configured for it');
	if (!answer.ok) return gap('failed', answer.problem.message);
	const single: Single = singleValue(answer.value.data);
	const { at, trouble } = age(query, context);
	// Without any series there is nothing that could be old.
	if (!single.ok && single.state !== 'not-a-number') return gap(single.state, single.detail, at);
	if (trouble !== null) return gap(trouble.state, trouble.detail, at);
	if (!single.ok) return gap(single.state, single.detail, at);
	const value = inUnit(metric, single.value, context.latencyUnit);
	return { metric, slot, state: 'measured', value, count: null, at, detail: null, ...common };
}

/** Requests stand behind rates and quantiles; without any, 0/0 is no lie of the source but an idle slot. */
function withSample(reading: Reading, readings: readonly Reading[]): Reading {
	const requests = readings.find((one) => one.metric === 'requests' && one.slot === reading.slot);
	if (reading.metric === 'memory' || requests?.state !== 'measured' || requests.value === null) return reading;
	if (reading.state === 'not-a-number' && requests.value === 0) {
		return { ...reading, state: 'missing', detail: 'no requests in the window' };
	}
	return reading.state === 'measured' ? { ...reading, count: Math.max(0, Math.round(requests.value)) } : reading;
}

/** One reading per question. */
export function buildReadings(answers: readonly Answered[], context: ReadingContext): readonly Reading[] {
	const readings = answers.map((answered) => readingOf(answered, context));
	return readings.map((reading) => withSample(reading, readings));
}

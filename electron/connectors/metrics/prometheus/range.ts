/** The past from Prometheus: what the charts show for the minutes in which nobody was looking. */
import type { PrometheusMetricsConfig } from '../../../../shared/config/model.ts';
import type { Reading } from '../../../../shared/domain/health/model.ts';
import { emptyReading } from '../../../../shared/domain/health/readings.ts';
import { fail, ok } from '../../../../shared/domain/result.ts';
import type { Result } from '../../../../shared/domain/result.ts';
import type { MetricSource } from '../../../engine/ports.ts';
import type { PrometheusClient, QueryData } from './client.ts';
import { mapLimited } from './map-limited.ts';
import { inUnit } from './readings.ts';
import type { Asked } from './readings.ts';
import { planQueries } from './plan.ts';
import type { PrometheusContext } from './plan.ts';
import { finiteValue } from './values.ts';

/** A rate needs two samples in its window, and scrapes are up to a minute apart. */
const shortestWindowMs = 60_000;
/** Prometheus' own limit of points in one answer. */
const maxPoints = 11_000;

interface RangeSetting {
	readonly config: PrometheusMetricsConfig;
	readonly context: PrometheusContext;
	readonly client: PrometheusClient;
	readonly concurrency: number;
}

type RangeRequest = Parameters<NonNullable<MetricSource['readRange']>>[0];

/** One reading per step, from the single series of the answer; a step without a point is `missing`. */
function readingsOf(asked: Asked, data: QueryData, range: RangeRequest, setting: RangeSetting): readonly Reading[] {
	const { metric, slot } = asked;
	const { label, latencyUnit } = setting.config;
	const series = data.resultType === 'matrix' ? data.result : [];
	const points = new Map(series[0]?.values.map(([at, text]) => [Math.round(at * 1000), text]));
	const rest = { windowMs: Math.max(range.stepMs, shortestWindowMs), query: asked.query ?? '', source: label };
	const steps = Math.floor((range.toMs - range.fromMs) / range.stepMs) + 1;
	return Array.from({ length: steps }, (_, index): Reading => {
		const at = Math.round(range.fromMs + index * range.stepMs);
		if (series.length > 1) {
			const detail = `the query answered ${series.length} series, one expected; aggregate with sum()`;
			return emptyReading(metric, slot, 'failed', { ...rest, at, detail });
		}
		const text = points.get(at);
		if (text === undefined) return emptyReading(metric, slot, 'missing', { ...rest, at, detail: 'no sample here' });
		const single = finiteValue(text);
		if (!single.ok) return emptyReading(metric, slot, single.state, { ...rest, at, detail: single.detail });
		const value = inUnit(metric, single.value, latencyUnit);
		return { metric, slot, state: 'measured', value, count: null, at, detail: null, ...rest };
	});
}

/** Reads the past of every configured metric. Fails as a whole: half a past would look like an outage. */
export async function readRange(
	setting: RangeSetting,
	range: RangeRequest,
	signal: AbortSignal,
): Promise<Result<readonly Reading[]>> {
	if (
		!(range.stepMs >= 1) ||
		!(range.toMs >= range.fromMs) ||
		(range.toMs - range.fromMs) / range.stepMs >= maxPoints
	) {
		return fail('invalid-input', 'The past was asked for in steps that Prometheus cannot give.', 'Use larger steps.');
	}
	const windowMs = Math.max(range.stepMs, shortestWindowMs);
	const plan = planQueries(setting.config, setting.context, range.slots, windowMs);
	const parts = await mapLimited(plan, setting.concurrency, async (asked): Promise<Result<readonly Reading[]>> => {
		if (asked.query === null) return ok([]);
		const answer = await setting.client.queryRange({ ...range, promql: asked.query }, signal);
		return answer.ok ? ok(readingsOf(asked, answer.value.data, range, setting)) : answer;
	});
	const readings: Reading[] = [];
	for (const part of parts) {
		if (!part.ok) return part;
		readings.push(...part.value);
	}
	return ok(readings);
}

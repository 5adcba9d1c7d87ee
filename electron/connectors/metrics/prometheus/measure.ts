/** Answers to queries of the team's own, as they are: what they mean is for the analysis that names them. */
import type { PrometheusMetricsConfig } from '../../../../shared/config/model.ts';
import type { MeasuredValue, Measurement } from '../../../../shared/domain/health/totals.ts';
import { fillTemplate } from '../../../../shared/config/promql/promql.ts';
import type { Clock, MetricSource } from '../../../engine/ports.ts';
import type { PrometheusClient, QueryData } from './client.ts';
import { mapLimited } from './map-limited.ts';
import type { PrometheusContext } from './plan.ts';
import { parseSampleValue } from './values.ts';

interface MeasureSetting {
	readonly config: PrometheusMetricsConfig;
	readonly context: PrometheusContext;
	readonly client: PrometheusClient;
	readonly concurrency: number;
	readonly clock: Clock;
}

type MeasureRequest = Parameters<NonNullable<MetricSource['measure']>>[0];
type Answer = Pick<Measurement, 'state' | 'shape' | 'values' | 'detail'>;

/** JSON has no NaN and no infinities, so these are written out. */
function measuredValue(text: string): MeasuredValue {
	const value = parseSampleValue(text);
	if (Number.isFinite(value)) return value;
	if (Number.isNaN(value)) return 'NaN';
	return value > 0 ? '+Inf' : '-Inf';
}

const failed = (detail: string): Answer => ({ state: 'failed', shape: 'vector', values: [], detail });

function answerOf(data: QueryData): Answer {
	switch (data.resultType) {
		case 'scalar':
			return { state: 'measured', shape: 'scalar', values: [measuredValue(data.result[1])], detail: null };
		case 'string':
			return failed('the query answered a text, a number or a vector expected');
		case 'matrix':
			return failed('the query answered a range, a number or a vector expected; wrap it in rate() or increase()');
		case 'vector': {
			const values = data.result.flatMap(({ value }) => (value === undefined ? [] : [measuredValue(value[1])]));
			if (values.length < data.result.length) return failed('the query answered a native histogram, numbers expected');
			if (values.length === 0) return { state: 'no-data', shape: 'vector', values, detail: 'no series matched' };
			return { state: 'measured', shape: 'vector', values, detail: null };
		}
	}
}

/** One measurement per query, failed ones included; the answer is keyed by the names of the queries. */
export async function measureAll(
	{ config, context, client, concurrency, clock }: MeasureSetting,
	{ queries, place, windowMs }: MeasureRequest,
	signal: AbortSignal,
): Promise<Readonly<Record<string, Measurement>>> {
	const values = { ...context, slot: place.slot, version: place.version ?? '', windowMs };
	const measured = await mapLimited(queries, concurrency, async ({ name, query: template }) => {
		const query = fillTemplate(template, values);
		const answer = await client.query(query, signal);
		const said = answer.ok ? answerOf(answer.value.data) : failed(answer.problem.message);
		return [name, { at: clock.now(), ...said, query, source: config.label }] as const;
	});
	return Object.fromEntries(measured);
}

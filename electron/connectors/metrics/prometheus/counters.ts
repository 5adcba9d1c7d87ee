/**
 * Raw counters of a slot, asked for in one query, so that requests and failures are of the same instant. Each series
 * comes twice: its value, and the time of the sample behind it, by which a sample that was seen before is known.
 */
import type { PrometheusCounters } from '../../../../shared/config/model.ts';
import { describeSelector, fillTemplate } from '../../../../shared/config/promql/promql.ts';
import type { TemplateValues } from '../../../../shared/config/promql/promql.ts';
import { fail, ok } from '../../../../shared/domain/result.ts';
import type { Result } from '../../../../shared/domain/result.ts';
import type { PrometheusClient } from './client.ts';
import { parseSampleValue } from './values.ts';

/** Which counter a series belongs to: `requests`, `latency`, or the name of an event after `event:`. */
export type Part = 'requests' | 'latency' | `event:${string}`;

export interface CounterSample {
	readonly part: Part;
	readonly labels: Readonly<Record<string, string>>;
	/** NaN and infinities as they came. */
	readonly value: number;
	/** Time of the sample on Prometheus' clock, ms since the epoch. */
	readonly at: number;
}

export interface CounterLook {
	readonly samples: readonly CounterSample[];
	/** Prometheus' clock; null when nothing was found. */
	readonly evaluatedAt: number | null;
	readonly warnings: readonly string[];
	readonly query: string;
}

export interface Selector {
	readonly part: Part;
	readonly text: string;
}

/** More would hurt Prometheus, the wire and this process alike at every look. */
export const maxSeries = 5_000;
const valueLabel = 'signalbox_value';
const timeLabel = 'signalbox_time';

/** The selectors of a slot, filled in. */
export function selectorsFor(counters: PrometheusCounters, values: TemplateValues): readonly Selector[] {
	const given: readonly (readonly [Part, string | null])[] = [
		['requests', counters.requests],
		['event:errors', counters.errors],
		['latency', counters.latency],
		...Object.entries(counters.events).map(([name, text]): [Part, string] => [`event:${name}`, text]),
	];
	return given.flatMap(([part, text]) => (text === null ? [] : [{ part, text: fillTemplate(text, values) }]));
}

/**
 * Labels by which an event picks from the requests and that no request has; null when it is not a part of the requests
 * by its selector (the same counter with more labels). Where none of such events is there, none happened - if requests
 * have the labels at all.
 */
export function missingLabels(
	event: Selector,
	requests: Selector,
	labels: ReadonlySet<string>,
): readonly string[] | null {
	const narrow = describeSelector(event.text);
	const whole = describeSelector(requests.text);
	if (narrow === null || whole === null || narrow.series === null || narrow.series !== whole.series) return null;
	return narrow.labels.filter((label) => !whole.labels.includes(label) && !labels.has(label));
}

function queryOf(selectors: readonly Selector[]): string {
	const marked = (inner: string, label: string, index: number) =>
		`label_replace(${inner}, "${label}", "${index}", "", "")`;
	return selectors
		.flatMap(({ text }, index) => [marked(text, valueLabel, index), marked(`timestamp(${text})`, timeLabel, index)])
		.join(' or ');
}

/** Asks for all counters of a slot. Fails as the client does, and with `too-large` beyond `maxSeries`. */
export async function askCounters(
	client: PrometheusClient,
	selectors: readonly Selector[],
	signal?: AbortSignal,
): Promise<Result<CounterLook>> {
	const query = queryOf(selectors);
	const answer = await client.query(query, signal);
	if (!answer.ok) return answer;
	const { data, warnings } = answer.value;
	const series = data.resultType === 'vector' ? data.result : [];
	if (series.length > 2 * maxSeries) {
		return fail(
			'too-large',
			`the counters have ${series.length / 2} series, at most ${maxSeries} are counted`,
			'Aggregate them by a recording rule, or select fewer.',
		);
	}
	const times = new Map<string, number>();
	const values: { readonly key: string; readonly part: Part; labels: Record<string, string>; value: number }[] = [];
	let evaluatedAt: number | null = null;
	for (const { metric, value } of series) {
		if (value === undefined) continue;
		// Without its name, which `timestamp` takes away.
		const { __name__: _name, [valueLabel]: ofValue, [timeLabel]: ofTime, ...labels } = metric;
		const index = ofValue ?? ofTime ?? '';
		const key = `${index} ${seriesKey(labels)}`;
		evaluatedAt = value[0] * 1000;
		const part = selectors[Number(index)]?.part;
		if (ofTime !== undefined) times.set(key, Math.round(parseSampleValue(value[1]) * 1000));
		else if (part !== undefined) values.push({ key, part, labels, value: parseSampleValue(value[1]) });
	}
	const samples = values.flatMap(({ key, ...sample }): CounterSample[] => {
		const at = times.get(key);
		return at === undefined || !Number.isFinite(at) ? [] : [{ ...sample, at }];
	});
	return ok({ samples, evaluatedAt, warnings, query });
}

/** A name for a series by its labels, whatever their order. */
export function seriesKey(labels: Readonly<Record<string, string>>): string {
	return JSON.stringify(Object.entries(labels).toSorted(([left], [right]) => (left < right ? -1 : 1)));
}

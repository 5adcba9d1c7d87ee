/** k6's summary, of `--summary-export` and as `handleSummary` gets it: https://grafana.com/docs/k6/latest/results-output/end-of-test/ */
import { z } from 'zod';
import { mostItemsKept, type PerformanceFacts } from '../../../../shared/domain/gates/evidence.ts';
import { readWholeJson } from '../json/read-json.ts';
import { cut } from '../limits.ts';
import type { ReportParser } from '../parser.ts';
import { Refusal } from '../refusal.ts';
import { withoutNulls } from './metrics.ts';

/** `--summary-export` writes true for a threshold that FAILED; `handleSummary` has an object that says so. */
const threshold = z.union([z.boolean(), z.looseObject({ ok: z.boolean() })]);
const metric = z.looseObject({
	values: z.record(z.string(), z.number().nullable()).nullish(),
	thresholds: z.record(z.string(), threshold).nullish(),
});
const schema = z.looseObject({
	metrics: z.record(z.string(), metric),
	state: z.looseObject({ testRunDurationMs: z.number().nullish() }).nullish(),
});
type Summary = z.infer<typeof schema>;

export const parseK6: ReportParser = async (bytes, { limits }) => {
	const summary = await readWholeJson(bytes, schema, limits);
	const value = (name: string, field: string) => figure(summary.metrics[name], field);
	const requests = value('http_reqs', 'count');
	const metrics = withoutNulls({
		p50: value('http_req_duration', 'med') ?? value('http_req_duration', 'p(50)'),
		p95: value('http_req_duration', 'p(95)'),
		p99: value('http_req_duration', 'p(99)'),
		mean: value('http_req_duration', 'avg'),
		throughput: value('http_reqs', 'rate'),
		'error-rate': value('http_req_failed', 'rate') ?? value('http_req_failed', 'value'),
	});
	const thresholds = thresholdsOf(summary);
	if (Object.keys(metrics).length === 0 && thresholds.length === 0) {
		throw new Refusal('measured no request and holds no threshold', null, 'Check that the script sent requests.');
	}
	const facts: PerformanceFacts = {
		kind: 'performance',
		metrics,
		requests,
		durationMs: summary.state?.testRunDurationMs ?? null,
		thresholds,
	};
	return { facts, tool: 'k6', writtenAt: null };
};

/** In `values` for `handleSummary`, beside the rest for `--summary-export`. */
function figure(one: Summary['metrics'][string] | undefined, field: string): number | null {
	const value = one?.values == null ? one?.[field] : one.values[field];
	return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

/** Those that failed first, so that the cut never hides one. */
function thresholdsOf({ metrics }: Summary): PerformanceFacts['thresholds'] {
	return Object.entries(metrics)
		.flatMap(([name, { thresholds }]) =>
			Object.entries(thresholds ?? {}).map(([limit, answer]) => ({
				name: cut(`${name}: ${limit}`) ?? name.slice(0, 100),
				isPassed: typeof answer === 'boolean' ? !answer : answer.ok,
			})),
		)
		.toSorted((one, other) => Number(one.isPassed) - Number(other.isPassed))
		.slice(0, mostItemsKept);
}

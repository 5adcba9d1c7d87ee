import type { PrometheusCounters, PrometheusMetricsConfig } from '../model.ts';

const latency = 'http_request_duration_seconds_bucket{slot="{{slot}}"}';
const requests = 'http_requests_total{slot="{{slot}}"';

/**
 * Queries for a service that follows the usual names and gets a `slot` label (blue, green) from its scrape config.
 * The numerator of the error rate falls back to nought times all requests: a service that never failed has no series
 * of failures, but one that nobody asked still has no error rate. There is no usual name for a share of memory.
 */
export const defaultPrometheusQueries: PrometheusMetricsConfig['queries'] = {
	requests: `sum(increase(${requests}}[{{window}}]))`,
	errorRate:
		`(sum(rate(${requests},status=~"5.."}[{{window}}])) or 0 * sum(rate(${requests}}[{{window}}])))` +
		` / sum(rate(${requests}}[{{window}}]))`,
	p95Latency: `histogram_quantile(0.95, sum by (le) (rate(${latency}[{{window}}])))`,
	throughput: `sum(rate(${requests}}[{{window}}]))`,
	memory: null,
};

/** The counters that the default queries read. */
export const defaultPrometheusCounters = {
	requests: `${requests}}`,
	errors: `${requests},status=~"5.."}`,
	latency,
	events: {},
} satisfies PrometheusCounters;

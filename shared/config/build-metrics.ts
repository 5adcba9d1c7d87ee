/** From the checked `metrics` of the file to what they mean. */
import { buildSecret } from './build-secret.ts';
import type { FileMetrics } from './file/metrics.ts';
import type { MetricsConfig, PrometheusCounters, PrometheusMetricsConfig, ScrapeMetricsConfig } from './model.ts';
import { defaultPrometheusCounters, defaultPrometheusQueries } from './promql/default-queries.ts';

type FileScrape = Extract<FileMetrics, { kind: 'scrape' }>;
export type FilePrometheus = Extract<FileMetrics, { kind: 'prometheus' }>;

/** Builds `metrics`. `folder` is where relative paths of the file start. */
export function buildMetrics(metrics: FileMetrics, folder: string): MetricsConfig {
	return metrics.kind === 'scrape' ? buildScrape(metrics) : buildPrometheus(metrics, folder);
}

function buildScrape(metrics: FileScrape): ScrapeMetricsConfig {
	const limit = metrics.memoryLimit;
	return {
		kind: 'scrape',
		label: metrics.label,
		path: metrics.path,
		intervalMs: metrics.interval,
		staleAfterMs: metrics.staleAfter,
		events: Object.fromEntries(
			Object.entries(metrics.events).map(([name, { series, label, matches }]) => [
				name,
				{ series, only: label === undefined || matches === undefined ? null : { label, pattern: matches } },
			]),
		),
		names: {
			requests: metrics.requests,
			errorLabel: metrics.errors.label,
			errorPattern: metrics.errors.matches,
			latency: metrics.latency,
			latencyUnit: metrics.latencyUnit,
			memory: metrics.memory,
			memoryLimit: limit === undefined ? null : typeof limit === 'number' ? { bytes: limit } : limit,
		},
	};
}

function buildPrometheus(metrics: FilePrometheus, folder: string): PrometheusMetricsConfig {
	const { bearer, user, password, queries } = metrics;
	const auth = (): PrometheusMetricsConfig['auth'] => {
		if (bearer !== undefined) return { bearer: buildSecret(bearer, folder) };
		return user === undefined || password === undefined ? null : { user, password: buildSecret(password, folder) };
	};
	return {
		kind: 'prometheus',
		label: metrics.label,
		url: metrics.url.replace(/\/+$/, ''),
		auth: auth(),
		staleAfterMs: metrics.staleAfter,
		timeoutMs: metrics.timeout,
		queries: {
			requests: queries.requests,
			errorRate: queries.errorRate,
			p95Latency: queries.p95,
			throughput: queries.throughput,
			memory: queries.memory ?? null,
		},
		counters: buildCounters(metrics),
		latencyUnit: metrics.latencyUnit,
	};
}

/**
 * The counters behind the queries. Those of the default queries are known; of a team's own query nobody knows what it
 * counts, so without `counters` there are none. Null when there is nothing to count.
 */
export function buildCounters({ queries, counters }: FilePrometheus): PrometheusCounters | null {
	const usual = defaultPrometheusQueries;
	const isUsual = queries.requests === usual.requests && queries.throughput === usual.throughput;
	const known = {
		requests: isUsual ? defaultPrometheusCounters.requests : null,
		errors: isUsual && queries.errorRate === usual.errorRate ? defaultPrometheusCounters.errors : null,
		latency: queries.p95 === usual.p95Latency ? defaultPrometheusCounters.latency : null,
	};
	const requests = counters?.requests ?? known.requests;
	const errors = counters?.errors ?? (counters?.requests === undefined ? known.errors : null);
	const latency = counters?.latency ?? known.latency;
	const events = counters?.events ?? {};
	return requests === null && latency === null ? null : { requests, errors, latency, events };
}

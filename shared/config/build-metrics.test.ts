import { describe, expect, it } from 'vitest';
import { fullConfig, smallestConfig } from './fixture.ts';
import type { MetricsConfig } from './model.ts';
import { parseConfig } from './parse.ts';
import { defaultPrometheusCounters } from './promql/default-queries.ts';

const metricsOf = (metrics: string) => {
	const source = smallestConfig.replace(
		'          kind: scrape',
		`          ${metrics.replaceAll('\n', '\n          ')}`,
	);
	const { config, issues } = parseConfig(source, '/srv/shop/signalbox.yaml');
	const found: MetricsConfig | null | undefined = config?.services[0]?.environments[0]?.metrics;
	return { metrics: found ?? null, issues };
};
const prometheus = 'kind: prometheus\nurl: http://127.0.0.1:9090';
const countersOf = (more: string) => {
	const { metrics, issues } = metricsOf(`${prometheus}\n${more}`);
	expect(issues.filter(({ severity }) => severity === 'error')).toEqual([]);
	return metrics?.kind === 'prometheus' ? metrics.counters : undefined;
};

describe('counters', () => {
	const own = `queries:\n  requests: sum(increase(r{slot="{{slot}}"}[{{window}}]))`;
	it('are known for the default queries', () => {
		expect(countersOf('')).toEqual(defaultPrometheusCounters);
		expect(countersOf('queries: {memory: \'m{slot="{{slot}}"}\'}')).toEqual(defaultPrometheusCounters);
	});

	it('are not guessed from queries of a team', () => {
		expect(parseConfig(fullConfig, 'signalbox.yaml').config?.services[0]?.environments[0]?.metrics).toMatchObject({
			counters: null,
		});
		expect(countersOf(own)).toMatchObject({ requests: null, errors: null, latency: expect.any(String) });
		expect(countersOf('queries: {errorRate: \'e{slot="{{slot}}"}\'}')).toMatchObject({
			...{ requests: defaultPrometheusCounters.requests, errors: null },
		});
	});

	it('are taken as they are named', () => {
		const events = `events: {refused: 'refused_total{slot="{{slot}}"}'}`;
		expect(countersOf(`counters:\n  ${events}`)).toEqual({
			...defaultPrometheusCounters,
			events: { refused: 'refused_total{slot="{{slot}}"}' },
		});
		const requests = `counters:\n  requests: r{slot="{{slot}}"}`;
		expect(countersOf(`${own}\n${requests}`)).toMatchObject({ requests: 'r{slot="{{slot}}"}', errors: null });
		// Failed requests of one counter say nothing about the requests of another.
		expect(countersOf(requests)).toMatchObject({ requests: 'r{slot="{{slot}}"}', errors: null });
	});

	it.each([
		['counters: {requests: \'sum(r{slot="{{slot}}"})\'}', 'counters.requests', 'without functions'],
		['counters: {requests: \'r{slot="{{slot}}"}[5m]\'}', 'counters.requests', 'without functions'],
		['counters: {requests: \'r{slot="{{slot}}"} offset 5m\'}', 'counters.requests', 'without functions'],
		['counters: {requests: \'{slot="{{slot}}"}\'}', 'counters.requests', 'the name of one counter'],
		['counters: {errors: \'r{slot="{{slot"}\'}', 'counters.errors', 'cannot be'],
		['counters: {latency: l_bucket}', 'counters.latency', 'cannot be told from the old one'],
		['counters: {events: {refused: x}}', 'counters.events.refused', 'cannot be told from the old one'],
		['counters: {events: {errors: \'x{slot="{{slot}}"}\'}}', 'counters.events', 'counted anyway'],
		[`${own}\ncounters: {errors: 'x{slot="{{slot}}"}'}`, 'counters', 'but not the requests'],
	])('%s is refused', (text, path, words) => {
		const { issues } = metricsOf(`${prometheus}\n${text}`);
		expect(issues).toHaveLength(1);
		expect(issues[0]?.field).toContain(`metrics.${path}`);
		expect(`${issues[0]?.message} ${issues[0]?.expected}`).toContain(words);
	});
});

describe('events of a scrape', () => {
	it('name a counter, and which of its series count', () => {
		const events =
			'events:\n  refused: {series: refused_total}\n  late: {series: done_total, label: speed, matches: slow.*}';
		expect(metricsOf(`kind: scrape\n${events}`)).toMatchObject({
			issues: [],
			metrics: {
				events: {
					refused: { series: 'refused_total', only: null },
					late: { series: 'done_total', only: { label: 'speed', pattern: 'slow.*' } },
				},
			},
		});
		expect(metricsOf('kind: scrape').metrics).toMatchObject({ events: {} });
	});

	it.each([
		['events: {a: {series: x, label: y}}', 'both or neither'],
		['events: {a: {series: x, label: y, matches: (}}', 'not a regular expression'],
		['events: {errors: {series: x}}', 'counted anyway'],
		['events: {a: {series: 1x}}', 'the name of a series'],
	])('%s is refused', (text, words) => {
		const { issues } = metricsOf(`kind: scrape\n${text}`);
		expect(issues).toHaveLength(1);
		expect(`${issues[0]?.message} ${issues[0]?.expected}`).toContain(words);
	});
});

it.each([
	['{env: PROM}', { from: 'environment', name: 'PROM' }],
	['{file: /run/prom}', { from: 'file', path: '/run/prom' }],
	['{keychain: {service: a, account: b}}', { from: 'keychain', service: 'a', account: 'b' }],
	['{signalbox: prom-token}', { from: 'signalbox', name: 'prom-token' }],
])('a secret is found where %s says', (reference, bearer) => {
	expect(metricsOf(`kind: prometheus\nurl: 'http://127.0.0.1:1'\nbearer: ${reference}`)).toMatchObject({
		issues: [],
		metrics: { auth: { bearer } },
	});
});

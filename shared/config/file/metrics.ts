/** `metrics:` in the file. */
import { z } from 'zod';
import { defaultPrometheusQueries } from '../promql/default-queries.ts';
import { said, shown } from '../said.ts';
import { secretReference } from './commands.ts';
import { address, bytes, choice, duration, mapping, text, urlPath } from './fields.ts';

const minute = 60_000;
/** The charset of Prometheus, https://prometheus.io/docs/concepts/data_model/. */
const seriesName = (description: string) =>
	text(description, {
		most: 200,
		pattern: /^[a-zA-Z_:][a-zA-Z0-9_:]*$/,
		expected: 'the name of a series, such as http_requests_total',
	});

const pattern = (description: string) =>
	text(`${description} It must match the whole value.`).refine(isPattern, {
		error: (issue) => said(`found ${shown(issue.input)}, which is not a regular expression`, 'a pattern such as 5..'),
	});

function isPattern(source: string): boolean {
	try {
		new RegExp(`^(?:${source})$`);
		return true;
	} catch {
		return false;
	}
}

const latencyUnit = choice(['s', 'ms'], 'Unit of the latency.').prefault('s');

/** What a policy calls the event by. */
const eventName = text('Name of an event.', {
	most: 60,
	pattern: /^(?!errors$)[a-zA-Z][a-zA-Z0-9_-]*$/,
	expected: 'a name such as refused-payments: letters, digits, hyphens and _, and not errors, which is counted anyway',
});

const events = <S extends z.ZodType>(of: S) =>
	z
		.record(eventName, of)
		.describe('Events among the requests that are counted beside errors, by name, so that a release is judged by them.')
		.prefault({});

const scrapeEvent = mapping(
	{
		series: seriesName('Counter of the event, such as checkout_failures_total.'),
		label: text('Label that picks some of its series; together with matches.', { most: 200 }).optional(),
		matches: pattern('Regular expression for the values of the label that count.').optional(),
	},
	'Counter of an event.',
).refine(({ label, matches }) => (label === undefined) === (matches === undefined), {
	error: () => said('one of label and matches is missing', 'both or neither'),
});

const scrape = mapping(
	{
		kind: z.literal('scrape'),
		label: text('Short name for the screen.', { most: 60 }).prefault('scrape'),
		path: urlPath('Path of the metrics below the address of each instance.').prefault('/metrics'),
		interval: duration('Time between two scrapes.', 200, 10 * minute).prefault('5s'),
		staleAfter: duration('A value older than this is stale and not judged.', 1_000, 60 * minute).prefault('30s'),
		requests: seriesName('Counter of requests.').prefault('http_requests_total'),
		errors: mapping(
			{
				label: text('Label that tells failed requests from others.').prefault('status'),
				matches: pattern('Regular expression for the values that mark a failed request.').prefault('5..'),
			},
			'Which requests of the counter failed.',
		).prefault({}),
		latency: seriesName('Histogram of latency, without _bucket.').prefault('http_request_duration_seconds'),
		latencyUnit,
		memory: seriesName('Gauge of memory, in bytes or as a ratio.').prefault('process_resident_memory_bytes'),
		memoryLimit: z
			.union([bytes('Limit of memory.'), mapping({ metric: seriesName('Gauge that holds the limit in bytes.') })])
			.describe('What memory in bytes is held against; without it the gauge must be a ratio.')
			.optional(),
		events: events(scrapeEvent),
	},
	'Signalbox reads /metrics of each instance itself.',
);

const query = (description: string) =>
	text(`${description} PromQL; {{slot}}, {{version}}, {{service}}, {{environment}} and {{window}} are filled in.`, {
		most: 4_000,
		expected: 'a PromQL query of at most 4000 characters',
	});

const selector = (description: string) =>
	text(`${description} A selector with {{slot}} or {{version}} in it, without a function or a range.`, {
		most: 1_000,
		expected: 'a selector of at most 1000 characters',
	});

const counters = mapping(
	{
		requests: selector('Counter of requests.').optional(),
		errors: selector('Counter of failed requests.').optional(),
		latency: selector('Buckets of the histogram of latency, in latencyUnit.').optional(),
		events: events(selector('Counter of the event.')),
	},
	'Raw counters behind the queries, so that each request is counted once. Known for the default queries; name them where you write queries of your own.',
);

const prometheus = mapping(
	{
		kind: z.literal('prometheus'),
		label: text('Short name for the screen.', { most: 60 }).prefault('Prometheus'),
		url: address('Address of the Prometheus server.'),
		bearer: secretReference.optional(),
		user: text('User name, together with password.', { most: 200 }).optional(),
		password: secretReference.optional(),
		staleAfter: duration('A value older than this is stale and not judged.', 1_000, 60 * minute).prefault('1m'),
		timeout: duration('Time for one query.', 100, 2 * minute).prefault('10s'),
		queries: mapping(
			{
				requests: query('Requests in the window.').prefault(defaultPrometheusQueries.requests),
				errorRate: query('Failed requests as a ratio from 0 to 1.').prefault(defaultPrometheusQueries.errorRate),
				p95: query('Latency that 95 % of requests stay below, in latencyUnit.').prefault(
					defaultPrometheusQueries.p95Latency,
				),
				throughput: query('Requests per second.').prefault(defaultPrometheusQueries.throughput),
				memory: query('Memory as a ratio from 0 to 1.').optional(),
			},
			'How each metric of a slot is asked for; by default by the usual names with a slot label.',
		).prefault({}),
		counters: counters.optional(),
		latencyUnit,
	},
	'Signalbox asks a Prometheus server.',
);

/** Where the numbers come from. */
export const metrics = z
	.discriminatedUnion('kind', [scrape, prometheus], { error: () => said('', 'scrape or prometheus') })
	.describe('Where the numbers come from that a release is judged by.');
export type FileMetrics = z.output<typeof metrics>;

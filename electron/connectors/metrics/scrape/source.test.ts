import { describe, expect, it } from 'vitest';
import type { ScrapeMetricsConfig } from '../../../../shared/config/model.ts';
import type { MetricName, Reading } from '../../../../shared/domain/health/model.ts';
import type { SlotPlace } from '../../../engine/ports.ts';
import { quietLogger } from '../../../testing/real-world.ts';
import { createPages, createTestClock, scrapeConfig } from '../test-kit.ts';
import { createScrapeSource } from './source.ts';

const config = scrapeConfig({}, 1000);

interface Told {
	readonly good: number;
	readonly bad: number;
	readonly slow?: number;
	readonly memory?: number | string;
}

/** A page with `good` + `bad` requests; all latencies lie in 0.1..0.2 s but `slow`, which lie beyond 1 s. */
const page = ({ good, bad, slow = 0, memory = 250 }: Told): string =>
	[
		'# TYPE http_requests_total counter',
		`http_requests_total{path="/",status="200"} ${good}`,
		`http_requests_total{path="/",status="500"} ${bad}`,
		`http_request_duration_seconds_bucket{le="0.1"} 0`,
		`http_request_duration_seconds_bucket{le="0.2"} ${good + bad - slow}`,
		`http_request_duration_seconds_bucket{le="1"} ${good + bad - slow}`,
		`http_request_duration_seconds_bucket{le="+Inf"} ${good + bad}`,
		`process_resident_memory_bytes ${memory}`,
		'',
	].join('\n');

function setUp(changes: Partial<ScrapeMetricsConfig> = {}) {
	const clock = createTestClock();
	const web = createPages();
	const source = createScrapeSource({ ...config, ...changes }, { clock, fetch: web.fetch, logger: quietLogger });
	const tell = (port: number, text: string | Response | Error) =>
		web.pages.set(`http://127.0.0.1:${port}/metrics`, text);
	const place = (ports: readonly number[], version: string | null = '1'): SlotPlace => ({
		slot: 'green',
		version,
		addresses: ports.map((port) => `http://127.0.0.1:${port}`),
	});
	const read = async (ports: readonly number[] = [1], version: string | null = '1', windowMs = 10_000) => {
		const report = await source.read({ slots: [place(ports, version)], windowMs });
		const of = (metric: MetricName): Reading => {
			const found = report.readings.filter((one) => one.metric === metric);
			if (found.length !== 1 || found[0] === undefined) throw new Error(`${found.length} readings of ${metric}`);
			return found[0];
		};
		return { report, of };
	};
	return { clock, web, source, tell, read };
}

describe('the scrape source', () => {
	it('needs two pages for a change, and then tells rate, quantile, throughput and memory', async () => {
		const { clock, tell, read } = setUp();
		tell(1, page({ good: 1000, bad: 50 }));
		const first = await read();
		expect(first.of('requests')).toMatchObject({ state: 'missing', value: null });
		expect(first.of('memory')).toMatchObject({ state: 'measured', value: 0.25 });
		tell(1, page({ good: 1090, bad: 60 }));
		await clock.advance(4000);
		const { of } = await read();
		expect(of('requests')).toMatchObject({ state: 'measured', value: 100, windowMs: 4000, at: clock.now() });
		expect(of('errorRate')).toMatchObject({ state: 'measured', value: 0.1, count: 100 });
		expect(of('throughput')).toMatchObject({ state: 'measured', value: 25 });
		expect(of('p95Latency').value).toBeCloseTo(195, 6);
		expect(of('p95Latency').count).toBe(100);
	});

	it('asks below the path that an address has', async () => {
		const { web, source } = setUp();
		web.pages.set('http://127.0.0.1:1/app/metrics', page({ good: 1, bad: 0 }));
		for (const address of ['http://127.0.0.1:1/app', 'http://127.0.0.1:1/app/']) {
			const slots = [{ slot: 'green', version: '1', addresses: [address] }] as const;
			const { readings } = await source.read({ slots, windowMs: 10_000 });
			expect(readings.find(({ metric }) => metric === 'memory')).toMatchObject({ state: 'measured', value: 0.25 });
		}
	});

	it('looks back over the window only', async () => {
		const { clock, tell, read } = setUp();
		for (let total = 0; total <= 200; total += 10) {
			tell(1, page({ good: total, bad: 0 }));
			await read();
			await clock.advance(1000);
		}
		const { of } = await read();
		expect(of('requests').value).toBe(100);
		expect(of('throughput').value).toBe(10);
	});

	it('says that nobody asked, and never that nothing is wrong', async () => {
		const { clock, tell, read } = setUp();
		tell(1, page({ good: 10, bad: 0 }));
		await read();
		await clock.advance(3000);
		const { of } = await read();
		expect(of('throughput')).toMatchObject({ state: 'measured', value: 0 });
		expect(of('errorRate')).toMatchObject({ state: 'missing', detail: 'no requests in the window' });
		expect(of('p95Latency')).toMatchObject({ state: 'missing', detail: 'no requests in the window' });
	});

	it('counts on over a restart of the process, and from zero over a new version', async () => {
		const { clock, tell, read } = setUp();
		tell(1, page({ good: 1000, bad: 0 }));
		await read();
		tell(1, page({ good: 30, bad: 10 }));
		await clock.advance(2000);
		expect((await read()).of('requests').value).toBe(40);
		expect((await read([1], '2')).of('requests').state).toBe('missing');
	});

	it('counts instances that come and go once, and takes the fullest memory', async () => {
		const { clock, tell, read } = setUp();
		tell(1, page({ good: 100, bad: 0, memory: 100 }));
		tell(2, page({ good: 500, bad: 0, memory: 900 }));
		await read([1, 2]);
		tell(1, page({ good: 110, bad: 0, memory: 100 }));
		tell(2, page({ good: 520, bad: 0, memory: 900 }));
		await clock.advance(2000);
		expect((await read([1, 2])).of('requests').value).toBe(30);
		expect((await read([1, 2])).of('memory').value).toBe(0.9);
		expect((await read([1])).of('requests').value).toBe(30);
		expect((await read([1])).of('memory').value).toBe(0.1);
		await clock.advance(30_000);
		expect((await read([1])).of('requests').value).toBe(0);
	});

	it('is partial while one of two instances is silent', async () => {
		const { clock, tell, read } = setUp();
		tell(1, page({ good: 100, bad: 0 }));
		await read([1, 2]);
		tell(1, page({ good: 150, bad: 0 }));
		await clock.advance(2000);
		const { of } = await read([1, 2]);
		expect(of('requests')).toMatchObject({ state: 'partial', value: 50 });
		expect(of('requests').detail).toMatch(/1 of 2 instances: .*connection refused/);
	});

	it('gives a p95 beyond the largest bucket as a lower bound', async () => {
		const { clock, tell, read } = setUp();
		tell(1, page({ good: 0, bad: 0 }));
		await read();
		tell(1, page({ good: 100, bad: 0, slow: 20 }));
		await clock.advance(2000);
		expect((await read()).of('p95Latency')).toMatchObject({ state: 'partial', value: 1000, atLeast: true });
	});

	it('grows stale when the instance falls silent, whatever the wall clock does', async () => {
		const { clock, tell, read, web } = setUp();
		tell(1, page({ good: 1, bad: 0 }));
		await read();
		await clock.advance(1000);
		clock.jump(-3_600_000);
		expect((await read()).of('requests')).toMatchObject({ state: 'measured', at: clock.now() });
		web.pages.clear();
		await clock.advance(6000);
		const { report, of } = await read();
		expect(of('memory')).toMatchObject({ state: 'stale', value: null });
		expect(of('memory').detail).toMatch(/last scrape 6 s ago; .*connection refused/);
		expect(report.problem).toMatchObject({ code: 'metrics-unreachable' });
	});
});

describe('pages that lie', () => {
	const dead = { status: 503 };
	it.each<[string, string | Response, MetricName, Reading['state'], RegExp]>([
		['no connection', '', 'requests', 'missing', /the page is empty/],
		['503', new Response('busy', dead), 'requests', 'failed', /status 503/],
		['an HTML page', '<html></html>\n', 'memory', 'failed', /refused as a whole/],
		[
			'another name',
			'http_server_requests 4\nup 1\n',
			'requests',
			'missing',
			/no series http_requests_total; seen: http_server_requests, up/,
		],
		['NaN', page({ good: Number.NaN, bad: 0 }), 'errorRate', 'not-a-number', /says NaN/],
		['a negative counter', page({ good: -4, bad: 0 }), 'throughput', 'failed', /says -4/],
		[
			'the same series twice',
			page({ good: 1, bad: 1 }).replaceAll('status="500"', 'status="200"'),
			'requests',
			'failed',
			/appears twice/,
		],
		['memory without an end', page({ good: 1, bad: 1, memory: '+Inf' }), 'memory', 'not-a-number', /Infinity/],
		['an old time', 'http_requests_total{status="200"} 5 1000\n', 'requests', 'stale', /carries a time/],
		['a cut body', 'http_requests_total{status="200"} 5', 'requests', 'failed', /cut off/],
	])('%s', async (_name, body, metric, state, detail) => {
		const { clock, tell, read } = setUp();
		tell(1, body);
		await read();
		await clock.advance(2000);
		const reading = (await read()).of(metric);
		expect(reading).toMatchObject({ state, value: null });
		expect(reading.detail).toMatch(detail);
	});

	it('does not take the absence of the error label for the absence of errors', async () => {
		const { clock, tell, read } = setUp();
		tell(1, 'http_requests_total{code="500"} 5\n');
		await read();
		tell(1, 'http_requests_total{code="500"} 9\n');
		await clock.advance(2000);
		const { of } = await read();
		expect(of('requests').value).toBe(4);
		expect(of('errorRate')).toMatchObject({
			state: 'missing',
			detail: 'no series of http_requests_total has the label status',
		});
	});

	it('knows a counter that is declared and was never touched', async () => {
		const { clock, tell, read } = setUp();
		tell(1, '# TYPE http_requests_total counter\n');
		await read();
		await clock.advance(1000);
		expect((await read()).of('requests')).toMatchObject({ state: 'measured', value: 0 });
		tell(1, page({ good: 3, bad: 1 }));
		await clock.advance(1000);
		expect((await read()).of('requests').value).toBe(4);
	});

	it('warns of an error pattern that is none', async () => {
		const { read } = setUp({ names: { ...config.names, errorPattern: '(' } });
		expect((await read()).report.warnings).toEqual(['The error pattern ( is not a regular expression.']);
	});

	it.each<[readonly string[], RegExp]>([
		[[], /no address/],
		[['file:///etc/passwd'], /not an http address/],
		[['http://127.0.0.1:9'], /connection refused/],
	])('fails for %j', async (addresses, detail) => {
		const { source } = setUp();
		const report = await source.read({ slots: [{ slot: 'blue', version: null, addresses }], windowMs: 1000 });
		expect(report.readings).toHaveLength(5);
		for (const reading of report.readings) {
			expect(reading).toMatchObject({ state: 'failed', value: null });
			expect(reading.detail).toMatch(detail);
		}
	});
});

describe('its timer', () => {
	it('runs only while somebody reads, and never after close', async () => {
		const { clock, tell, read, web, source } = setUp();
		tell(1, page({ good: 1, bad: 0 }));
		await clock.advance(10_000);
		expect(web.asked).toBe(0);
		await read();
		await clock.advance(10_000);
		expect(web.asked).toBe(11);
		await clock.advance(600_000);
		const asked = web.asked;
		await clock.advance(600_000);
		expect(web.asked).toBe(asked);
		await read();
		await clock.advance(1000);
		expect(web.asked).toBeGreaterThan(asked);
		await source.close();
		const atClose = web.asked;
		await clock.advance(10_000);
		expect(web.asked).toBe(atClose);
	});

	it('answers at once when the reader gives up on a silent instance', async () => {
		const clock = createTestClock();
		const silent = () => new Promise<Response>(() => undefined);
		const source = createScrapeSource(config, { clock, fetch: silent, logger: quietLogger });
		const reading = source.read(
			{ slots: [{ slot: 'blue', version: null, addresses: ['http://127.0.0.1:1'] }], windowMs: 1000 },
			AbortSignal.abort(),
		);
		expect((await reading).readings[0]).toMatchObject({ state: 'failed', detail: 'it was not scraped yet' });
		await source.close();
	});
});

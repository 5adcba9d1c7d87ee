/** Totals over a Prometheus in memory: instants, epochs, what is refused and what is told. */
import { describe, expect, it } from 'vitest';
import type { PrometheusMetricsConfig } from '../../../../shared/config/model.ts';
import { defaultPrometheusCounters } from '../../../../shared/config/promql/default-queries.ts';
import { intervalBetween } from '../../../../shared/domain/health/intervals.ts';
import { ok } from '../../../../shared/domain/result.ts';
import { quietLogger } from '../../../testing/real-world.ts';
import { createTestClock } from '../test-kit.ts';
import { maxSeries } from './counters.ts';
import { createPrometheusSource } from './source.ts';

interface Series {
	/** Position of the selector: requests, errors, latency, then events. */
	readonly of: number;
	readonly labels: Readonly<Record<string, string>>;
	readonly value: string;
	/** Seconds on Prometheus' clock. */
	readonly at: number;
}

const config: PrometheusMetricsConfig = {
	...{ kind: 'prometheus', label: 'Prometheus', url: 'http://127.0.0.1:1', auth: null, latencyUnit: 's' },
	...{ staleAfterMs: 15_000, timeoutMs: 1000, counters: defaultPrometheusCounters },
	queries: {
		requests: 'vector(1)',
		errorRate: 'vector(1)',
		p95Latency: 'vector(1)',
		throughput: 'vector(1)',
		memory: null,
	},
};
const service = { job: 'shop', instance: 'a' };
const requests = (value: number, at: number): Series => ({
	of: 0,
	labels: { ...service, status: '200' },
	value: `${value}`,
	at,
});
const errors = (value: number, at: number): Series => ({
	of: 1,
	labels: { ...service, status: '500' },
	value: `${value}`,
	at,
});

function setUp(changes: Partial<PrometheusMetricsConfig> = {}) {
	const clock = createTestClock();
	/** Prometheus' clock is a little behind ours, in seconds. */
	const world = { series: new Array<Series>(), refusal: null as string | null, behind: 2 };
	const now = () => clock.now() / 1000 - world.behind;
	const vector = (result: readonly object[]) => ({ status: 'success', data: { resultType: 'vector', result } });
	const answer = (query: string): object => {
		if (!query.includes('signalbox_value')) return vector([{ metric: {}, value: [now(), '1'] }]);
		if (world.refusal !== null) return { status: 'error', errorType: 'bad_data', error: world.refusal };
		return vector(
			world.series.flatMap(({ of, labels, value, at }) => [
				{ metric: { __name__: 'x', ...labels, signalbox_value: `${of}` }, value: [now(), value] },
				{ metric: { ...labels, signalbox_time: `${of}` }, value: [now(), `${at}`] },
			]),
		);
	};
	const fetch = async (address: string, init?: RequestInit) => {
		const form = typeof init?.body === 'string' ? init.body : new URL(address).search;
		return Response.json(answer(new URLSearchParams(form).get('query') ?? ''));
	};
	const context = { service: 'checkout', environment: 'test' };
	const deps = { clock, fetch, logger: quietLogger, resolveSecret: async () => ok('') };
	const source = createPrometheusSource({ ...config, ...changes }, context, deps);
	const read = async (version: string | null = '1', slot: 'blue' | 'green' = 'green') => {
		return source.read({ slots: [{ slot, version, addresses: [] }], windowMs: 60_000 });
	};
	const look = async (version?: string | null) => {
		const totals = (await read(version)).totals?.[0];
		if (totals === undefined) throw new Error('there are no totals');
		return totals;
	};
	/** Lets a scrape of Prometheus pass. */
	const next = async (make: (at: number) => readonly Series[], version?: string | null) => {
		await clock.advance(5000);
		world.series = [...make(now() - 1)];
		return look(version);
	};
	return { clock, world, now, read, look, next };
}

describe('totals of a slot', () => {
	it('stand at the newest sample, on our clock', async () => {
		const { next, look, clock } = setUp();
		const first = await next((at) => [requests(900, at)]);
		expect(first).toMatchObject({ requests: 0, at: clock.now() - 1000, version: '1', source: 'Prometheus' });
		expect(first.query).toContain('http_requests_total{slot="green"}; ');
		await clock.advance(777);
		expect(await look()).toEqual(first);
		const second = await next((at) => [requests(950, at), errors(3, at)]);
		expect(intervalBetween(first, second)).toMatchObject({ requests: 50, events: { errors: 3 } });
	});

	it('do not tremble with the delay of answers', async () => {
		const { next, look, world } = setUp();
		const first = await next((at) => [requests(900, at)]);
		world.behind = 2.4;
		expect(await look()).toEqual(first);
	});

	it('are another run of counting after a clock was set, for another version, and for other processes', async () => {
		const { next, clock, world, look } = setUp();
		const first = await next((at) => [requests(900, at)]);
		clock.jump(3_600_000);
		world.behind += 3600;
		const jumped = await look();
		expect(jumped).toMatchObject({ at: first.at + 3_600_000, requests: 0 });
		const other = await next((at) => [requests(950, at)], '2');
		const replaced = await next((at) => [{ ...requests(700, at), labels: { job: 'shop', instance: 'b' } }], '2');
		expect(new Set([first, jumped, other, replaced].map(({ epoch }) => epoch)).size).toBe(4);
		expect(replaced).toMatchObject({ requests: 0, version: '2' });
		expect(await next((at) => [requests(701, at)], null)).toMatchObject({ version: '2' });
	});

	it('go on while series are away, without new data', async () => {
		const { next } = setUp();
		const first = await next((at) => [requests(900, at)]);
		expect(await next(() => [])).toEqual(first);
		expect(await next((at) => [requests(20, at)])).toMatchObject({ requests: 20 });
	});

	it('hold the histogram in ms by bucket', async () => {
		const { next } = setUp();
		const page = (at: number, counts: Readonly<Record<string, number>>) =>
			Object.entries(counts).map(
				([le, count]): Series => ({ of: 2, labels: { ...service, le }, value: `${count}`, at }),
			);
		await next((at) => page(at, { '0.07': 5, '0.3': 9, '+Inf': 10 }));
		const totals = await next((at) => page(at, { '0.07': 8, '0.3': 14, '+Inf': 16 }));
		expect(totals).toMatchObject({ requests: null, latency: { boundsMs: [70, 300], counts: [3, 2, 1] } });
	});

	it('are left out, and that is told, when they cannot be asked or are too many', async () => {
		const { next, read, world } = setUp();
		await next((at) => [requests(900, at)]);
		world.refusal = 'parse error';
		const refused = await read();
		expect(refused).toMatchObject({ totals: [], problem: null });
		expect(refused.warnings[0]).toMatch(/requests of green could not be counted one by one: .*parse error/);
		world.refusal = null;
		world.series = Array.from({ length: maxSeries + 1 }, (_, path) => ({
			...requests(1, 1),
			labels: { ...service, path: `${path}` },
		}));
		const large = await read();
		expect(large).toMatchObject({ totals: [], problem: null });
		expect(large.warnings[0]).toMatch(/5001 series, at most 5000/);
	});

	it('are no slot without any series', async () => {
		expect((await setUp().read()).totals).toEqual([]);
	});
});

describe('events', () => {
	const events = { refused: 'refused_total{slot="{{slot}}"}' };

	it('that requests tell by a label are none where no series has them', async () => {
		const { next } = setUp();
		expect((await next((at) => [requests(900, at)])).events).toEqual({ errors: 0 });
	});

	it('whose label no request has are not counted, and that is told', async () => {
		const { next, read } = setUp();
		expect((await next((at) => [{ ...requests(900, at), labels: service }])).events).toEqual({});
		expect((await read()).warnings).toEqual([
			'No request of green has the label status, so its errors are not counted.',
		]);
	});

	it('of another counter are none only once it was seen', async () => {
		const { next, read } = setUp({ counters: { ...defaultPrometheusCounters, events } });
		expect((await next((at) => [requests(900, at)])).events).toEqual({ errors: 0 });
		const refused = (at: number): Series => ({ of: 3, labels: service, value: '4', at });
		expect((await next((at) => [requests(900, at), refused(at)])).events).toEqual({ errors: 0, refused: 4 });
		const blue = await read('1', 'blue');
		expect(blue.totals?.[0]?.events).toEqual({ errors: 0, refused: 0 });
	});
});

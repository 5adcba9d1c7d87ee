/** What a real Prometheus saw is what the exporters counted: each request once, also over a restart and a gap. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Exporter, PrometheusPeer } from '../../../../e2e/peers/prometheus.ts';
import { findPrometheus, startExporter, startPrometheus, waitUntil } from '../../../../e2e/peers/prometheus.ts';
import type { PrometheusMetricsConfig } from '../../../../shared/config/model.ts';
import {
	defaultPrometheusCounters,
	defaultPrometheusQueries,
} from '../../../../shared/config/promql/default-queries.ts';
import { addIntervals, intervalBetween } from '../../../../shared/domain/health/intervals.ts';
import type { Interval } from '../../../../shared/domain/health/intervals.ts';
import type { SlotTotals } from '../../../../shared/domain/health/totals.ts';
import { ok } from '../../../../shared/domain/result.ts';
import type { MetricSource } from '../../../engine/ports.ts';
import { quietLogger, realClock } from '../../../testing/real-world.ts';
import { createPrometheusSource } from './source.ts';

const prometheus = findPrometheus();
const deps = { clock: realClock, fetch, logger: quietLogger, resolveSecret: async () => ok('') };
const slots = [
	{ slot: 'blue', version: '1', addresses: [] },
	{ slot: 'green', version: '2', addresses: [] },
] as const;
type Slot = (typeof slots)[number]['slot'];

/** Looks as a judge does: the intervals between totals, added up. */
function follow(source: MetricSource) {
	const last = new Map<Slot, SlotTotals>();
	const sums = new Map<Slot, Interval>();
	const look = async () => {
		const report = await source.read({ slots, windowMs: 10_000 });
		for (const { slot } of slots) {
			const now = report.totals?.find((one) => one.slot === slot);
			if (now === undefined) continue;
			const before = last.get(slot);
			const more = before === undefined ? null : intervalBetween(before, now);
			const sum = sums.get(slot);
			if (before === undefined || more !== null || before.epoch !== now.epoch) last.set(slot, now);
			if (more === null) continue;
			const added = sum === undefined ? more : addIntervals(sum, more);
			if (added === null) throw new Error('two intervals overlap');
			sums.set(slot, added);
		}
		return report;
	};
	return { look, last, of: (slot: Slot) => sums.get(slot) };
}

describe.skipIf(prometheus === null)('totals from a real Prometheus (needs prometheus on PATH)', () => {
	let blue: Exporter;
	let green: Exporter;
	let peer: PrometheusPeer;
	let config: PrometheusMetricsConfig;
	const create = (changes: Partial<PrometheusMetricsConfig> = {}) =>
		createPrometheusSource({ ...config, ...changes }, { service: 'checkout', environment: 'test' }, deps);

	beforeAll(async () => {
		[blue, green] = await Promise.all([startExporter({ good: 1000, bad: 7 }), startExporter({ good: 500 })]);
		peer = await startPrometheus(prometheus ?? '', { blue: blue.address, green: green.address });
		config = {
			...{ kind: 'prometheus', label: 'Prometheus', url: peer.url, auth: null, latencyUnit: 's' },
			...{ staleAfterMs: 5000, timeoutMs: 5000, counters: defaultPrometheusCounters },
			queries: {
				...defaultPrometheusQueries,
				memory: 'max(process_resident_memory_bytes{slot="{{slot}}"}) / 200000000',
			},
		};
	});
	afterAll(async () => {
		await peer?.stop();
		await Promise.all([blue?.stop(), green?.stop()]);
	});

	it('are what the exporters counted, over a restart and over a gap', async () => {
		const source = create();
		const judge = follow(source);
		const begin = async () => {
			await judge.look();
			return judge.last.size === 2;
		};
		expect(await waitUntil(begin, 20_000)).toBe(true);
		expect(judge.last.get('green')).toMatchObject({ requests: 0, events: { errors: 0 }, gauges: { memory: 0.5 } });
		const truth = { requests: 0, errors: 0, slow: 0 };
		const serve = (good: number, bad: number, slow: number) => {
			green.state.good += good;
			green.state.bad += bad;
			green.state.slow += slow;
			truth.requests += good + bad;
			truth.errors += bad;
			truth.slow += slow;
		};
		const isCounted = async () => {
			await judge.look();
			return judge.of('green')?.requests === truth.requests;
		};
		const traffic = setInterval(() => serve(13, 2, 4), 50);
		try {
			const isLong = async () => {
				await judge.look();
				return (judge.of('green')?.requests ?? 0) > 600;
			};
			expect(await waitUntil(isLong, 20_000)).toBe(true);
		} finally {
			clearInterval(traffic);
		}
		expect(await waitUntil(isCounted, 10_000)).toBe(true);

		const port = Number(green.address.split(':')[1]);
		await green.stop();
		const isAway = async () =>
			(await judge.look()).readings.some(({ slot, state }) => slot === 'green' && state === 'stale');
		expect(await waitUntil(isAway, 20_000)).toBe(true);
		green = await startExporter({}, port);
		serve(40, 9, 5);
		expect(await waitUntil(isCounted, 20_000)).toBe(true);
		serve(11, 0, 0);
		expect(await waitUntil(isCounted, 20_000)).toBe(true);

		expect(judge.of('green')).toMatchObject({
			requests: truth.requests,
			events: { errors: truth.errors },
			latency: {
				boundsMs: [50, 100, 1000, 2500],
				counts: [0, truth.requests - truth.slow, 0, truth.slow, 0],
			},
			notes: [],
		});
		expect(judge.of('blue')).toMatchObject({ requests: 0, events: { errors: 0 } });
		await source.close();
	});

	it('count events by their own selectors, and none that no series has', async () => {
		const events = {
			failed: 'http_requests_total{slot="{{slot}}",status="500"}',
			unknown: 'http_refused_total{slot="{{slot}}"}',
		};
		const errors = 'http_requests_total{slot="{{slot}}",code=~"5.."}';
		const source = create({ counters: { ...defaultPrometheusCounters, errors, events } });
		const report = await source.read({ slots, windowMs: 10_000 });
		expect(report.totals?.map((one) => one.events)).toEqual([{ failed: 0 }, { failed: 0 }]);
		expect(report.warnings).toContain('No request of blue has the label code, so its errors are not counted.');
		await source.close();
	});

	it('are not there without counters', async () => {
		const source = create({ counters: null });
		expect(await source.read({ slots, windowMs: 10_000 })).not.toHaveProperty('totals');
		await source.close();
	});

	it('answers the queries of a team', async () => {
		const source = create();
		const ask = (query: string) => ({ name: query, query });
		const place = slots[1];
		const queries = [
			'http_requests_total{slot="{{slot}}"}',
			'vector(0) / 0',
			'scalar(vector(1)) / 0',
			'nothing',
			'up[1m',
		];
		const measured = await source.measure?.({ queries: queries.map(ask), place, windowMs: 10_000 });
		const [counters, nan, infinite, none, wrong] = queries.map((query) => measured?.[query]);
		expect(counters).toMatchObject({ state: 'measured', shape: 'vector', values: [51, 9] });
		expect(counters?.query).toBe('http_requests_total{slot="green"}');
		expect(nan).toMatchObject({ state: 'measured', shape: 'vector', values: ['NaN'] });
		expect(infinite).toMatchObject({ state: 'measured', shape: 'scalar', values: ['+Inf'] });
		expect(none).toMatchObject({ state: 'no-data', values: [] });
		expect(wrong).toMatchObject({ state: 'failed', values: [] });
		expect(wrong?.detail).toMatch(/bad_data: .*parse error/);
		await source.close();
	});
});

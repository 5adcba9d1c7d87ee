import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Exporter, PrometheusPeer } from '../../../../e2e/peers/prometheus.ts';
import { findPrometheus, startExporter, startPrometheus, waitUntil } from '../../../../e2e/peers/prometheus.ts';
import type { PrometheusMetricsConfig } from '../../../../shared/config/model.ts';
import { readingsBySlot } from '../../../../shared/domain/health/readings.ts';
import type { SlotReadings } from '../../../../shared/domain/health/model.ts';
import { ok } from '../../../../shared/domain/result.ts';
import type { MetricSource } from '../../../engine/ports.ts';
import { quietLogger, realClock } from '../../../testing/real-world.ts';
import { createPrometheusClient } from './client.ts';
import { defaultPrometheusQueries } from '../../../../shared/config/promql/default-queries.ts';
import { createPrometheusSource } from './source.ts';

const prometheus = findPrometheus();
const deps = { clock: realClock, fetch, logger: quietLogger, resolveSecret: async () => ok('') };
const slots = [
	{ slot: 'blue', version: '1', addresses: [] },
	{ slot: 'green', version: '2', addresses: [] },
] as const;

describe.skipIf(prometheus === null)('a real Prometheus (needs prometheus on PATH)', () => {
	let blue: Exporter;
	let green: Exporter;
	let peer: PrometheusPeer;
	let config: PrometheusMetricsConfig;
	const sourceOf = (changes: Partial<PrometheusMetricsConfig['queries']> = {}): MetricSource => {
		const queries = { ...config.queries, ...changes };
		return createPrometheusSource({ ...config, queries }, { service: 'checkout', environment: 'test' }, deps);
	};
	const look = async (source: MetricSource, windowMs = 10_000) => {
		const report = await source.read({ slots, windowMs });
		const of = (slot: 'blue' | 'green'): SlotReadings => readingsBySlot(report.readings, slot);
		return { report, blue: of('blue'), green: of('green') };
	};

	beforeAll(async () => {
		[blue, green] = await Promise.all([startExporter({ good: 1000 }), startExporter({ good: 500 })]);
		peer = await startPrometheus(prometheus ?? '', { blue: blue.address, green: green.address });
		config = {
			...{ kind: 'prometheus', label: 'Prometheus', url: peer.url, auth: null, latencyUnit: 's' },
			...{ staleAfterMs: 5000, timeoutMs: 5000 },
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

	it('says that it is one', async () => {
		const info = await createPrometheusClient(config, deps).buildInfo();
		expect(info.ok && info.value.version).toMatch(/^\d+\.\d+/);
		const source = sourceOf();
		await waitUntil(async () => (await source.read({ slots, windowMs: 10_000 })).product !== undefined, 5_000);
		const { product } = await source.read({ slots, windowMs: 10_000 });
		expect(product).toBe(info.ok && `Prometheus ${info.value.version}`);
		await source.close();
	});

	it('measures both slots as their exporters count', async () => {
		const traffic = setInterval(() => {
			blue.state.good += 20;
			green.state.good += 8;
			green.state.bad += 2;
			green.state.slow += 4;
		}, 100);
		const source = sourceOf();
		try {
			const isFull = async () => ((await look(source)).green.requests.value ?? 0) > 900;
			expect(await waitUntil(isFull, 30_000)).toBe(true);
			const { report, blue: stable, green: canary } = await look(source);
			expect(report).toMatchObject({ problem: null, warnings: [] });
			expect(stable.throughput.state).toBe('measured');
			expect(stable.throughput.value).toBeGreaterThan(150);
			expect(stable.throughput.value).toBeLessThan(250);
			// A slot without any failed request has a rate of nought; it has no series of them in other exporters.
			expect(stable.errorRate).toMatchObject({ state: 'measured', value: 0 });
			expect(canary.errorRate.value).toBeCloseTo(0.2, 1);
			expect(stable.p95Latency.value).toBeGreaterThan(50);
			expect(stable.p95Latency.value).toBeLessThanOrEqual(100);
			expect(canary.p95Latency.value).toBeGreaterThan(1000);
			expect(canary.memory).toMatchObject({ state: 'measured', value: 0.5 });
			expect(report.at - (canary.requests.at ?? 0)).toBeLessThan(5000);

			const toMs = Date.now();
			const past = await source.readRange?.({ slots, fromMs: toMs - 60_000, toMs, stepMs: 5000 });
			if (past?.ok !== true) throw new Error('the past was not answered');
			const rates = past.value.filter((one) => one.metric === 'throughput' && one.slot === 'blue');
			expect(rates).toHaveLength(13);
			expect(rates.at(0)?.state).toBe('missing');
			expect(rates.at(-1)?.state).toBe('measured');
		} finally {
			clearInterval(traffic);
		}
	});

	it('says in its own words what it does not understand', async () => {
		const { report, green: canary } = await look(sourceOf({ errorRate: 'sum(rate(up[{{window}}])' }));
		expect(canary.errorRate.state).toBe('failed');
		expect(canary.errorRate.detail).toMatch(/bad_data: .*parse error/);
		expect(report.problem).toBeNull();
	});

	it('says that a query names the wrong labels, or too few', async () => {
		const { green: wrong } = await look(sourceOf({ memory: 'process_resident_memory_bytes{colour="{{slot}}"}' }));
		expect(wrong.memory).toMatchObject({ state: 'missing', detail: 'no series matched' });
		const { green: several } = await look(sourceOf({ memory: 'process_resident_memory_bytes' }));
		expect(several.memory.detail).toContain('2 series, one expected');
	});

	it('calls what it still remembers of a dead target stale', async () => {
		await green.stop();
		const source = sourceOf();
		const isStale = async () => (await look(source, 60_000)).green.throughput.state === 'stale';
		expect(await waitUntil(isStale, 15_000)).toBe(true);
		const { blue: stable, green: canary } = await look(source, 60_000);
		expect(stable.throughput.state).toBe('measured');
		expect(canary.requests).toMatchObject({ state: 'stale', value: null });
		expect(canary.memory.state).toBe('missing');
	});
});

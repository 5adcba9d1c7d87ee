/** What a team's own queries answer on a real Prometheus: every shape, every way to fail. */
import { createServer, type Server, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Exporter, PrometheusPeer } from '../../../../e2e/peers/prometheus.ts';
import { findPrometheus, startExporter, startPrometheus, waitUntil } from '../../../../e2e/peers/prometheus.ts';
import type { PrometheusMetricsConfig } from '../../../../shared/config/model.ts';
import { defaultPrometheusQueries } from '../../../../shared/config/promql/default-queries.ts';
import type { Measurement } from '../../../../shared/domain/health/totals.ts';
import { ok } from '../../../../shared/domain/result.ts';
import type { SlotPlace } from '../../../engine/ports.ts';
import { quietLogger, realClock } from '../../../testing/real-world.ts';
import { createPrometheusSource } from './source.ts';

const prometheus = findPrometheus();
const deps = { clock: realClock, fetch, logger: quietLogger, resolveSecret: async () => ok('') };
const green: SlotPlace = { slot: 'green', version: '2.4.0', addresses: [] };
const memory = 'process_resident_memory_bytes';

/** Prometheus would be at this for minutes, within its limit of samples. */
const endless = 'count_over_time((sum_over_time(vector(1)[1000000s:100ms]))[1000000s:100ms])';

interface Setting {
	readonly url: string;
	readonly timeoutMs?: number;
}

function sourceOf({ url, timeoutMs = 5_000 }: Setting) {
	const config: PrometheusMetricsConfig = {
		...{ kind: 'prometheus', label: 'the watcher', url, auth: null, latencyUnit: 's' },
		...{ staleAfterMs: 5_000, timeoutMs, queries: defaultPrometheusQueries },
	};
	return createPrometheusSource(config, { service: 'checkout', environment: 'production' }, deps);
}

/** Asks all of them in one request, as the engine does. */
async function measured<Name extends string>(
	setting: Setting,
	queries: Readonly<Record<Name, string>>,
	place: SlotPlace = green,
	signal?: AbortSignal,
): Promise<(name: Name) => Measurement> {
	const source = sourceOf(setting);
	const asked = Object.entries<string>(queries).map(([name, query]) => ({ name, query }));
	const answers = await source.measure?.({ queries: asked, place, windowMs: 90_000 }, signal);
	await source.close();
	expect(Object.keys(answers ?? {}).sort()).toEqual(Object.keys(queries).sort());
	return (name) => {
		const answer = answers?.[name];
		if (answer === undefined) throw new Error(`${name} was not answered`);
		return answer;
	};
}

describe.skipIf(prometheus === null)('own queries on a real Prometheus (needs prometheus on PATH)', () => {
	let exporters: readonly Exporter[] = [];
	let peer: PrometheusPeer;

	beforeAll(async () => {
		const start = (memoryBytes: number) => startExporter({ good: 100, memoryBytes });
		const [blueExporter, greenExporter] = await Promise.all([start(100_000_000), start(250_000_000)]);
		exporters = [blueExporter, greenExporter];
		peer = await startPrometheus(prometheus ?? '', { blue: blueExporter.address, green: greenExporter.address });
		const isScraped = async () => {
			const all = await measured({ url: peer.url }, { all: memory });
			return all('all').values.length === 2;
		};
		expect(await waitUntil(isScraped, 20_000)).toBe(true);
	});
	afterAll(async () => {
		await peer?.stop();
		await Promise.all(exporters.map((exporter) => exporter.stop()));
	});

	it('tells vectors, scalars, nothing and numbers that are none apart', async () => {
		const before = Date.now();
		const of = await measured(peer, {
			one: `${memory}{slot="{{slot}}",service="{{service}}"}`,
			several: `sort(${memory})`,
			scalar: `scalar(${memory}{slot="{{slot}}"}) / 1e6`,
			empty: `${memory}{slot="purple"}`,
			scalarOfNothing: `scalar(${memory}{slot="purple"})`,
			nan: '0 * vector(0) / 0',
			infinite: 'vector(1) / 0',
			below: 'scalar(vector(-1)) / 0',
		});
		const said = (name: Parameters<typeof of>[0]) => {
			const { state, shape, values, detail } = of(name);
			return { state, shape, values, detail };
		};
		const vector = { state: 'measured', shape: 'vector', detail: null };
		const scalar = { ...vector, shape: 'scalar' };
		expect(said('one')).toEqual({ ...vector, values: [250_000_000] });
		expect(said('several')).toEqual({ ...vector, values: [100_000_000, 250_000_000] });
		expect(said('scalar')).toEqual({ ...scalar, values: [250] });
		expect(said('empty')).toEqual({ state: 'no-data', shape: 'vector', values: [], detail: 'no series matched' });
		expect(said('scalarOfNothing')).toEqual({ ...scalar, values: ['NaN'] });
		expect(said('nan')).toEqual({ ...vector, values: ['NaN'] });
		expect(said('infinite')).toEqual({ ...vector, values: ['+Inf'] });
		expect(said('below')).toEqual({ ...scalar, values: ['-Inf'] });
		expect(of('one')).toMatchObject({ source: 'the watcher', query: `${memory}{slot="green",service="checkout"}` });
		expect(of('one').at).toBeGreaterThanOrEqual(before);
		expect(of('one').at).toBeLessThanOrEqual(Date.now());
	});

	it('fills every placeholder in, and no version ends the string that it stands in', async () => {
		const version = `2.4.0"} or vector(7) # '\\\`\n`;
		const places = ['slot', 'version', 'service', 'environment'];
		const label = (name: string) => `label_replace(vector(1), "${name}", "{{${name}}}", "", "")`;
		const quoted = (quote: string) =>
			`count(${memory}{slot="green"} unless ${memory}{slot=${quote}{{version}}${quote}})`;
		const matches = (name: string, value: string) =>
			`count(label_replace(vector(1), "it", "{{${name}}}", "", "") == 1 and on (it) label_replace(vector(1), "it", "${value}", "", ""))`;
		const of = await measured(
			peer,
			{
				all: `sum(${places.map(label).join(' or ')})`,
				environment: matches('environment', 'production'),
				service: matches('service', 'checkout'),
				slot: matches('slot', 'green'),
				window: 'scalar(sum_over_time(vector(1)[{{window}}:1s]))',
				double: quoted('"'),
				single: quoted("'"),
			},
			{ ...green, version },
		);
		// One series per label: each was filled in with a text, and none was empty.
		expect(of('all')).toMatchObject({ state: 'measured', values: [places.length] });
		for (const name of ['environment', 'service', 'slot', 'double', 'single'] as const) {
			expect(of(name), name).toMatchObject({ state: 'measured', values: [1] });
		}
		expect(of('window').query).toContain('[90s:1s]');
		expect(of('window').values[0]).toBeGreaterThanOrEqual(90);
		expect(of('window').values[0]).toBeLessThanOrEqual(91);
		const unknown = await measured(
			peer,
			{ it: 'vector(scalar(up{version="{{version}}"}))' },
			{ ...green, version: null },
		);
		expect(unknown('it').query).toBe('vector(scalar(up{version=""}))');
	});

	it('says of each query alone what is wrong with it', async () => {
		const of = await measured(peer, {
			unreadable: 'sum(',
			unfilled: 'up{slot={{colour}}}',
			unevaluable: `${memory} * on (service) ${memory}`,
			range: `${memory}[{{window}}]`,
			text: '"hello"',
			well: 'vector(1)',
		});
		expect(of('well')).toMatchObject({ state: 'measured', values: [1], detail: null });
		for (const [name, detail] of [
			['unreadable', /bad_data: .*parse error/],
			['unfilled', /bad_data: .*parse error/],
			['unevaluable', /execution: .*many-to-many/],
			['range', /answered a range.*rate\(\)/],
			['text', /answered a text/],
		] as const) {
			expect(of(name), name).toMatchObject({ state: 'failed', values: [] });
			expect(of(name).detail, name).toMatch(detail);
		}
	});

	it('ends a query that takes too long, and the others answer', async () => {
		const of = await measured({ url: peer.url, timeoutMs: 500 }, { endless, well: 'vector(1)' });
		expect(of('well')).toMatchObject({ state: 'measured', values: [1] });
		expect(of('endless')).toMatchObject({ state: 'failed', values: [] });
		expect(of('endless').detail).toMatch(/no answer within 500 ms|: timeout:/);
	});

	it('answers for every query when nobody waits any longer, or Prometheus is gone', async () => {
		const given = new AbortController();
		given.abort();
		const aborted = await measured(peer, { a: 'vector(1)', b: 'vector(2)' }, green, given.signal);
		expect([aborted('a').state, aborted('b').state]).toEqual(['failed', 'failed']);
		const gone = await measured({ url: 'http://127.0.0.1:1' }, { a: 'vector(1)' });
		expect(gone('a')).toMatchObject({ state: 'failed', detail: expect.stringMatching(/could not be asked/) });
	});
});

describe('own queries that nobody answers', () => {
	let server: Server;
	const sockets = new Set<Socket>();
	let url = '';

	beforeAll(async () => {
		server = createServer((socket) => {
			sockets.add(socket);
			socket.on('error', () => {});
		});
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		const address = server.address();
		url = typeof address === 'object' && address !== null ? `http://127.0.0.1:${address.port}` : '';
	});
	afterAll(async () => {
		for (const socket of sockets) socket.destroy();
		await new Promise<void>((resolve) => server.close(() => resolve()));
	});

	it('fail one by one when their time is over', async () => {
		const of = await measured({ url, timeoutMs: 200 }, { a: 'vector(1)', b: 'vector(2)' });
		for (const name of ['a', 'b'] as const) {
			expect(of(name)).toMatchObject({ state: 'failed', detail: expect.stringMatching(/could not be asked/) });
		}
		// Each was really asked; how many connections fetch opens besides is its own affair.
		expect(sockets.size).toBeGreaterThanOrEqual(2);
	});

	it('end at once when the source is closed', async () => {
		const before = sockets.size;
		const source = sourceOf({ url, timeoutMs: 60_000 });
		const queries = [{ name: 'a', query: 'vector(1)' }];
		const pending = source.measure?.({ queries, place: green, windowMs: 60_000 });
		expect(await waitUntil(() => sockets.size > before, 5_000)).toBe(true);
		await source.close();
		expect((await pending)?.['a']).toMatchObject({ state: 'failed' });
	});
});

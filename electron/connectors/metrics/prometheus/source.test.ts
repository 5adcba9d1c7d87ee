/** Against a loopback server that lies in every way a Prometheus, or what stands in its place, can. */
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { PrometheusMetricsConfig } from '../../../../shared/config/model.ts';
import type { MetricName, Reading } from '../../../../shared/domain/health/model.ts';
import { ok } from '../../../../shared/domain/result.ts';
import { quietLogger, realClock } from '../../../testing/real-world.ts';
import { createPrometheusClient } from './client.ts';
import { createPrometheusSource } from './source.ts';

type Handler = (query: string, response: ServerResponse, request: IncomingMessage) => void;

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
	await Promise.all(closers.splice(0).map((close) => close()));
});

async function serve(handler: Handler): Promise<string> {
	const server = createServer((request, response) => {
		const url = new URL(request.url ?? '/', 'http://x');
		response.setHeader('content-type', 'application/json');
		handler(url.searchParams.get('query') ?? url.pathname, response, request);
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	closers.push(
		() =>
			new Promise((resolve) => {
				server.close(() => resolve());
				server.closeAllConnections();
			}),
	);
	return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const now = () => Date.now() / 1000;
const vector = (...series: readonly (readonly [Record<string, string>, string])[]) => ({
	status: 'success',
	data: { resultType: 'vector', result: series.map(([metric, value]) => ({ metric, value: [now(), value] })) },
});
/** All that the freshness probe names was sampled `age` seconds ago. */
const fresh = (query: string, age = 1) => {
	const indices = [...query.matchAll(/"signalbox_selector", "(\d+)"/g)].map((found) => found[1] ?? '');
	return vector(...indices.map((index) => [{ signalbox_selector: index }, String(now() - age)] as const));
};
const isProbe = (query: string) => query.includes('signalbox_selector');

/** Answers the probe as fresh and every query with what `answer` says. */
const honest =
	(answer: (query: string) => object, age = 1): Handler =>
	(query, response) => {
		response.end(JSON.stringify(isProbe(query) ? fresh(query, age) : answer(query)));
	};

const config: PrometheusMetricsConfig = {
	kind: 'prometheus',
	label: 'Prometheus',
	url: '',
	auth: null,
	staleAfterMs: 15_000,
	timeoutMs: 1000,
	queries: { requests: 'requests', errorRate: 'errors', p95Latency: 'p95', throughput: 'rate', memory: null },
	latencyUnit: 's',
};

const context = { service: 'checkout', environment: 'production' };
const deps = { clock: realClock, fetch, logger: quietLogger, resolveSecret: async () => ok('s3cret') };

async function read(handler: Handler, changes: Partial<PrometheusMetricsConfig> = {}) {
	const url = changes.url ?? (await serve(handler));
	const source = createPrometheusSource({ ...config, ...changes, url }, context, deps);
	const slots = [{ slot: 'green', version: '1', addresses: [] }] as const;
	const report = await source.read({ slots, windowMs: 120_000 });
	const of = (metric: MetricName): Reading => {
		const [found, ...others] = report.readings.filter((one) => one.metric === metric);
		if (found === undefined || others.length > 0) throw new Error(`not one reading of ${metric}`);
		return found;
	};
	return { report, of };
}

const one = (value: string) => honest(() => vector([{}, value]));

describe('the prometheus source', () => {
	it('reads values with their units, sample and age', async () => {
		const numbers: Readonly<Record<string, string>> = { requests: '4210.4', errors: '0.002', p95: '0.182', rate: '35' };
		const { report, of } = await read(honest((query) => vector([{}, numbers[query] ?? 'NaN']), 3));
		expect(of('requests')).toMatchObject({ state: 'measured', value: 4210.4, count: 4210, query: 'requests' });
		expect(of('errorRate')).toMatchObject({ state: 'measured', value: 0.002, count: 4210, windowMs: 120_000 });
		expect(of('p95Latency').value).toBeCloseTo(182);
		expect(of('memory')).toMatchObject({ state: 'not-configured', value: null });
		expect(report.at - (of('throughput').at ?? 0)).toBeGreaterThan(2000);
		expect(report).toMatchObject({ problem: null, warnings: [] });
	});

	it.each<[string, Handler, Reading['state'], RegExp]>([
		['NaN', one('NaN'), 'not-a-number', /answered NaN/],
		['infinity', one('+Inf'), 'not-a-number', /answered \+Inf/],
		['no series', honest(() => vector()), 'missing', /no series matched/],
		[
			'several series',
			honest(() => vector([{ pod: 'a' }, '1'], [{ pod: 'b' }, '2'])),
			'failed',
			/2 series, one expected; aggregate with sum/,
		],
		[
			'a text',
			honest(() => ({ status: 'success', data: { resultType: 'string', result: [1, 'x'] } })),
			'failed',
			/a text/,
		],
		['a range', honest(() => ({ status: 'success', data: { resultType: 'matrix', result: [] } })), 'failed', /a range/],
		[
			'a native histogram',
			honest(() => ({
				status: 'success',
				data: { resultType: 'vector', result: [{ metric: {}, histogram: [1, {}] }] },
			})),
			'failed',
			/native histogram/,
		],
		['another form', honest(() => ({ status: 'success', data: { rows: [] } })), 'failed', /a form that we do not know/],
		['old samples', honest(() => vector([{}, '1']), 41), 'stale', /newest sample 41 s ago/],
		[
			'series that ended',
			(query, response) => response.end(JSON.stringify(isProbe(query) ? vector() : vector([{}, '1']))),
			'stale',
			/have ended/,
		],
		[
			'an age that cannot be asked',
			(query, response) => {
				if (isProbe(query)) response.statusCode = 503;
				response.end(JSON.stringify(vector([{}, '1'])));
			},
			'failed',
			/how old the data is could not be asked/,
		],
	])('names %s', async (_name, handler, state, detail) => {
		const { of } = await read(handler);
		expect(of('throughput')).toMatchObject({ state, value: null });
		expect(of('throughput').detail).toMatch(detail);
	});

	it('hands a negative value on, so that the judge can call it a lie', async () => {
		expect((await read(one('-0.5'))).of('errorRate')).toMatchObject({ state: 'measured', value: -0.5, count: 0 });
	});

	it('calls 0/0 an idle slot, not a lie', async () => {
		const { of } = await read(honest((query) => vector([{}, query === 'requests' ? '0' : 'NaN'])));
		expect(of('errorRate')).toMatchObject({ state: 'missing', detail: 'no requests in the window' });
	});

	it('shows the warnings and infos of Prometheus and a clock that is apart', async () => {
		const late: Handler = (query, response) => {
			const found = isProbe(query) ? fresh(query) : vector([{}, '1']);
			const result = found.data.result.map((series) => ({
				...series,
				value: [now() - 3600, isProbe(query) ? String(now() - 3601) : '1'],
			}));
			response.end(
				JSON.stringify({
					...found,
					data: { ...found.data, result },
					warnings: ['remote read failed'],
					infos: ['not a counter'],
				}),
			);
		};
		const { report, of } = await read(late);
		expect(of('requests').state).toBe('measured');
		expect(report.warnings.slice(0, 2)).toEqual(['remote read failed', 'not a counter']);
		expect(report.warnings[2]).toMatch(/^The clock of Prometheus is (59 min 59 s|1 h)( \d+ s)? behind ours\.$/);
	});
});

describe('a Prometheus that does not answer', () => {
	const status =
		(code: number, body = 'no'): Handler =>
		(_query, response) => {
			response.statusCode = code;
			response.end(body);
		};
	const refusal = JSON.stringify({ status: 'error', errorType: 'bad_data', error: 'parse error: unexpected "]"' });
	it.each<[string, Handler, string, RegExp]>([
		['refuses the query', status(400, refusal), 'metrics-rejected', /bad_data: parse error: unexpected "\]"/],
		['is overloaded', status(503), 'metrics-unreachable', /not able to answer \(status 503\)/],
		['wants other credentials', status(401), 'metrics-rejected', /refused our credentials \(status 401\)/],
		['forbids', status(403), 'metrics-rejected', /status 403/],
		['is something else', status(200, '<html>'), 'metrics-rejected', /is not Prometheus/],
		['redirects', status(302), 'metrics-rejected', /status 302/],
		['is slow', () => undefined, 'metrics-unreachable', /no answer within/],
		[
			'cuts the body',
			(_query, response) => {
				response.writeHead(200, { 'content-length': '500' });
				response.write('{"status":');
				setImmediate(() => response.destroy());
			},
			'metrics-unreachable',
			/cut off|reset/,
		],
		[
			'never ends the body',
			(_query, response) => {
				const flood = Buffer.alloc(1024 * 1024, ' ');
				const pour = () => {
					while (!response.destroyed && response.write(flood)) continue;
				};
				response.on('drain', pour);
				pour();
			},
			'too-large',
			/larger than/,
		],
	])('%s', async (_name, handler, code, words) => {
		const { report } = await read(handler, { timeoutMs: code === 'too-large' ? 10_000 : 300 });
		expect(report.problem?.code).toBe(code);
		expect(report.problem?.message).toMatch(words);
		expect(report.readings.filter((one) => one.state === 'failed')).toHaveLength(4);
	});

	it('is not there', async () => {
		const url = await serve(() => undefined);
		await closers.pop()?.();
		const { report } = await read(() => undefined, { url });
		expect(report.problem).toMatchObject({ code: 'metrics-unreachable', retryable: true });
		expect(report.problem?.message).toContain('connection refused');
	});

	it('ends when the reader does', async () => {
		const url = await serve(() => undefined);
		const source = createPrometheusSource({ ...config, url, timeoutMs: 60_000 }, context, deps);
		const reading = source.read({ slots: [{ slot: 'blue', version: null, addresses: [] }], windowMs: 1000 });
		await source.close();
		expect((await reading).problem?.code).toBe('cancelled');
	});
});

describe('credentials', () => {
	const seen: (string | undefined)[] = [];
	const note: Handler = (query, response, request) => {
		seen.push(request.headers.authorization);
		one('1')(query, response, request);
	};
	const secret = { from: 'environment', name: 'TOKEN' } as const;

	it.each([
		[{ bearer: secret }, 'Bearer s3cret'],
		[{ user: 'ada', password: secret }, `Basic ${btoa('ada:s3cret')}`],
	])('are sent as asked', async (auth, header) => {
		seen.length = 0;
		await read(note, { auth });
		expect(new Set(seen)).toEqual(new Set([header]));
	});

	it.each(['s3cret\nsecond', 's3 cret', 's3cret\r', 's3cret\u2026', '\ts3cret'])(
		'%j is no token, is not sent and not told',
		async (value) => {
			seen.length = 0;
			const url = await serve(note);
			const known = { ...deps, resolveSecret: async () => ok(value) };
			const client = createPrometheusClient({ ...config, url, auth: { bearer: secret } }, known);
			const answer = await client.query('1');
			expect(answer).toMatchObject({ ok: false, problem: { code: 'secret-missing' } });
			expect(JSON.stringify(answer)).not.toContain('s3');
			expect(seen).toEqual([]);
		},
	);

	it('never travel unencrypted beyond this machine', async () => {
		const { report } = await read(note, { auth: { bearer: secret }, url: 'http://prometheus.example' });
		expect(report.problem).toMatchObject({ code: 'invalid-config' });
		expect(JSON.stringify(report)).not.toContain('s3cret');
	});

	it.each([
		['environment', secret, ['Bearer first', 'Bearer second', 'Bearer second']],
		['Signalbox', { from: 'signalbox', name: 'prom' } as const, ['Bearer first', 'Bearer second', 'Bearer second']],
		// Each question starts a program, so it is asked again only once the answer was refused.
		[
			'keychain',
			{ from: 'keychain', service: 'a', account: 'b' } as const,
			['Bearer first', 'Bearer first', 'Bearer second'],
		],
	])('that are set anew count without a new client: %s', async (_, bearer, expected) => {
		seen.length = 0;
		let value = 'first';
		const url = await serve((_query, response, request) => {
			seen.push(request.headers.authorization);
			response.writeHead(seen.length === 2 ? 401 : 200).end('{"status":"success","data":{"version":"3"}}');
		});
		const known = { ...deps, resolveSecret: async () => ok(value) };
		const client = createPrometheusClient({ ...config, url, auth: { bearer } }, known);
		await client.buildInfo();
		value = 'second';
		await client.buildInfo();
		await client.buildInfo();
		expect(seen).toEqual(expected);
	});

	it.each([
		[{ bearer: secret }, (sent: string) => sent],
		[{ bearer: secret }, (sent: string) => sent.replace('Bearer ', '')],
		[{ bearer: secret }, (sent: string) => btoa(sent.replace('Bearer ', ''))],
		[{ user: 'ada', password: secret }, (sent: string) => sent],
		[{ user: 'ada', password: secret }, (sent: string) => atob(sent.replace('Basic ', ''))],
	])('are not repeated though the server repeats them: %j %s', async (auth, say) => {
		let isRefusing = true;
		const url = await serve((_query, response, request) => {
			const said = say(request.headers.authorization ?? '');
			const refusal = { status: 'error', errorType: said, error: `unknown credentials "${said}"` };
			const answer = { status: 'success', data: { resultType: 'vector', result: [] }, warnings: [said], infos: [said] };
			response.end(JSON.stringify(isRefusing ? refusal : answer));
		});
		const odd = { ...deps, resolveSecret: async () => ok('quietly/odd"+secret~') };
		const client = createPrometheusClient({ ...config, url, auth }, odd);
		const refused = await client.query('1');
		isRefusing = false;
		const answered = await client.query('1');
		expect(refused).toMatchObject({ ok: false, problem: { message: expect.stringContaining('[hidden]') } });
		expect(answered).toMatchObject({ ok: true });
		const told = JSON.stringify([refused, answered]);
		for (const trace of ['odd', btoa('quietly/odd"+secret~').slice(0, 12), btoa('ada:quietly/odd').slice(0, 12)])
			expect(told).not.toContain(trace);
	});
});

describe('the client', () => {
	it('asks by POST what is too long for an address', async () => {
		let method = '';
		const url = await serve((query, response, request) => {
			method = request.method ?? '';
			one('1')(query, response, request);
		});
		const client = createPrometheusClient({ ...config, url }, deps);
		expect((await client.query(`vector(1) ${'+ 0'.repeat(1000)}`)).ok).toBe(true);
		expect(method).toBe('POST');
	});
});

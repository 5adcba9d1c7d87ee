/** Over real sockets: what the page says is what is read, and bodies that never end or break off are refused. */
import { createServer } from 'node:http';
import type { RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { startExporter, waitUntil } from '../../../../e2e/peers/prometheus.ts';
import { readingsBySlot } from '../../../../shared/domain/health/readings.ts';
import { quietLogger, realClock } from '../../../testing/real-world.ts';
import { scrapeConfig } from '../test-kit.ts';
import { createScrapeSource } from './source.ts';

const config = scrapeConfig({ intervalMs: 100, staleAfterMs: 2000 }, 200_000_000);

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
	await Promise.all(closers.splice(0).map((close) => close()));
});

function follow(address: string) {
	const source = createScrapeSource(config, { clock: realClock, fetch, logger: quietLogger });
	closers.push(() => source.close());
	return async () => {
		const slots = [{ slot: 'green', version: '1', addresses: [address] }] as const;
		return readingsBySlot((await source.read({ slots, windowMs: 60_000 })).readings, 'green');
	};
}

async function serve(listener: RequestListener): Promise<string> {
	const server = createServer(listener);
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	closers.push(
		() =>
			new Promise((resolve) => {
				server.close(resolve);
				server.closeAllConnections();
			}),
	);
	return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe('scraping over a socket', () => {
	it('measures what the exporter counted', async () => {
		const exporter = await startExporter({ good: 1000, bad: 10 });
		closers.push(() => exporter.stop());
		const look = follow(`http://${exporter.address}`);
		await look();
		Object.assign(exporter.state, { good: 1090, bad: 20, slow: 0 });
		const isSeen = async () => (await look()).requests.value === 100;
		expect(await waitUntil(isSeen, 5000)).toBe(true);
		const slot = await look();
		expect(slot.errorRate).toMatchObject({ state: 'measured', value: 0.1 });
		expect(slot.p95Latency.value).toBeCloseTo(97.5, 6);
		expect(slot.memory).toMatchObject({ state: 'measured', value: 0.5 });
	});

	it('counts each request once, over a restart of the exporter', async () => {
		const exporter = await startExporter({ good: 1000, bad: 10 });
		closers.push(() => exporter.stop());
		const source = createScrapeSource(config, { clock: realClock, fetch, logger: quietLogger });
		closers.push(() => source.close());
		const look = async () => {
			const slots = [{ slot: 'green', version: '1', addresses: [`http://${exporter.address}`] }] as const;
			return (await source.read({ slots, windowMs: 1000 })).totals?.[0];
		};
		const sees = (requests: number) => waitUntil(async () => (await look())?.requests === requests, 5000);
		expect(await look()).toMatchObject({ requests: 0 });
		Object.assign(exporter.state, { good: 1090, bad: 20, slow: 7 });
		expect(await sees(100)).toBe(true);
		await exporter.stop();
		const again = await startExporter({ good: 5, bad: 2, slow: 1 }, Number(exporter.address.split(':')[1]));
		closers.push(() => again.stop());
		expect(await sees(107)).toBe(true);
		expect(await look()).toMatchObject({
			events: { errors: 12 },
			latency: { boundsMs: [50, 100, 1000, 2500], counts: [0, 99, 0, 8, 0] },
			gauges: { memory: 0.5 },
		});
	});

	it('refuses a page that never ends', async () => {
		const line = Buffer.alloc(1024 * 1024, '# x\n');
		const look = follow(
			await serve((_request, response) => {
				const pour = () => {
					while (!response.destroyed && response.write(line)) continue;
				};
				response.on('drain', pour);
				pour();
			}),
		);
		expect((await look()).requests).toMatchObject({ state: 'failed' });
		expect((await look()).requests.detail).toMatch(/larger than|no answer within/);
	});

	it('refuses a page that breaks off', async () => {
		const look = follow(
			await serve((_request, response) => {
				response.writeHead(200, { 'content-length': '5000' });
				response.write('http_requests_total{status="200"} 5\n');
				setImmediate(() => response.destroy());
			}),
		);
		expect((await look()).requests).toMatchObject({ state: 'failed', value: null });
	});
});

import { expect, it } from 'vitest';
import { judgeByThresholds } from '../../../../shared/domain/health/threshold-judge.ts';
import { defaultHealthPolicy } from '../../../../shared/domain/health/defaults.ts';
import { readingsBySlot } from '../../../../shared/domain/health/readings.ts';
import type { SlotTotals } from '../../../../shared/domain/health/totals.ts';
import { fail } from '../../../../shared/domain/result.ts';
import { createTestClock } from '../test-kit.ts';
import { createMemorySource } from './source.ts';

it('says what was set, gaps and troubles included', async () => {
	const clock = createTestClock();
	const source = createMemorySource({ clock });
	const well = { requests: 1000, errorRate: 0, p95Latency: 90, throughput: 10, memory: 0.2 };
	const look = async () => {
		const report = await source.read({ slots: [{ slot: 'green', version: '1', addresses: [] }], windowMs: 1000 });
		const input = {
			at: report.at,
			canary: readingsBySlot(report.readings, 'green'),
			stable: null,
			weights: { canary: 100, stable: 0 },
		};
		return { report, outcome: judgeByThresholds(defaultHealthPolicy, input).outcome };
	};
	expect((await look()).outcome).toBe('inconclusive');
	source.set('green', well);
	expect((await look()).outcome).toBe('healthy');
	source.set('green', { p95Latency: 900 });
	expect((await look()).outcome).toBe('unhealthy');
	source.set('green', well);
	source.setReading('memory', 'green', { state: 'stale', value: null });
	expect((await look()).outcome).toBe('inconclusive');
	source.setReading('memory', 'green', null);
	expect((await look()).outcome).toBe('healthy');
	source.setProblem(fail('metrics-unreachable', 'It is away.', 'Wait.').problem);
	expect(await look()).toMatchObject({ outcome: 'inconclusive', report: { problem: { code: 'metrics-unreachable' } } });
	expect(source.reads).toBe(6);
});

it('tells totals and measurements that were set', async () => {
	const source = createMemorySource({ clock: createTestClock() });
	const place = { slot: 'green', version: '1', addresses: [] } as const;
	const read = async () => (await source.read({ slots: [place], windowMs: 1000 })).totals;
	const measure = () =>
		source.measure?.({ queries: [{ name: 'queue', query: 'queue_length' }], place, windowMs: 1000 }) ?? null;
	const totals: SlotTotals = {
		...{ slot: 'green', version: '1', epoch: 'a', at: 1, requests: 5, events: { errors: 1 }, latency: null },
		...{ gauges: {}, source: 'memory', query: 'q' },
	};
	expect(await read()).toBeUndefined();
	source.setTotals('green', totals);
	expect(await read()).toEqual([totals]);
	expect(await measure()).toMatchObject({ queue: { state: 'no-data' } });
	source.setMeasurement('queue', { shape: 'scalar', values: [4] });
	expect(await measure()).toMatchObject({
		queue: { state: 'measured', shape: 'scalar', values: [4], query: 'queue_length' },
	});
	source.setProblem(fail('metrics-unreachable', 'It is away.', 'Wait.').problem);
	expect(await read()).toBeUndefined();
	expect(await measure()).toMatchObject({ queue: { state: 'failed', detail: 'It is away.' } });
	source.setProblem(null);
	source.setTotals('green', null);
	source.setMeasurement('queue', null);
	expect(await read()).toBeUndefined();
	expect(await measure()).toMatchObject({ queue: { state: 'no-data' } });
});

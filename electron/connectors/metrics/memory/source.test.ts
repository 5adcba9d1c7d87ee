import { expect, it } from 'vitest';
import { judgeByThresholds } from '../../../../shared/domain/health/threshold-judge.ts';
import { defaultHealthPolicy } from '../../../../shared/domain/health/defaults.ts';
import { readingsBySlot } from '../../../../shared/domain/health/readings.ts';
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

import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { metricNames } from '../../shared/domain/health/model.ts';
import { timeTicks, valueRange, valueTicks } from './chart-scale.ts';

describe('valueRange', () => {
	test.prop([
		fc.constantFrom(...metricNames),
		fc.double({ min: 0, max: 1e6, noNaN: true }),
		fc.double({ min: 0.001, max: 1e6, noNaN: true }),
	])('always holds the limit and the highest value, from zero', (metric, highest, limit) => {
		const [bottom, top] = valueRange(metric, highest, metric === 'memory' ? Math.min(limit, 1) : limit);
		expect(bottom).toBe(0);
		expect(top).toBeGreaterThanOrEqual(highest);
		expect(top).toBeGreaterThanOrEqual(metric === 'memory' ? Math.min(limit, 1) : limit);
	});

	it('has a range without any data', () => {
		expect(valueRange('errorRate', null, null)).toEqual([0, 0.005]);
		expect(valueRange('memory', null, null)).toEqual([0, 1]);
	});
});

describe('ticks', () => {
	it('writes units and no more digits than the steps need', () => {
		expect(valueTicks('errorRate', [0, 0.005, 0.01])).toEqual(['0 %', '0.5 %', '1 %']);
		expect(valueTicks('errorRate', [0, 0.0025, 0.005])).toEqual(['0 %', '0.25 %', '0.5 %']);
		expect(valueTicks('memory', [0, 0.5, 1])).toEqual(['0 %', '50 %', '100 %']);
		expect(valueTicks('p95Latency', [0, 200])).toEqual(['0 ms', '200 ms']);
		expect(valueTicks('throughput', [0, 0.5])).toEqual(['0 /s', '0.5 /s']);
	});

	it('writes seconds only where ticks are closer than a minute', () => {
		const at = new Date(2026, 1, 3, 14, 2, 30).getTime();
		expect(timeTicks([at, at + 10_000])).toEqual(['14:02:30', '14:02:40']);
		expect(timeTicks([at, at + 60_000])).toEqual(['14:02', '14:03']);
	});
});

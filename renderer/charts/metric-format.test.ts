import { describe, expect, it } from 'vitest';
import type { MetricName } from '../../shared/domain/health/model.ts';
import { groupedNumber, metricText } from './metric-format.ts';

const plain = (text: string): string => text.replace(/[\u202f\u00a0]/g, ' ');

describe('metricText', () => {
	const cases: readonly [MetricName, number, string][] = [
		['errorRate', 0, '0 %'],
		['errorRate', 0.0031, '0.31 %'],
		['errorRate', 0.01, '1 %'],
		['errorRate', 0.0456, '4.6 %'],
		['errorRate', 1, '100 %'],
		['p95Latency', 3.26, '3.3 ms'],
		['p95Latency', 412.4, '412 ms'],
		['p95Latency', 4210, '4 210 ms'],
		['p95Latency', 12_340, '12.3 s'],
		['throughput', 3.7, '3.7 /s'],
		['throughput', 1234.5, '1 235 /s'],
		['memory', 0.613, '61 %'],
		['requests', 1_234_567, '1 234 567'],
	];
	it.each(cases)('writes %s %d as %s', (metric, value, text) => {
		expect(plain(metricText(metric, value))).toBe(text);
	});

	it('never writes a negative zero', () => {
		expect(groupedNumber(-0.001, 2)).toBe('0');
	});
});

import { describe, expect, test } from 'vitest';
import { dayTitle, metricBasis, metricChange, metricDirection, metricText, monthTitle } from './words.ts';

const hour = 3_600_000;

test.each([
	[{ state: 'measured', value: 28 * hour }, 'ms', '1 d 4 h'],
	[{ state: 'measured', value: 0.073 }, 'share', '7.3 %'],
	[{ state: 'measured', value: 0 }, 'share', '0 %'],
	[{ state: 'measured', value: 1.322 }, 'per-day', '1.32 a day'],
	[{ state: 'no-data', value: null }, 'ms', 'no data'],
	[{ state: 'not-measured', value: null }, 'share', 'not measured'],
] as const)('%j in %s is %s', (value, unit, text) => {
	expect(metricText(value, unit)).toBe(text);
});

test.each([
	[{ metric: 'change-fail-rate', unit: 'share', state: 'measured', n: 3, of: 42, p90: null }, '3 of 42'],
	[{ metric: 'recovery-time', unit: 'ms', state: 'measured', n: 3, of: null, p90: hour }, 'median of 3, p90 1 h'],
	[{ metric: 'deployment-frequency', unit: 'per-day', state: 'measured', n: 1, of: null, p90: null }, '1 deployment'],
	[{ metric: 'rework-rate', unit: 'share', state: 'no-data', n: 0, of: 0, p90: null }, ''],
] as const)('%j rests on %s', (answer, text) => {
	expect(metricBasis(answer)).toBe(text);
});

describe('the change', () => {
	test.each([
		[{ change: 0.021, unit: 'share', lessIsBetter: true }, '+2.1 points', 'worse'],
		[{ change: -5 * hour, unit: 'ms', lessIsBetter: true }, '-5 h', 'better'],
		[{ change: 0.25, unit: 'per-day', lessIsBetter: false }, '+0.25 a day', 'better'],
		[{ change: 0, unit: 'share', lessIsBetter: true }, 'same', 'same'],
		[{ change: null, unit: 'share', lessIsBetter: true }, '', null],
	] as const)('%j reads %s and is %s', (answer, text, direction) => {
		expect(metricChange(answer)).toBe(text);
		expect(metricDirection(answer)).toBe(direction);
	});
});

test('a month and a day as people say them', () => {
	expect(monthTitle('2026-10')).toBe('October 2026');
	expect(dayTitle('2026-10-03')).toBe('3 October 2026');
});

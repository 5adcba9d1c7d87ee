import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import {
	formatAge,
	formatCount,
	formatCounted,
	formatDuration,
	formatMs,
	formatNumber,
	formatPercent,
	formatRate,
	formatTimes,
	thinSpace,
} from './format.ts';

const thin = (text: string) => text.replaceAll('_', thinSpace);

describe('numbers as text', () => {
	it.each([
		[formatCount(4210), '4_210'],
		[formatCount(999), '999'],
		[formatCount(1_234_567.4), '1_234_567'],
		[formatCount(-4210), '-4_210'],
		[formatCount(-0.2), '0'],
		[formatCount(Number.NaN), 'not a number'],
		[formatNumber(1e22), '1e+22'],
		[formatCounted(1, 'request'), '1 request'],
		[formatCounted(0, 'request'), '0 requests'],
		[formatPercent(0.01), '1 %'],
		[formatPercent(0.00123), '0.12 %'],
		[formatPercent(0.415), '41.5 %'],
		[formatPercent(1.2), '120 %'],
		[formatPercent(Number.POSITIVE_INFINITY), 'not a number'],
		[formatMs(812.4), '812 ms'],
		[formatMs(4.23), '4.2 ms'],
		[formatMs(1250), '1_250 ms'],
		[formatMs(12_500), '12.5 s'],
		[formatRate(0.25), '0.25 requests/s'],
		[formatRate(132.4), '132 requests/s'],
		[formatTimes(2.1), '2.1 times'],
		[formatDuration(850), '850 ms'],
		[formatDuration(12_000), '12 s'],
		[formatDuration(90_000), '1 min 30 s'],
		[formatDuration(900_000), '15 min'],
		[formatDuration(3_599_999), '59 min 59 s'],
		[formatDuration(183_600_000), '2 d 3 h'],
		[formatDuration(-12_000), '-12 s'],
		[formatAge(12_000), '12 s ago'],
		[formatAge(-5000), 'just now'],
		[formatAge(Number.NaN), 'at an unknown time'],
	])('%s', (text, expected) => expect(text).toBe(thin(expected)));

	test.prop([fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER })])('grouping loses no digit', (count) => {
		expect(formatCount(count).replaceAll(thinSpace, '')).toBe(String(count));
		expect(formatCount(count)).toMatch(new RegExp(`^\\d{1,3}(${thinSpace}\\d{3})*$`));
	});
});

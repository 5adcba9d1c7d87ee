import { describe, expect, test } from 'vitest';
import type { TrendPoint } from '../../../shared/domain/delivery/metrics.ts';
import { binWords } from './distribution-chart.tsx';
import { changeWords, ticksTo, tickWords } from './figure-words.ts';
import { pointAfterKey } from './point-keys.ts';
import { csvOf } from './save-chart.ts';
import { timeMarks } from './strip-chart.tsx';
import { trendBars } from './trend-bars.ts';

const hour = 3_600_000;
const day = 24 * hour;

describe('changes in words', () => {
	test.each([
		[-5 * hour, 'ms', true, '-5 h', 'better'],
		[0.021, 'share', true, '+2.1 points', 'worse'],
		[0.3, 'per-day', false, '+0.3 a day', 'better'],
		[-0.3, 'per-day', false, '-0.3 a day', 'worse'],
		[0, 'share', true, 'the same', 'same'],
	] as const)('a change of %d %s (less is better: %s) is %s', (change, unit, lessIsBetter, text, verdict) => {
		expect(changeWords({ change, unit, lessIsBetter })).toEqual({ text, verdict });
	});

	test('a change from nothing is none', () => {
		expect(changeWords({ change: null, unit: 'ms', lessIsBetter: true })).toBeNull();
	});
});

describe('ticks', () => {
	test.each([
		[0.073, 'share', [0, 0.02, 0.04, 0.06, 0.08]],
		[41, 'count', [0, 20, 40, 60]],
		[28 * hour, 'ms', [0, 8 * hour, 16 * hour, 24 * hour, 32 * hour]],
		[0, 'share', [0]],
	] as const)('up to %d %s', (highest, unit, expected) => {
		expect(ticksTo(highest, unit).map((tick) => Number(tick.toFixed(6)))).toEqual(expected);
	});

	test.each([
		[1, 'per-day', ['0', '0.25', '0.5', '0.75', '1']],
		[0.01, 'share', ['0', '0.25 %', '0.5 %', '0.75 %', '1 %']],
		[0.3, 'share', ['0', '10 %', '20 %', '30 %']],
		[40, 'count', ['0', '10', '20', '30', '40']],
	] as const)('up to %d %s are called what they are', (highest, unit, expected) => {
		expect(ticksTo(highest, unit).map((tick) => tickWords(tick, unit))).toEqual(expected);
	});

	test('say 0 without a unit', () => expect(tickWords(0, 'ms')).toBe('0'));

	test('of times enclose all of them', () => {
		expect(timeMarks([2 * hour, 40 * hour])).toEqual([hour, 4 * hour, day, 3 * day]);
		expect(timeMarks([5])).toEqual([60_000, 600_000]);
		expect(timeMarks([900 * day]).at(-1)).toBe(365 * day);
	});
});

describe('bars of a trend', () => {
	const point = (given: Partial<TrendPoint>): TrendPoint => ({
		...{ state: 'measured', value: 2 * hour, n: 4, of: null, p90: null, remarks: [] },
		...{ from: '2026-10-05', to: '2026-10-12', isPartial: false },
		...given,
	});
	const bars = (trend: readonly TrendPoint[]) =>
		trendBars(
			trend,
			'ms',
			() => ({ label: '5 Oct', full: 'Week of 5 Oct' }),
			({ n }) => `${n} changes`,
		);

	test('tell the value, what is behind it and what cuts it', () => {
		expect(bars([point({ isPartial: true, p90: 8 * hour })])[0]?.words).toBe(
			'Week of 5 Oct (not whole): 2 h, p90 8 h, 4 changes',
		);
	});

	test('leave a gap with its reason', () => {
		const [gap] = bars([point({ state: 'not-measured', value: null, remarks: ['Before the first fact.'] })]);
		expect(gap).toMatchObject({ value: null, gap: 'not measured' });
		expect(gap?.words).toBe('Week of 5 Oct: not measured, Before the first fact.');
	});
});

test.each([
	['ArrowRight', null, 0],
	['ArrowRight', 3, 4],
	['ArrowRight', 4, 4],
	['ArrowLeft', null, 4],
	['ArrowLeft', 0, 0],
	['Home', 3, 0],
	['End', 0, 4],
	['PageDown', 0, 4],
	['x', 2, null],
] as const)('%s from %s goes to %s', (key, active, expected) => expect(pointAfterKey(key, active, 5)).toBe(expected));

test('a chart without points takes no key', () => expect(pointAfterKey('Home', null, 0)).toBeNull());

test('figures as CSV keep quotes and are no formulas', () => {
	expect(
		csvOf({
			head: ['a', 'b'],
			rows: [
				['x, "y"', 1],
				['=1+1', -2],
			],
		}),
	).toBe('a,b\r\n"x, ""y""",1\r\n\'=1+1,-2\r\n');
});

test('days are sorted by whole numbers of deployments', () => {
	const words = [
		{ from: 0, to: 1, count: 51 },
		{ from: 2, to: 3, count: 9 },
		{ from: 3, to: 5, count: 2 },
		{ from: 20, to: null, count: 1 },
	].map((bin) => binWords(bin, 'per-day'));
	expect(words).toEqual(['none a day', '2 a day', '3 to 4 a day', '20 or more a day']);
});

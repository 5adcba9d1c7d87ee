import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addMonths, monthPeriod } from '../delivery/periods.ts';
import { dueReports, monthAt, monthEnd, reportDueAt } from './months.ts';

const berlin = { zone: 'Europe/Berlin', atMinutes: 9 * 60, holidays: [] };
const iso = (instant: number) => new Date(instant).toISOString();

test('a month is its local days', () => {
	expect(monthPeriod('2026-12')).toEqual({ from: '2026-12-01', to: '2027-01-01' });
	expect(addMonths('2026-01', -1)).toBe('2025-12');
	expect(iso(monthEnd('2026-10', 'Europe/Berlin'))).toBe('2026-10-31T23:00:00.000Z');
	expect(monthAt(Date.UTC(2026, 9, 31, 23), 'Europe/Berlin')).toBe('2026-11');
	expect(monthAt(Date.UTC(2026, 9, 31, 23), 'UTC')).toBe('2026-10');
});

describe('the report is due on the first working day', () => {
	test.each([
		['a Monday after a Sunday', '2026-10', [], '2026-11-02T08:00:00.000Z'],
		['the first itself', '2026-11', [], '2026-12-01T08:00:00.000Z'],
		['after a holiday', '2026-12', ['2027-01-01'], '2027-01-04T08:00:00.000Z'],
		['summer time', '2026-06', [], '2026-07-01T07:00:00.000Z'],
		['after a holiday that is a Monday', '2026-10', ['2026-11-02'], '2026-11-03T08:00:00.000Z'],
	])('%s', (_, month, holidays, at) => {
		expect(iso(reportDueAt(month, { ...berlin, holidays }))).toBe(at);
	});

	test('a wall time that the clocks jump over is the instant of the jump', () => {
		// 1 April 2001 in New York: 2:00 became 3:00. A Sunday, so it is asked for through a zone that jumps on a Monday.
		const days = { zone: 'Africa/Cairo', atMinutes: 30, holidays: [] };
		// 1 May 2015 was a Friday; Cairo did not jump then: the plain case holds.
		expect(iso(reportDueAt('2015-04', days))).toBe('2015-04-30T22:30:00.000Z');
		// Amman, Friday 1 April 2011: 0:00 became 1:00.
		expect(iso(reportDueAt('2011-03', { zone: 'Asia/Amman', atMinutes: 30, holidays: [] }))).toBe(
			'2011-03-31T22:00:00.000Z',
		);
	});

	test('a month of nothing but holidays is due on its last day', () => {
		const holidays = Array.from({ length: 30 }, (_, index) => `2026-11-${String(index + 1).padStart(2, '0')}`);
		expect(iso(reportDueAt('2026-10', { ...berlin, holidays }))).toBe('2026-11-30T08:00:00.000Z');
	});
});

test('what is due is past, what is next is not, and they follow one another', () => {
	const zone = fc.constantFrom('Europe/Berlin', 'America/St_Johns', 'Pacific/Apia', 'UTC');
	const now = fc.integer({ min: Date.UTC(2020, 0), max: Date.UTC(2030, 0) });
	fc.assert(
		fc.property(zone, now, fc.integer({ min: 0, max: 1_439 }), (where, at, atMinutes) => {
			const days = { zone: where, atMinutes, holidays: [] };
			const { due, next } = dueReports(at, days);
			expect(reportDueAt(due, days)).toBeLessThanOrEqual(at);
			expect(next.at).toBeGreaterThan(at);
			expect(next.month).toBe(addMonths(due, 1));
		}),
		{ numRuns: 60 },
	);
});

import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { createCalendar } from './calendar.ts';
import { addDays, addMonths, countDays, monthPeriod, previousPeriod, weekStart } from './periods.ts';

const hour = 3_600_000;
const utc = (text: string) => Date.parse(text);
const berlin = createCalendar('Europe/Berlin');
const newYork = createCalendar('America/New_York');
const kathmandu = createCalendar('Asia/Kathmandu');

describe('local days', () => {
	it.each([
		['a day of 23 hours in Berlin', berlin, '2026-03-29', '2026-03-28T23:00Z', 23],
		['a day of 25 hours in Berlin', berlin, '2026-10-25', '2026-10-24T22:00Z', 25],
		['a day of 23 hours in New York', newYork, '2026-03-08', '2026-03-08T05:00Z', 23],
		['a day of 25 hours in New York', newYork, '2026-11-01', '2026-11-01T04:00Z', 25],
		['a day in Kathmandu, 5:45 ahead', kathmandu, '2026-10-25', '2026-10-24T18:15Z', 24],
	])('%s', (_name, calendar, day, from, hours) => {
		const span = calendar.spanOf({ from: day, to: addDays(day, 1) });
		expect([span.from, span.to - span.from]).toEqual([utc(from), hours * hour]);
		expect(calendar.daysIn(span)).toBe(1);
		expect(calendar.daysIn({ from: span.from, to: span.from + (hours / 4) * hour })).toBeCloseTo(0.25, 12);
		expect([span.from - 1, span.from, span.to - 1, span.to].map(calendar.dayAt)).toEqual([
			...[addDays(day, -1), day, day, addDays(day, 1)],
		]);
		expect(calendar.dayStart(span.to - 1)).toBe(span.from);
	});
	it('a month with a short day is of 31 days', () => {
		expect(berlin.daysIn(berlin.spanOf(monthPeriod('2026-03')))).toBe(31);
		expect(berlin.daysIn({ from: 5, to: 5 })).toBe(0);
		expect(berlin.daysIn({ from: 6, to: 5 })).toBe(0);
	});
	it('a day that a zone left out has no length', () => {
		const apia = createCalendar('Pacific/Apia');
		const span = apia.spanOf({ from: '2011-12-30', to: '2011-12-31' });
		expect(span.to - span.from).toBe(0);
		expect(apia.dayAt(span.from)).toBe('2011-12-31');
	});
	it('local days of instants on both sides of a transition, in any order', () => {
		const calendar = createCalendar('Europe/Berlin');
		const asked = ['2026-03-29T22:30Z', '2026-01-31T23:30Z', '2026-03-29T21:30Z', '2026-10-25T22:59Z'].map(utc);
		expect(asked.map(calendar.dayAt)).toEqual(['2026-03-30', '2026-02-01', '2026-03-29', '2026-10-25']);
	});
});

describe('buckets', () => {
	const later = utc('2027-01-01T00:00Z');
	const shown = (period: { from: string; to: string }, size: 'day' | 'week' | 'month', now = later) =>
		berlin
			.buckets(period, size, now)
			.map(({ period: { from, to }, isPartial }) => `${from.slice(5)} ${to.slice(5)}${isPartial ? ' partial' : ''}`);
	it('weeks begin on Monday and are cut at the edges', () => {
		expect(shown({ from: '2026-10-01', to: '2026-10-20' }, 'week')).toEqual([
			...['10-01 10-05 partial', '10-05 10-12', '10-12 10-19', '10-19 10-20 partial'],
		]);
	});
	it('months', () => {
		expect(shown({ from: '2026-09-15', to: '2026-11-01' }, 'month')).toEqual(['09-15 10-01 partial', '10-01 11-01']);
	});
	it('what is not over yet is partial', () => {
		expect(shown({ from: '2026-10-24', to: '2026-10-27' }, 'day', utc('2026-10-25T22:59Z'))).toEqual([
			...['10-24 10-25', '10-25 10-26 partial', '10-26 10-27 partial'],
		]);
		expect(shown({ from: '2026-10-25', to: '2026-10-26' }, 'day', utc('2026-10-25T23:00Z'))).toEqual(['10-25 10-26']);
	});
	it('none for an empty period', () => {
		expect(shown({ from: '2026-10-25', to: '2026-10-25' }, 'week')).toEqual([]);
	});
});

describe('periods', () => {
	it.each([
		['a month', { from: '2026-03-01', to: '2026-04-01' }, { from: '2026-02-01', to: '2026-03-01' }],
		['a quarter', { from: '2026-01-01', to: '2026-04-01' }, { from: '2025-10-01', to: '2026-01-01' }],
		['a week', { from: '2026-03-02', to: '2026-03-09' }, { from: '2026-02-23', to: '2026-03-02' }],
		[
			'from the first to the middle',
			{ from: '2026-03-01', to: '2026-03-16' },
			{ from: '2026-02-14', to: '2026-03-01' },
		],
	])('the one before %s', (_name, period, expected) => {
		expect(previousPeriod(period)).toEqual(expected);
	});
	it('months of a leap year and over the end of a year', () => {
		expect(countDays(monthPeriod('2028-02'))).toBe(29);
		expect([addMonths('2026-11', 2), addMonths('2026-01', -1)]).toEqual(['2027-01', '2025-12']);
	});
	it.each([
		['2026-03-02', '2026-03-02'],
		['2026-03-08', '2026-03-02'],
		['1969-12-31', '1969-12-29'],
	])('the week of %s begins on %s', (day, monday) => {
		expect(weekStart(day)).toBe(monday);
	});
});

describe('properties', () => {
	const calendars = [berlin, newYork, kathmandu, createCalendar('Australia/Lord_Howe'), createCalendar('UTC')];
	const calendar = fc.constantFrom(...calendars);
	const instant = fc.integer({ min: utc('2024-01-01'), max: utc('2028-01-01') });
	test.prop([calendar, instant], { numRuns: 60 })('an instant lies in its local day', (one, at) => {
		const day = one.dayAt(at);
		const { from, to } = one.spanOf({ from: day, to: addDays(day, 1) });
		expect(at >= from && at < to).toBe(true);
	});
	test.prop([calendar, instant, instant, instant], { numRuns: 60 })('parts of days add up', (one, ...instants) => {
		const [a = 0, b = 0, c = 0] = instants.toSorted((left, right) => left - right);
		const parts = one.daysIn({ from: a, to: b }) + one.daysIn({ from: b, to: c });
		expect(parts).toBeCloseTo(one.daysIn({ from: a, to: c }), 9);
	});
	const period = fc
		.tuple(fc.integer({ min: 0, max: 900 }), fc.integer({ min: 1, max: 70 }))
		.map(([from, days]) => ({ from: addDays('2025-01-01', from), to: addDays('2025-01-01', from + days) }));
	test.prop([calendar, period, fc.constantFrom('day', 'week', 'month')], { numRuns: 60 })(
		'buckets cover the period without a gap',
		(one, asked, size) => {
			const buckets = one.buckets(asked, size, utc('2030-01-01'));
			const edges = buckets.flatMap(({ span }) => [span.from, span.to]);
			const whole = one.spanOf(asked);
			expect([edges[0], edges.at(-1)]).toEqual([whole.from, whole.to]);
			for (const [index, { span }] of buckets.entries())
				expect(buckets[index + 1]?.span.from ?? whole.to).toBe(span.to);
		},
	);
});

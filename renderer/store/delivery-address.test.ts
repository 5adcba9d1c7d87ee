import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { parseLink } from '../../shared/shell/links.ts';
import { screenOf } from './address.ts';
import {
	bucketFor,
	type DeliveryAsk,
	deliveryAddress,
	periodOf,
	pinned,
	queryOf,
	readAsk,
	timelineAddress,
	usualAsk,
	writeAsk,
} from './delivery-address.ts';
import { addDays, monthPeriod } from '../../shared/domain/delivery/periods.ts';
import { dayWords, isDay, periodWords } from './local-days.ts';

const today = '2026-11-28';

describe('what is asked, in an address', () => {
	test('says nothing where nothing was chosen', () => {
		expect(deliveryAddress(usualAsk, null)).toBe('#/delivery');
		expect(deliveryAddress(usualAsk, 'recovery-time')).toBe('#/delivery/recovery-time');
		expect(timelineAddress(usualAsk)).toBe('#/timeline');
	});

	test('names services, days and the rest in words', () => {
		const ask: DeliveryAsk = {
			...usualAsk,
			services: ['checkout', 'café/au~lait'],
			environments: ['staging'],
			period: monthPeriod('2026-10'),
			against: { from: '2025-10-01', to: '2025-11-01' },
			by: 'day',
			withBots: true,
		};
		expect(deliveryAddress(ask, null)).toBe(
			'#/delivery/overview/service.checkout~service.caf!C3!A9!2Fau!7Elait~env.staging~month.2026-10~against.2025-10-01_2025-11-01~by.day~bots',
		);
	});

	test.each([
		'service',
		'service.',
		'month.2026-13',
		'last.0',
		'last.x',
		'days.2026-10-02_2026-10-01',
		'days.x',
		'what.x',
		'!',
		'service.!',
	])('passes over what is damaged: %s', (text) => expect(readAsk(text)).toEqual(usualAsk));

	const name = fc.string({ minLength: 1, maxLength: 12, unit: 'grapheme' });
	const day = fc.integer({ min: 0, max: 4_000 }).map((count) => addDays('2020-01-01', count));
	const days = fc
		.tuple(day, fc.integer({ min: 1, max: 400 }))
		.map(([from, count]) => ({ from, to: addDays(from, count) }));
	const asks = fc.record({
		services: fc.array(name, { maxLength: 4 }),
		group: fc.option(name),
		environments: fc.array(name, { maxLength: 2 }),
		period: fc.oneof(
			days,
			fc.integer({ min: 1, max: 9_999 }).map((last) => ({ last })),
		),
		against: fc.option(days),
		by: fc.constantFrom('day' as const, 'week' as const, 'month' as const, null),
		withBots: fc.boolean(),
		incident: fc.option(name),
	});
	property.prop([asks])('comes back as it was, also through a router that decodes, and as a link', (ask) => {
		const text = writeAsk(ask);
		expect(readAsk(text)).toEqual(ask);
		expect(decodeURI(text)).toBe(text);
		if (text !== '' && text.length <= 900) expect(parseLink(`signalbox://timeline/${text}`).ok).toBe(true);
	});
});

test('the last days end with today, and are fixed for others', () => {
	const ask = { ...usualAsk, period: { last: 30 } };
	expect(periodOf(ask, today)).toEqual({ from: '2026-10-30', to: '2026-11-29' });
	expect(pinned(ask, today).period).toEqual({ from: '2026-10-30', to: '2026-11-29' });
	expect(queryOf(ask, today).bucket).toBe('week');
});

test.each([
	[7, 'day'],
	[31, 'week'],
	[180, 'week'],
	[365, 'month'],
] as const)('%i days are told by %s', (count, bucket) => {
	expect(bucketFor({ from: '2026-01-01', to: addDays('2026-01-01', count) })).toBe(bucket);
});

test.each([
	['/delivery/overview/last.7', '/delivery'],
	['/delivery', '/delivery'],
	['/timeline/incident.x', '/timeline'],
	['/deliveries', '/deliveries'],
	['/services/delivery/x', '/services/delivery/x'],
])('%s is the screen %s', (location, screen) => expect(screenOf(location)).toBe(screen));

test('days of a calendar', () => {
	expect(isDay('2026-02-29')).toBe(false);
	expect(isDay('2028-02-29')).toBe(true);
	expect(dayWords('2026-10-03')).toBe('3 Oct');
	expect(periodWords(monthPeriod('2026-10'))).toBe('1 to 31 October 2026');
	expect(periodWords({ from: '2026-09-28', to: '2026-10-05' })).toBe('28 Sep to 4 Oct 2026');
	expect(periodWords({ from: '2025-12-20', to: '2026-01-04' })).toBe('20 Dec 2025 to 3 Jan 2026');
	expect(periodWords({ from: '2026-10-03', to: '2026-10-04' })).toBe('3 Oct 2026');
});

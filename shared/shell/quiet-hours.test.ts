import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { type LocalTime, isQuiet, localTimeOf, showingOf } from './quiet-hours.ts';
import { defaultShellSettings, type ShellSettings } from './settings.ts';

type Hours = ShellSettings['quietHours'];
const night: Hours = { ...defaultShellSettings.quietHours, enabled: true };
const at = (day: number, time: string): LocalTime => {
	const [hours = 0, minutes = 0] = time.split(':').map(Number);
	return { day, minutes: hours * 60 + minutes };
};
const sunday = 0;
const monday = 1;
const saturday = 6;

describe('quiet hours', () => {
	test.each([
		[monday, '21:59', false],
		[monday, '22:00', true],
		[monday, '23:59', true],
		[monday, '00:00', true],
		[monday, '06:59', true],
		[monday, '07:00', false],
		[monday, '12:00', false],
	])('from 22:00 to 07:00, day %i at %s: %s', (day, time, quiet) => {
		expect(isQuiet(night, at(day, time))).toBe(quiet);
	});

	test.each([
		['begins on its day', monday, '23:00', true],
		['goes on into the next', 2, '03:00', true],
		['does not begin on another day', 2, '23:00', false],
		['did not begin the day before', monday, '03:00', false],
	])('on Mondays only it %s', (_, day, time, quiet) => {
		expect(isQuiet({ ...night, days: [monday] }, at(day, time))).toBe(quiet);
	});

	test('a night that begins on Saturday ends on Sunday', () => {
		expect(isQuiet({ ...night, days: [saturday] }, at(sunday, '06:00'))).toBe(true);
		expect(isQuiet({ ...night, days: [sunday] }, at(sunday, '06:00'))).toBe(false);
	});

	test.each([
		['11:59', false],
		['12:00', true],
		['12:59', true],
		['13:00', false],
	])('within a day, at %s: %s', (time, quiet) => {
		expect(isQuiet({ ...night, from: '12:00', to: '13:00' }, at(monday, time))).toBe(quiet);
	});

	const time = fc.record({ day: fc.integer({ min: 0, max: 6 }), minutes: fc.integer({ min: 0, max: 1439 }) });
	const clock = fc
		.integer({ min: 0, max: 1439 })
		.map((all) => `${String(Math.floor(all / 60)).padStart(2, '0')}:${String(all % 60).padStart(2, '0')}`);
	const days = fc.uniqueArray(fc.integer({ min: 0, max: 6 }));

	property.prop([clock, days, time])('none when they end as they begin', (from, on, now) => {
		expect(isQuiet({ ...night, from, to: from, days: on }, now)).toBe(false);
	});

	property.prop([clock, clock, days, time])('none while they are off', (from, to, on, now) => {
		expect(isQuiet({ ...night, enabled: false, from, to, days: on }, now)).toBe(false);
	});

	property.prop([clock, clock, days])('as many minutes as their days have, in a whole week', (from, to, on) => {
		const minutes = Array.from({ length: 7 * 1440 }, (_, all) => ({
			day: Math.floor(all / 1440),
			minutes: all % 1440,
		}));
		const quiet = minutes.filter((now) => isQuiet({ ...night, from, to, days: on }, now)).length;
		const length = (at(0, to).minutes - at(0, from).minutes + 1440) % 1440;
		expect(quiet).toBe(length * on.length);
	});
});

describe('what becomes of a notification', () => {
	const quietNow = at(monday, '23:00');
	const noon = at(monday, '12:00');
	const settings: ShellSettings = { ...defaultShellSettings, quietHours: night };
	test.each([
		['by day', settings, 'finished', noon, 'shown'],
		['at night', settings, 'finished', quietNow, 'held'],
		['a failure at night', settings, 'failed', quietNow, 'shown'],
		[
			'a failure at night that may not pass',
			{ ...settings, quietHours: { ...night, letFailuresThrough: false } },
			'failed',
			quietNow,
			'held',
		],
		[
			'all switched off',
			{ ...settings, notifications: { ...settings.notifications, enabled: false } },
			'failed',
			noon,
			'left-out',
		],
		[
			'this kind left out',
			{ ...settings, notifications: { enabled: true, kinds: ['failed'] } },
			'finished',
			quietNow,
			'left-out',
		],
	] as const)('%s', (_, given, kind, time, showing) => {
		expect(
			showingOf(
				kind,
				{ ...given, notifications: { ...given.notifications, kinds: [...given.notifications.kinds] } },
				time,
			),
		).toBe(showing);
	});
});

test('reads the time of day from this machine', () => {
	expect(localTimeOf(new Date(2026, 10, 22, 6, 5))).toEqual(at(sunday, '06:05'));
});

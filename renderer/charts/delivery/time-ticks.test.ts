import { expect, test } from 'vitest';
import { timeTicks } from './time-ticks.ts';

const labels = (from: string, to: string, wanted = 8) =>
	timeTicks({ from: Date.parse(from), to: Date.parse(to) }, 'Europe/Berlin', wanted).map(({ label }) => label);

test('days begin at midnight of the zone', () => {
	expect(labels('2026-10-01T00:00:00+02:00', '2026-10-06T00:00:00+02:00')).toEqual([
		'1 Oct',
		'2 Oct',
		'3 Oct',
		'4 Oct',
		'5 Oct',
	]);
});

test('hours name the day at midnight', () => {
	expect(labels('2026-10-01T20:00:00+02:00', '2026-10-02T04:00:00+02:00', 4)).toEqual([
		'20:00',
		'22:00',
		'2 Oct',
		'02:00',
	]);
});

import { expect, test } from 'vitest';
import { defaultShellSettings, shellSettingsChange } from '../../../shared/shell/settings.ts';
import { isTimeOfDay, quietWords } from './quiet-words.ts';

const night = { ...defaultShellSettings.quietHours, enabled: true };
const workdays = { ...night, days: [1, 2, 3, 4, 5] };
const at = (day: number, clock: string) => {
	const [hours = 0, minutes = 0] = clock.split(':').map(Number);
	return { day, minutes: hours * 60 + minutes };
};

test.each([
	['switched off', { ...night, enabled: false }, at(1, '23:00'), 'Notifications are shown at any time.'],
	['before it begins', night, at(1, '12:00'), 'Next quiet time: today from 22:00 to 07:00.'],
	['in its first minute', night, at(1, '22:00'), 'Quiet now, until 07:00.'],
	['past midnight', night, at(2, '06:59'), 'Quiet now, until 07:00.'],
	['when it ends', night, at(2, '07:00'), 'Next quiet time: today from 22:00 to 07:00.'],
	['before a day without', workdays, at(6, '12:00'), 'Next quiet time: Monday from 22:00 to 07:00.'],
	['the evening before', { ...night, days: [3] }, at(2, '23:00'), 'Next quiet time: tomorrow from 22:00 to 07:00.'],
	[
		'on its only day, after it',
		{ ...night, from: '09:00', to: '10:00', days: [3] },
		at(3, '11:00'),
		'Next quiet time: next Wednesday from 09:00 to 10:00.',
	],
	[
		'without a day',
		{ ...night, days: [] },
		at(3, '11:00'),
		'No day is chosen, so notifications are shown at any time.',
	],
	[
		'without a length',
		{ ...night, to: '22:00' },
		at(3, '11:00'),
		'They begin and end at the same time, so notifications are shown at any time.',
	],
])('%s', (_, hours, time, words) => {
	expect(quietWords(hours, time)).toBe(words);
});

test.each(['00:00', '09:30', '23:59', '24:00', '9:30', '12:60', '', '12:30 ', 'noon'])(
	'"%s" is a time of day here exactly when the settings take it',
	(text) => {
		const change = { quietHours: { ...night, from: text } };
		expect(isTimeOfDay(text)).toBe(shellSettingsChange.safeParse(change).success);
	},
);

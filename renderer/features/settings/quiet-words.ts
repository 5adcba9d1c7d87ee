/** When notifications keep still next, in words. Pure. */
import { isQuiet, type LocalTime } from '../../../shared/shell/quiet-hours.ts';
import type { ShellSettings } from '../../../shared/shell/settings.ts';

export const dayNames = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'] as const;

/** True for `HH:MM`, as the settings take it. */
export function isTimeOfDay(text: string): boolean {
	return /^(?:[01]\d|2[0-3]):[0-5]\d$/.test(text);
}

/** "Quiet now, until 07:00.", "Next quiet time: tonight from 22:00 to 07:00." */
export function quietWords(hours: ShellSettings['quietHours'], time: LocalTime): string {
	if (!hours.enabled) return 'Notifications are shown at any time.';
	if (hours.days.length === 0) return 'No day is chosen, so notifications are shown at any time.';
	if (hours.from === hours.to) return 'They begin and end at the same time, so notifications are shown at any time.';
	if (isQuiet(hours, time)) return `Quiet now, until ${hours.to}.`;
	for (let ahead = 0; ahead <= 7; ahead++) {
		const day = (time.day + ahead) % 7;
		if (!hours.days.includes(day) || (ahead === 0 && minutesOf(hours.from) <= time.minutes)) continue;
		return `Next quiet time: ${dayWords(day, ahead)} from ${hours.from} to ${hours.to}.`;
	}
	return 'Notifications are shown at any time.';
}

function dayWords(day: number, ahead: number): string {
	if (ahead === 0) return 'today';
	if (ahead === 1) return 'tomorrow';
	return `${ahead === 7 ? 'next ' : ''}${dayNames[day] ?? ''}`;
}

function minutesOf(text: string): number {
	const [hours = 0, minutes = 0] = text.split(':').map(Number);
	return hours * 60 + minutes;
}

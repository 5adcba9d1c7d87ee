import { expect, test } from 'vitest';
import { offeredMonths } from './months.ts';

test.each([
	['2026-01', '2025-12'],
	['2026-11', '2026-10'],
	['2026-10', '2026-09'],
])('before %s comes %s', (month, before) => {
	expect(offeredMonths(`${month}-15`, [])[0]).toBe(before);
});

test('the last whole month is offered first, the one under way second, then what is known', () => {
	expect(offeredMonths('2026-11-28', ['2026-08', '2026-11', '2026-09'])).toStrictEqual([
		'2026-10',
		'2026-11',
		'2026-09',
		'2026-08',
	]);
});

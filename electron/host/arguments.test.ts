import { describe, expect, test } from 'vitest';
import { parseHostArguments } from './arguments.ts';

describe('--report', () => {
	test('stands for a report and no window', () => {
		const parsed = parseHostArguments(['--report', 'last', '--out', 'reports', '--format', 'json, pdf', '--freeze']);
		expect(parsed.ok && parsed.value.report).toStrictEqual({
			month: 'last',
			out: 'reports',
			scope: '*',
			formats: ['pdf', 'json'],
			freeze: true,
		});
	});

	test('is not there unless it is asked for', () => {
		const parsed = parseHostArguments(['--sample']);
		expect(parsed.ok && parsed.value.report).toBeNull();
	});

	test.each([
		[['--report', '2026-13', '--out', 'x'], '--report takes a month such as 2026-10'],
		[['--report', '2026-10'], '--report needs --out'],
		[['--report', '2026-10', '--out', 'x', '--format', 'docx'], '--format knows pdf, html, markdown, json, not "docx"'],
	])('%j is refused in words', (words, message) => {
		expect(parseHostArguments(words)).toMatchObject({
			ok: false,
			problem: { message: expect.stringContaining(message) },
		});
	});
});

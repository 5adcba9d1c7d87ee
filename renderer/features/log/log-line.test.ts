import { describe, expect, test } from 'vitest';
import { drawLine, longestDrawn, plainText } from './log-line.ts';

const words = (line: string, found?: string) =>
	drawLine(line, found).spans.map(({ text, classes, isFound }) => [text, ...classes, ...(isFound ? ['found'] : [])]);

describe('a line of a log', () => {
	test.each([
		['plain', [['plain']]],
		['\u001b[32mok\u001b[0m  done', [['ok', 'green'], ['  done']]],
		['\u001b[1;91mbad\u001b[39m\u001b[22m', [['bad', 'bright-red', 'bold']]],
		['\u001b[41mloud\u001b[0m', [['loud', 'on-red']]],
		// A progress bar shows what was written last.
		['10 %\r50 %\r100 %\r', [['100 %']]],
		// What steers a terminal is left out.
		['a\u001b[2Kb\u001b[1Gc\u001b]0;title\u0007d\u0000e', [['abcde']]],
		['\u001b]8;;https://x.example\u0007link\u001b]8;;\u0007', [['link']]],
		['##[group]Set up', [['Set up']]],
		['<script>alert(1)</script>', [['<script>alert(1)</script>']]],
	])('%j', (line, spans) => {
		expect(words(line)).toEqual(spans);
	});

	test('colours beyond the sixteen carry themselves', () => {
		expect(drawLine('\u001b[38;5;208morange\u001b[0m').spans[0]?.rgb).toBe('255, 135, 0');
		expect(drawLine('\u001b[38;5;244mgrey\u001b[0m').spans[0]?.rgb).toBe('128, 128, 128');
		expect(drawLine('\u001b[38;2;1;2;3mtrue\u001b[0m').spans[0]?.rgb).toBe('1, 2, 3');
	});

	test('the time in front stands apart', () => {
		const drawn = drawLine('2026-11-28T10:00:00.1234567Z \u001b[36mhello');
		expect(drawn.stamp).toBe('2026-11-28T10:00:00.1234567Z');
		expect(drawn.spans.map(({ text }) => text)).toEqual(['hello']);
	});

	test('the plain text of many lines keeps their ends', () => {
		const text = '\u001b[36mone\u001b[0m\n\u001b]0;a title without an end\ntwo\u001b[2K\nthree\n';
		expect(plainText(text)).toBe('one\n\ntwo\nthree\n');
	});

	test('what was searched is marked, also across colours', () => {
		expect(words('say \u001b[31mHel\u001b[32mlo\u001b[0m you', 'hello')).toEqual([
			['say '],
			['Hel', 'red', 'found'],
			['lo', 'green', 'found'],
			[' you'],
		]);
		expect(words('aaa', 'a')).toEqual([
			['a', 'found'],
			['a', 'found'],
			['a', 'found'],
		]);
	});

	test('a line that nobody reads to its end is cut, and says by how much', () => {
		const drawn = drawLine('x'.repeat(longestDrawn + 7));
		expect(drawn.cut).toBe(7);
	});
});

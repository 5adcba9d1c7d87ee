import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { createLogBuffer } from './log-buffer.ts';

function filled(pieces: readonly string[]) {
	const buffer = createLogBuffer();
	for (const piece of pieces) buffer.append(piece);
	return buffer;
}

const linesOf = (text: string) => (text.endsWith('\n') ? text.slice(0, -1) : text).split('\n');

describe('a log in memory', () => {
	test('counts a last line without an end, and an empty log has none', () => {
		expect(filled([]).lineCount()).toBe(0);
		expect(filled(['']).lineCount()).toBe(0);
		expect(filled(['a']).lineCount()).toBe(1);
		expect(filled(['a\n']).lineCount()).toBe(1);
		expect(filled(['a\n\n']).lineCount()).toBe(2);
		expect(filled(['a\nb']).line(1)).toBe('b');
		expect(filled(['a\n']).line(7)).toBe('');
	});

	test('holds a million lines, and finds each', () => {
		const buffer = createLogBuffer();
		for (let block = 0; block < 1_000; block += 1) {
			buffer.append(Array.from({ length: 1_000 }, (_, line) => `line ${block * 1_000 + line}\n`).join(''));
		}
		expect(buffer.lineCount()).toBe(1_000_000);
		for (const line of [0, 1, 131_071, 499_999, 999_999]) expect(buffer.line(line)).toBe(`line ${line}`);
	});

	property.prop([fc.array(fc.stringMatching(/^[ab\n]{0,6}$/), { maxLength: 40 })])(
		'is the same however it was cut into pieces',
		(pieces) => {
			const text = pieces.join('');
			const buffer = filled(pieces);
			expect(buffer.text()).toBe(text);
			expect(buffer.length()).toBe(text.length);
			const lines = text === '' ? [] : linesOf(text);
			expect(Array.from({ length: buffer.lineCount() }, (_, line) => buffer.line(line))).toEqual(lines);
		},
	);

	property.prop([fc.array(fc.stringMatching(/^[ab\n]{0,6}$/), { maxLength: 40 })])(
		'its blocks are the lines they say',
		(pieces) => {
			const buffer = filled(pieces);
			for (let line = 0; line < buffer.lineCount(); ) {
				const block = buffer.blockAt(line);
				if (block === null) throw new Error(`no block has line ${line}`);
				expect(block.text.slice(block.starts[line - block.firstLine]).split('\n')[0]).toBe(buffer.line(line));
				line += 1;
			}
			expect(buffer.blockAt(buffer.lineCount())).toBeNull();
		},
	);
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { wholeCharacters } from './log-text.ts';

test('a text cut anywhere into whole characters joins to itself', () => {
	fc.assert(
		fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 4, max: 9 }), (text, size) => {
			const bytes = Buffer.from(text);
			const pieces: string[] = [];
			for (let from = 0; from < bytes.length; ) {
				const rough = bytes.subarray(from, from + size);
				const length = wholeCharacters(rough);
				expect(length).toBeGreaterThan(0);
				pieces.push(rough.subarray(0, length).toString('utf8'));
				from += length;
			}
			expect(pieces.join('')).toBe(bytes.toString('utf8'));
		}),
	);
});

test('bytes that are no UTF-8 keep nothing waiting for ever', () => {
	fc.assert(
		fc.property(fc.uint8Array({ minLength: 4, maxLength: 20 }), (bytes) => {
			expect(wholeCharacters(bytes)).toBeGreaterThan(0);
		}),
	);
});

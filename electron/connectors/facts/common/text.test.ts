import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isId, longestText, plainText, webAddress } from './text.ts';

describe('texts of others', () => {
	test.each([
		['Checkout fails', 'Checkout fails'],
		['  two\r\n\tlines\u0000 ', 'two lines'],
		['turned \u202egnol', 'turned gnol'],
		['a\u0007b\u009bc\u2028d', 'a b c d'],
		['half \ud83d', 'half \ufffd'],
		['', ''],
	])('%j becomes %j', (text, plain) => {
		expect(plainText(text)).toBe(plain);
	});

	test('are as long as the limit, and a sign says where more was', () => {
		expect(plainText('x'.repeat(longestText))).toBe('x'.repeat(longestText));
		expect(plainText('x'.repeat(longestText + 1))).toBe(`${'x'.repeat(longestText - 1)}…`);
		expect(plainText(`x${' '.repeat(10_000_000)}y`)).toBe('x…');
		expect(plainText('y'.repeat(10_000_000))).toHaveLength(longestText);
	});

	test('are one line of whole letters whatever they were, and stay as they are the second time', () => {
		const texts = fc.oneof(
			fc.string({ unit: 'binary', maxLength: 900 }),
			fc.string({ unit: 'binary-ascii', maxLength: 900 }),
			fc.array(fc.constantFrom('😀', '\ud800', '\n', 'a', '\u202e'), { maxLength: 900 }).map((all) => all.join('')),
		);
		fc.assert(
			fc.property(texts, fc.integer({ min: 1, max: 400 }), (text, most) => {
				const plain = plainText(text, most);
				expect(plain.length).toBeLessThanOrEqual(most);
				expect(plain.isWellFormed()).toBe(true);
				expect(plain).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}]/u);
				expect(plainText(plain, most)).toBe(plain);
			}),
		);
	});
});

test.each([
	['PT4KHLK', true],
	['5 é/|#?', true],
	['', false],
	['a\u0000b', false],
	['a\nb', false],
	['\ud800', false],
	['x'.repeat(500), true],
	['x'.repeat(501), false],
])('%j as an id: %s', (id, isOne) => {
	expect(isId(id)).toBe(isOne);
});

test.each([
	['https://acme.example/a?b#c', true],
	['http://127.0.0.1/', true],
	['javascript:alert(1)', false],
	['https://a b', false],
	['https://a\nb', false],
	[`https://a/${'x'.repeat(2000)}`, false],
	[null, false],
])('%j as an address: %s', (address, isOne) => {
	expect(webAddress(address)).toBe(isOne ? address : null);
});

import { describe, expect, test } from 'vitest';
import { isRollbackKey, type Key, screenAfterG, shortcutOf } from './shortcuts.ts';

const key = (name: string, given: Partial<Key> = {}): Key => ({
	key: name,
	ctrlKey: false,
	metaKey: false,
	shiftKey: false,
	altKey: false,
	target: { tagName: 'MAIN' },
	...given,
});
const typing = { target: { tagName: 'INPUT' } };

test.each([
	[key('k', { ctrlKey: true }), 'palette'],
	[key('K', { metaKey: true }), 'palette'],
	[key('k', { ctrlKey: true, ...typing }), 'palette'],
	[key('k', { ctrlKey: true, shiftKey: true }), null],
	[key(',', { ctrlKey: true }), 'settings'],
	[key(',', { metaKey: true, ...typing }), 'settings'],
	[key(',', { metaKey: true, altKey: true }), null],
	[key(','), null],
	[key('k'), null],
	[key('?', { shiftKey: true }), 'keys'],
	[key('?', { shiftKey: true, ...typing }), null],
	[key('g'), 'go'],
	[key('g', typing), null],
	[key('g', { ctrlKey: true }), null],
])('%j asks for %s', (event, expected) => {
	expect(shortcutOf(event)).toBe(expected);
});

describe('roll back', () => {
	test.each([
		[key('R', { ctrlKey: true, shiftKey: true }), true],
		[key('r', { metaKey: true, shiftKey: true }), true],
		[key('R', { ctrlKey: true, shiftKey: true, ...typing }), true],
		[key('r', { ctrlKey: true }), false],
		[key('R', { shiftKey: true }), false],
		[key('R', { ctrlKey: true, shiftKey: true, altKey: true }), false],
	])('%j: %s', (event, expected) => {
		expect(isRollbackKey(event)).toBe(expected);
	});
});

test.each([
	['b', '/'],
	['I', '/in-flight'],
	['l', '/timeline'],
	['d', '/delivery'],
	['r', '/retrospective'],
	['t', '/tests'],
	['f', '/facts'],
	['s', '/settings'],
	['w', '/wall'],
	['x', null],
])('G %s leads to %s', (name, expected) => {
	expect(screenAfterG(key(name))).toBe(expected);
});

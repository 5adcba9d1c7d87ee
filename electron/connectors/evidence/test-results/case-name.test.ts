import { expect, test } from 'vitest';
import { longestTestName, testNameOf } from './case-name.ts';

test.each([
	['the class and the name', { classname: 'shop.PriceTest', name: 'addsVat' }, ['suite'], 'shop.PriceTest > addsVat'],
	['spaces and lines are one space', { classname: ' a\n b', name: 'c\t d ' }, [], 'a b > c d'],
	[
		'suites where the class says nothing (Node)',
		{ classname: 'test', name: 'a' },
		['outer', 'inner'],
		'outer > inner > a',
	],
	['or where it repeats the name (Jest)', { classname: 'cart adds', name: 'cart adds' }, ['cart'], 'cart > cart adds'],
	['the file where there is no suite either', { classname: 'test', name: 'a' }, [], 'x.test.js > a'],
	['suites without a name', { name: 'a' }, [null, 's'], 's > a'],
	['no name at all', { classname: 'c' }, [], 'c > (no name)'],
])('%s', (_name, attributes, suites, name) => {
	expect(testNameOf(attributes, suites, 'C:\\build\\x.test.js')).toBe(name);
});

test('long names are cut, and two of them never become one', () => {
	const name = 'x'.repeat(5_000);
	const [one, other] = [`${name}1`, `${name}2`].map((long) => testNameOf({ classname: 'c', name: long }, [], null));
	expect(one?.length).toBeLessThanOrEqual(longestTestName);
	expect(one).not.toBe(other);
	expect(testNameOf({ name: `${name}1`, classname: 'c' }, [], null)).toBe(one);
});

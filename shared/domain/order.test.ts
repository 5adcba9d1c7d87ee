import { fc, test as property } from '@fast-check/vitest';
import { expect, test } from 'vitest';
import { compareText, countPassing } from './order.ts';

test.each([
	['a', 'b', -1],
	['b', 'a', 1],
	['a', 'a', 0],
	['Z', 'a', -1],
	['10', '9', -1],
])('%s against %s: %i', (left, right, expected) => {
	expect(compareText(left, right)).toBe(expected);
});

property.prop([fc.array(fc.string())])('orders as a sort of its own does', (texts) => {
	expect(texts.toSorted(compareText)).toEqual(texts.toSorted());
});

property.prop([fc.array(fc.integer({ min: 0, max: 20 })), fc.integer({ min: -1, max: 21 })])(
	'counts what passes as a look at each would',
	(values, limit) => {
		const sorted = values.toSorted((left, right) => left - right);
		expect(countPassing(sorted, (value) => value < limit)).toBe(sorted.filter((value) => value < limit).length);
	},
);

import { fc, test as property } from '@fast-check/vitest';
import { expect, test } from 'vitest';
import { canonicalJson } from './canonical-json.ts';

property.prop([fc.jsonValue()])('means the same as the value', (value) => {
	expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
});

property.prop([fc.dictionary(fc.string(), fc.jsonValue()), fc.infiniteStream(fc.nat())])(
	'is one text whatever the order of the keys',
	(object, order) => {
		const shuffled = Object.entries(object)
			.map((entry) => ({ entry, rank: order.next().value }))
			.sort((left, right) => Number(left.rank) - Number(right.rank))
			.map(({ entry }) => entry);
		expect(canonicalJson(Object.fromEntries(shuffled))).toBe(canonicalJson(object));
	},
);

test.each([
	[{ b: 1, a: [undefined, { d: undefined, c: null }] }, '{"a":[null,{"c":null}],"b":1}'],
	[{ 10: 1, 9: 2 }, '{"10":1,"9":2}'],
	[Number.NaN, 'null'],
	['ü"\u2028', JSON.stringify('ü"\u2028')],
	[undefined, 'null'],
])('%j is written as %s', (value, text) => {
	expect(canonicalJson(value)).toBe(text);
});

test('what is to be left out is left out at any depth', () => {
	expect(canonicalJson({ b: [{ y: 1, x: 2 }], a: undefined })).toBe('{"b":[{"x":2,"y":1}]}');
	expect(canonicalJson({ at: 1, in: { at: 2, b: 3 } }, ['at'])).toBe('{"in":{"b":3}}');
	expect(canonicalJson(JSON.parse('{"__proto__":1}'))).toBe('{"__proto__":1}');
});

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { findProduct, products } from '../../src/catalogue.mjs';

it('finds what is sold', () => assert.equal(findProduct('tea')?.cents, 450));
it('finds nothing else', () => assert.equal(findProduct('gold'), null));
it('has a price for everything', () => {
	for (const { cents } of products) assert.ok(Number.isInteger(cents) && cents > 0);
});

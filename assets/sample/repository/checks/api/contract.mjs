/** What the till relies on. It breaks here before it breaks there. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { products } from '../../src/catalogue.mjs';

it('every product has id, name and whole cents', () => {
	for (const product of products) {
		assert.deepEqual(Object.keys(product), ['id', 'name', 'cents']);
		assert.match(product.id, /^[a-z]+$/);
	}
});

it('what was sold once stays sold', () => {
	const ids = products.map(({ id }) => id);
	for (const sold of ['tea', 'coffee', 'cocoa']) assert.ok(ids.includes(sold), sold);
});

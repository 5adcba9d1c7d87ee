import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { freeShippingFrom, totalOf } from '../../src/order.mjs';

describe('the total of an order', () => {
	it('adds goods and shipping', () => {
		assert.equal(totalOf([{ id: 'tea', quantity: 2 }]), 900 + 490);
	});

	it('ships free from 30.00 on', () => {
		const total = totalOf([{ id: 'coffee', quantity: 4 }]);
		assert.ok(total >= freeShippingFrom);
		assert.equal(total, 4 * 780);
	});

	it('costs nothing where nothing was bought', () => {
		assert.equal(totalOf([]), 0);
		assert.equal(totalOf([{ id: 'tea', quantity: 0 }], { giftWrap: true }), 0);
	});

	it('wraps gifts', () => {
		assert.equal(totalOf([{ id: 'cocoa', quantity: 1 }], { giftWrap: true }), 620 + 490 + 250);
	});

	it('refuses what it does not sell', () => {
		assert.throws(() => totalOf([{ id: 'gold', quantity: 1 }]), /does not sell "gold"/);
		assert.throws(() => totalOf([{ id: 'tea', quantity: -1 }]), /no number of pieces/);
	});
});

import { findProduct } from './catalogue.mjs';

/** Orders of this many cents and more travel free. */
export const freeShippingFrom = 3_000;
const shippingCents = 490;
const giftWrapCents = 250;

/**
 * The total of an order in cents.
 * @param {readonly { id: string, quantity: number }[]} lines
 * @param {{ giftWrap?: boolean }} [wishes]
 */
export function totalOf(lines, wishes = {}) {
	const goods = lines.reduce((sum, { id, quantity }) => sum + priceOf(id) * checked(quantity), 0);
	if (goods === 0) return 0;
	const shipping = goods >= freeShippingFrom ? 0 : shippingCents;
	return goods + shipping + (wishes.giftWrap ? giftWrapCents : 0);
}

/** @param {string} id */
function priceOf(id) {
	const product = findProduct(id);
	if (product === null) throw new RangeError(`The shop does not sell "${id}".`);
	return product.cents;
}

/** @param {number} quantity */
function checked(quantity) {
	if (!Number.isInteger(quantity) || quantity < 0) throw new RangeError(`${quantity} is no number of pieces.`);
	return quantity;
}

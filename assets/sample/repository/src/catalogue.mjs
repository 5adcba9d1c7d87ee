/** What the shop sells. Prices in cents. */
export const products = [
	{ id: 'tea', name: 'Tea', cents: 450 },
	{ id: 'coffee', name: 'Coffee', cents: 780 },
	{ id: 'cocoa', name: 'Cocoa', cents: 620 },
	{ id: 'mate', name: 'Mate', cents: 540 },
];

/**
 * @param {string} id
 * @returns {{ id: string, name: string, cents: number } | null} null where nothing is called that
 */
export function findProduct(id) {
	return products.find((product) => product.id === id) ?? null;
}

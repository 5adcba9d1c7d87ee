import { createServer } from 'node:http';
import { products } from './catalogue.mjs';
import { totalOf } from './order.mjs';

/** The shop's pages as a server that does not listen yet. */
export function createShop() {
	return createServer((request, response) => {
		const address = new URL(request.url ?? '/', 'http://shop');
		try {
			const page = pages[address.pathname];
			if (page === undefined) return send(response, 404, { error: 'nothing is here' });
			return send(response, 200, page(address.searchParams));
		} catch (error) {
			return send(response, 400, { error: error instanceof Error ? error.message : 'no' });
		}
	});
}

/** @type {Record<string, (query: URLSearchParams) => unknown>} */
const pages = {
	'/health': () => ({ status: 'up' }),
	'/api/products': () => products,
	'/api/total': (query) => ({
		cents: totalOf([{ id: query.get('id') ?? '', quantity: Number(query.get('quantity') ?? 1) }]),
	}),
};

/**
 * @param {import('node:http').ServerResponse} response
 * @param {number} status
 * @param {unknown} body
 */
function send(response, status, body) {
	response.writeHead(status, { 'content-type': 'application/json' });
	response.end(JSON.stringify(body));
}

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { createShop } from '../../src/app.mjs';

describe('the shop over http', () => {
	const shop = createShop();
	let address = '';
	before(async () => {
		await new Promise((resolve) => shop.listen(0, '127.0.0.1', () => resolve(null)));
		const at = shop.address();
		address = typeof at === 'object' && at !== null ? `http://127.0.0.1:${at.port}` : '';
	});
	after(() => shop.close());

	it('is up', async () => {
		const answer = await fetch(`${address}/health`);
		assert.deepEqual(await answer.json(), { status: 'up' });
	});

	it('sells', async () => {
		const answer = await fetch(`${address}/api/products`);
		assert.ok((await answer.text()).includes('tea'));
	});

	it('says what an order costs', async () => {
		const answer = await fetch(`${address}/api/total?id=mate&quantity=2`);
		assert.deepEqual(await answer.json(), { cents: 2 * 540 + 490 });
	});

	it('refuses an order of nothing it knows', async () => {
		const answer = await fetch(`${address}/api/total?id=gold`);
		assert.equal(answer.status, 400);
	});
});

import { expect, test } from 'vitest';
import { fail, ok, type Result } from '../../../shared/domain/result.ts';
import type { DeliveryStore } from '../delivery-ports.ts';
import { createMemoryDeliveryStore } from '../testing/memory-delivery-store.ts';
import { createTestSource, deploymentFact, openTestDelivery, projectOf } from '../testing/test-delivery.ts';

type Kept = Awaited<ReturnType<DeliveryStore['ingest']>>;

test('a store that is busy with a batch holds up stopping for seconds only, and is closed then', async () => {
	const { promise: busy, resolve } = Promise.withResolvers<Kept>();
	const store: DeliveryStore = {
		...createMemoryDeliveryStore(),
		ingest: () => busy,
		close: async () => resolve(fail('store-failed', 'It was closed.', 'None.')),
	};
	const room = openTestDelivery({}, { store: ok(store) satisfies Result<DeliveryStore> });
	const source = createTestSource('github:acme/shop');
	source.batches = [ok([deploymentFact(source.id, '1')])];
	room.delivery.open(projectOf([source]), []);
	await room.clock.advance(2_000);
	expect(source.asked).toHaveLength(1);
	let isStopped = false;
	void room.delivery.stop().then(() => {
		isStopped = true;
	});
	await room.clock.advance(4_000);
	expect(isStopped).toBe(false);
	await room.clock.advance(2_000);
	expect(isStopped).toBe(true);
	expect(await busy).toMatchObject({ ok: false });
});

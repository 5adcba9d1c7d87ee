import { expect, test } from 'vitest';
import { ok } from '../../../shared/domain/result.ts';
import { createFakeClock } from '../testing/fake-clock.ts';
import { createMemoryDeliveryStore } from '../testing/memory-delivery-store.ts';
import { createTestSource, deploymentFact, type TestSource } from '../testing/test-delivery.ts';
import { quietLogger } from '../testing/test-room.ts';
import { createSyncLoop } from './sync-loop.ts';

function openLoop() {
	const clock = createFakeClock();
	const store = createMemoryDeliveryStore();
	const loop = createSyncLoop({
		...{ store, clock, logger: quietLogger, onChange: () => undefined, onFacts: () => undefined },
	});
	const add = (source: TestSource, host = source.id): void =>
		loop.add([{ projectId: 'p', source, host, everyMs: 300_000, backMs: 1_000 }], []);
	return { clock, store, loop, add };
}

/** Tells one deployment, then waits until it is let go or stopped. */
function waiting(id: string): TestSource {
	const source = createTestSource(id);
	source.batches = [ok([deploymentFact(id, '1')]), 'wait'];
	return source;
}

test('a pull that was stopped is not noted as one that came to its end', async () => {
	const { clock, store, loop, add } = openLoop();
	add(waiting('a'));
	await clock.advance(1_000);
	loop.cancel('a');
	await clock.advance(1_000);
	expect(await store.sources()).toMatchObject({ value: [{ source: 'a', cursor: '1', syncedAt: null }] });
});

test('a source that waits for its host does not begin while it is taken out with others', async () => {
	const { clock, loop, add } = openLoop();
	const [first, second, slow] = [waiting('a'), waiting('b'), createTestSource('c')];
	const { promise: stuck, resolve: letGo } = Promise.withResolvers<void>();
	slow.pull = async function* pull() {
		await stuck;
		yield ok({ facts: [], cursor: null, progress: { done: 0, total: 0, noun: '' }, coveredFrom: null, leftOut: [] });
	};
	add(first, 'one host');
	add(second, 'one host');
	add(slow);
	await clock.advance(1_000);
	expect(second.asked).toEqual([]);
	const removed = loop.remove(['a', 'b', 'c']);
	await clock.advance(1_000);
	expect(second.asked).toEqual([]);
	letGo();
	await removed;
	expect(loop.states()).toEqual([]);
});

test('nothing is left to happen once it has stopped', async () => {
	const { clock, loop, add } = openLoop();
	add(waiting('a'));
	await clock.advance(1_000);
	loop.soon('a');
	await loop.stop();
	expect(clock.pending()).toBe(0);
});

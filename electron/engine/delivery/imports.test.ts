/** Imports that do not come to their end: nothing of them is half applied. */
import { expect, test } from 'vitest';
import { fail, ok } from '../../../shared/domain/result.ts';
import { createMemoryDeliveryStore } from '../testing/memory-delivery-store.ts';
import { createTestSource, deploymentFact, openTestDelivery, type TestSource } from '../testing/test-delivery.ts';
import { caller } from '../testing/test-room.ts';

const hour = 3_600_000;
const input = (key: string) => ({
	...({ name: 'old.csv', format: 'csv', from: { kind: 'text', text: 'x' }, idempotencyKey: key } as const),
});

/** Sources that tell one deployment and, in the second reading of the first import, wait then. */
function importing(): { readonly made: TestSource[]; readonly ports: Parameters<typeof openTestDelivery>[1] } {
	const made: TestSource[] = [];
	const importSource = ({ id }: { readonly id: string }) => {
		const source = createTestSource(id);
		source.batches = [ok([deploymentFact(id, '1')]), ...(made.length === 0 ? (['wait'] as const) : [])];
		made.push(source);
		return ok(source);
	};
	return { made, ports: { importSource } };
}

/** A room that died in the middle of an import. */
async function afterCrash() {
	const { made, ports } = importing();
	const room = openTestDelivery({}, ports);
	await room.clock.advance(6_000);
	const cut = room.delivery.api.import(input('click-001'), caller);
	await room.clock.advance(500);
	made[0]?.release();
	await room.clock.advance(500);
	expect(room.store.facts.size).toBe(1);
	// As a crash leaves it: what the first room does at its end reaches another copy.
	const store = createMemoryDeliveryStore();
	for (const { source, cursor, coveredFrom, problem } of await sourcesOf(room.store)) {
		await store.ingest({ source, facts: [...room.store.facts.values()], cursor, coveredFrom, at: 1 });
		await store.noteSync({ source, at: 1, problem });
	}
	await room.during(room.delivery.stop());
	await cut;
	return { clock: room.clock, store };
}

async function sourcesOf(store: ReturnType<typeof createMemoryDeliveryStore>) {
	const kept = await store.sources();
	return kept.ok ? kept.value.filter(({ source }) => source.startsWith('import:')) : [];
}

test('an import that a crash cut off says so, and is taken back once no other room can be at it', async () => {
	const after = openTestDelivery(await afterCrash());
	await after.clock.advance(10_000);
	expect(Object.values(after.room().factSources).filter(({ kind }) => kind === 'import')).toMatchObject([
		{ facts: 1, problem: { message: expect.stringContaining('cut off') }, canForget: true },
	]);
	await after.clock.advance(hour);
	expect(after.store.facts.size).toBe(0);
	expect(await sourcesOf(after.store)).toEqual([]);
	expect(after.notices.at(-1)?.title).toContain('had been cut off');
});

test('imported again after a crash, it is whole and stays', async () => {
	const { made, ports } = importing();
	made.push(createTestSource('unused'));
	const after = openTestDelivery(await afterCrash(), ports);
	await after.clock.advance(6_000);
	expect(await after.during(after.delivery.api.import(input('click-002'), caller))).toMatchObject({ ok: true });
	await after.clock.advance(3 * hour);
	expect(after.store.facts.size).toBe(1);
	expect(await sourcesOf(after.store)).toMatchObject([{ problem: null }]);
});

test('an import whose end could not be noted is taken back, and the click says why', async () => {
	const { made, ports } = importing();
	made.push(createTestSource('unused'));
	const store = createMemoryDeliveryStore();
	const full = fail('store-full', 'The disk is full.', 'Free some space.');
	const noteSync: typeof store.noteSync = async (entry) =>
		entry.problem === null && entry.source.startsWith('import:') ? full : store.noteSync(entry);
	const room = openTestDelivery({}, { ...ports, store: ok({ ...store, noteSync }) });
	await room.clock.advance(6_000);
	expect(await room.during(room.delivery.api.import(input('click-001'), caller))).toEqual(full);
	expect(store.facts.size).toBe(0);
});

test('a click is answered also where a source cannot be closed, or the store throws', async () => {
	const { made, ports } = importing();
	made.push(createTestSource('unused'));
	const store = createMemoryDeliveryStore();
	let isTorn = false;
	const noteSync: typeof store.noteSync = async (entry) => {
		if (isTorn) throw new Error('torn');
		return store.noteSync(entry);
	};
	const room = openTestDelivery(
		{},
		{
			store: ok({ ...store, noteSync }),
			importSource(request) {
				const source = ports?.importSource?.(request) ?? fail('unsupported', 'None.', 'None.');
				if (!source.ok) return source;
				return ok({ ...source.value, close: async () => Promise.reject(new Error('stuck')) });
			},
		},
	);
	await room.clock.advance(6_000);
	expect(await room.during(room.delivery.api.import(input('click-001'), caller))).toMatchObject({ ok: true });
	isTorn = true;
	const torn = await room.during(room.delivery.api.import(input('click-002'), caller));
	isTorn = false;
	expect(torn).toMatchObject({ ok: false, problem: { code: 'internal' } });
});

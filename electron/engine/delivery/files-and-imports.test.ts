/** Files that people and test runners share with the room, and imports that come to nothing. */
import { expect, test } from 'vitest';
import { ok } from '../../../shared/domain/result.ts';
import {
	createTestQuarantines,
	createTestSource,
	deploymentFact,
	openTestDelivery,
	projectOf,
	type TestSource,
} from '../testing/test-delivery.ts';
import { caller } from '../testing/test-room.ts';

const quarantined = {
	...{ service: 'shop', test: 'totals > adds up', file: null, owner: 'Ada', reason: 'It waits.', ticket: null },
	idempotencyKey: 'click-001',
};

test('quarantines are written where the project names their file now', async () => {
	const room = openTestDelivery();
	const writer = createTestQuarantines();
	room.delivery.open(projectOf([], { quarantine: { file: 'old.json', writer } }), []);
	await room.clock.advance(500);
	const expiresAt = room.clock.now() + 10 * 86_400_000;
	await room.during(room.delivery.api.quarantine({ ...quarantined, expiresAt }, caller));
	await room.during(room.delivery.close('p'));
	room.delivery.open(projectOf([], { quarantine: { file: 'new.json', writer } }), []);
	await room.clock.advance(500);
	expect(writer.files.get('new.json')).toMatchObject([{ test: 'totals > adds up' }]);
});

const text = (key: string) => ({
	...({ name: 'old.csv', format: 'csv', from: { kind: 'text', text: 'x' }, idempotencyKey: key } as const),
});

test('an import that is stopped says that nothing was kept, and leaves an earlier one of its name alone', async () => {
	const made: TestSource[] = [];
	const room = openTestDelivery(
		{},
		{
			importSource({ id }) {
				const source = createTestSource(id);
				source.batches = [ok([deploymentFact(id, '1')]), ...(made.length === 1 ? [] : (['wait'] as const))];
				made.push(source);
				return ok(source);
			},
		},
	);
	await room.clock.advance(6_000);
	const stopped = room.delivery.api.import(text('click-001'), caller);
	await room.clock.advance(500);
	const [id] = Object.keys(room.room().factSources).filter((name) => name.startsWith('import:'));
	await room.during(room.delivery.api.cancelSync({ source: id ?? '' }, caller));
	expect(await stopped).toMatchObject({ problem: { message: 'The import was stopped; nothing of it was kept.' } });
	expect(room.store.facts.size).toBe(0);

	expect(await room.during(room.delivery.api.import(text('click-002'), caller))).toMatchObject({ ok: true });
	const again = room.delivery.api.import(text('click-003'), caller);
	await room.clock.advance(500);
	made.at(-1)?.release();
	await room.clock.advance(500);
	await room.during(room.delivery.api.cancelSync({ source: id ?? '' }, caller));
	expect(await again).toMatchObject({ ok: false, problem: { code: 'cancelled' } });
	expect(room.store.facts.size).toBe(1);
});

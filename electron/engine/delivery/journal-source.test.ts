/** Deployments of the journal as a source of facts: where it goes on, and what it leaves to others. */
import { expect, test } from 'vitest';
import { ada, createdEvent } from '../../../shared/domain/deployment/fixture.ts';
import { ok } from '../../../shared/domain/result.ts';
import type { FactBatch } from '../delivery-ports.ts';
import type { JournalEntry } from '../ports.ts';
import { createFakeClock } from '../testing/fake-clock.ts';
import { createJournalSource } from './journal-source.ts';

const minute = 60_000;

function entryOf(seq: number): JournalEntry {
	return {
		...{ seq, stream: `deployment:d${seq}`, revision: 1, type: 'created', at: seq, actor: ada, payload: null },
		...{ hash: '', previousHash: '' },
	};
}

/** A journal of so many deployments, each one entry long. */
function openSource(count: number, isCommitKnown: () => boolean = () => true) {
	const clock = createFakeClock();
	const entries = Array.from({ length: count }, (_, at) => entryOf(at + 1));
	const read: string[] = [];
	const source = createJournalSource({
		store: {
			journal: async ({ afterSeq = 0, limit }) => ok(entries.filter(({ seq }) => seq > afterSeq).slice(0, limit)),
			lastSeq: async () => ok(count),
			async events(id) {
				read.push(id);
				return ok([{ event: { ...createdEvent(), deploymentId: id }, at: 1, actor: ada, revision: 1 }]);
			},
		},
		clock,
		commitOf: async () => ({ sha: isCommitKnown() ? 'a'.repeat(40) : null, isFinal: isCommitKnown() }),
	});
	const batches: FactBatch[] = [];
	async function pull(cursor: string | null): Promise<void> {
		for await (const batch of source.pull({ cursor, since: 0, now: 0 }, new AbortController().signal)) {
			if (!batch.ok) throw new Error(batch.problem.message);
			batches.push(batch.value);
		}
	}
	const lastCursor = (): string | null => batches.at(-1)?.cursor ?? null;
	return { clock, source, read, batches, pull, lastCursor };
}

test('a journal that was begun anew is told from its beginning', async () => {
	const { pull, batches } = openSource(3);
	await pull(JSON.stringify({ seq: 500, again: [] }));
	expect(batches.flatMap(({ facts }) => facts)).toHaveLength(3);
});

test('everything else goes between a few histories', async () => {
	const { clock, pull, read } = openSource(60);
	const pulled = pull(null);
	await clock.settle();
	expect(read.length).toBeLessThanOrEqual(10);
	await clock.advance(100);
	await pulled;
	expect(read).toHaveLength(60);
});

test('commits that nobody knows are asked for again now and then, and at once where one may know', async () => {
	let isKnown = false;
	const { clock, source, pull, read, batches, lastCursor } = openSource(2, () => isKnown);
	await pull(null);
	await clock.advance(minute);
	await pull(lastCursor());
	expect(read).toEqual(['d1', 'd2']);
	await clock.advance(10 * minute);
	await pull(lastCursor());
	expect(read).toHaveLength(4);
	isKnown = true;
	source.commitsMayBeKnown();
	await pull(lastCursor());
	expect(batches.at(-1)?.facts).toMatchObject([{ commit: 'a'.repeat(40) }, { commit: 'a'.repeat(40) }]);
	source.commitsMayBeKnown();
	await pull(lastCursor());
	expect(read).toHaveLength(6);
});

test('however many commits nobody knew, all of them are linked once somebody may know', async () => {
	let isKnown = false;
	const { clock, source, pull, read, batches, lastCursor } = openSource(450, () => isKnown);
	const pullAll = async (cursor: string | null) => {
		const pulled = pull(cursor);
		await clock.advance(minute);
		await pulled;
	};
	await pullAll(null);
	isKnown = true;
	const before = read.length;
	source.commitsMayBeKnown();
	await pullAll(lastCursor());
	expect(new Set(read.slice(before)).size).toBe(450);
	const told = batches.length;
	source.commitsMayBeKnown();
	await pullAll(lastCursor());
	expect(batches).toHaveLength(told);
});

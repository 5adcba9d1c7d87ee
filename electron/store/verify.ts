/** Walking the whole chain, in pieces, while the control room goes on working. */
import { setImmediate } from 'node:timers/promises';
import { ok, type Result } from '../../shared/domain/result.ts';
import { chainBreak, genesisHash } from './chain.ts';
import { corruptEntry, storeFailure } from './failures.ts';
import type { Head } from './journal-writer.ts';
import type { Sqlite } from './sqlite.ts';

/** Entries checked between two turns of the event loop: about 3 ms of work. */
const chunkSize = 200;

/**
 * Checks that the journal has no gap, that each entry fits its hash and follows the one before, and that none is missing
 * at the end. Fails with `store-corrupt`, whose details name the first entry that does not fit.
 */
export async function verifyChain({ queries }: Sqlite, file: string): Promise<Result<{ readonly entries: number }>> {
	try {
		// Read before the walk: entries that are appended meanwhile must not count as lost.
		const newest = await queries
			.selectFrom('deployments')
			.select('last_seq')
			.orderBy('last_seq', 'desc')
			.limit(1)
			.execute();
		let head: Head = { seq: 0, hash: genesisHash };
		for (;;) {
			const rows = await queries
				.selectFrom('journal')
				.selectAll()
				.where('seq', '>', head.seq)
				.orderBy('seq')
				.limit(chunkSize)
				.execute();
			const broken = chainBreak(head, rows);
			if (broken !== null) return broken;
			head = rows.at(-1) ?? head;
			if (rows.length < chunkSize) break;
			await setImmediate();
		}
		// A chain cut off at its end is whole in itself; what was made from it still remembers.
		const expected = newest[0]?.last_seq ?? 0;
		return expected > head.seq ? corruptEntry(head.seq + 1, 'it is missing') : ok({ entries: head.seq });
	} catch (error) {
		return storeFailure(error, file, 'check its journal');
	}
}

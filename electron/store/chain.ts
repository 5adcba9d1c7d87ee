/** The hash chain: each entry carries the hash of the one before it, so that no past can be changed unseen. */
import { hash } from 'node:crypto';
import type { JournalEntry } from '../engine/ports.ts';
import { type Failure, ok, type Result } from '../../shared/domain/result.ts';
import { isActor, isJsonValue, parseJson } from './decode.ts';
import { corruptEntry } from './failures.ts';
import type { JournalRow } from './schema.ts';

/** What the first entry names as the hash before it. */
export const genesisHash = '0'.repeat(64);

export type UnhashedRow = Omit<JournalRow, 'hash'>;

/**
 * SHA-256 over the hash before and the canonical JSON of the entry. `actor` and `payload` are canonical JSON already
 * and go in as they are stored, so that a change of a single byte shows.
 */
export function entryHash(row: UnhashedRow): string {
	const text = JSON.stringify;
	const entry =
		`{"actor":${row.actor},"at":${row.at},"idempotencyKey":${text(row.idempotency_key)},"payload":${row.payload},` +
		`"revision":${row.revision},"seq":${row.seq},"stream":${text(row.stream)},"type":${text(row.type)}}`;
	return hash('sha256', row.previous_hash + entry, 'hex');
}

/** Reads a row whose own hash fits; whether it fits the one before it is for `verifyChain` to say. */
export function readEntry(row: JournalRow): Result<JournalEntry> {
	if (entryHash(row) !== row.hash) return corruptEntry(row.seq, 'its content does not fit its hash');
	const actor = parseJson(row.actor);
	const payload = parseJson(row.payload);
	if (!isActor(actor)) return corruptEntry(row.seq, 'it does not say who wrote it');
	if (!isJsonValue(payload)) return corruptEntry(row.seq, 'its content cannot be read');
	return ok({
		seq: row.seq,
		stream: row.stream,
		revision: row.revision,
		type: row.type,
		at: row.at,
		actor,
		payload,
		hash: row.hash,
		previousHash: row.previous_hash,
	});
}

/** The first thing wrong with a stretch of the journal that follows `head`; null when all of it fits. */
export function chainBreak(
	head: { readonly seq: number; readonly hash: string },
	rows: readonly JournalRow[],
): Failure | null {
	let { seq, hash: previous } = head;
	for (const row of rows) {
		if (row.seq !== seq + 1) return corruptEntry(seq + 1, 'it is missing');
		if (row.previous_hash !== previous) return corruptEntry(row.seq, 'it does not follow the entry before it');
		const entry = readEntry(row);
		if (!entry.ok) return entry;
		seq = row.seq;
		previous = row.hash;
	}
	return null;
}

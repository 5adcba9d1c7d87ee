/** The one place that adds entries to the journal. Runs inside a transaction that its caller opened. */
import type { StatementSync } from 'node:sqlite';
import { entryHash, genesisHash } from './chain.ts';
import type { Sqlite } from './sqlite.ts';

/** The newest entry: the next one follows it. */
export interface Head {
	readonly seq: number;
	readonly hash: string;
}

export interface NewEntry {
	readonly stream: string;
	readonly revision: number;
	readonly type: string;
	readonly at: number;
	/** Canonical JSON. */
	readonly actor: string;
	/** Canonical JSON. */
	readonly payload: string;
	readonly idempotencyKey: string | null;
}

export interface JournalWriter {
	/** The newest entry in the file, whoever wrote it: another control room may have just now. */
	head(): Head;
	/** Revision of the newest entry of a stream, 0 when it has none. */
	revision(stream: string): number;
	/** Adds an entry behind `head` and returns the new head. */
	add(head: Head, entry: NewEntry): Head;
}

/** Name of the stream of a deployment. */
export function deploymentStream(id: string): string {
	return `deployment:${id}`;
}

/** Name of the stream of an environment. */
export function environmentStream(key: string): string {
	return `environment:${key}`;
}

/** Type of the entry that says what stands in an environment from then on. */
export const standingEntryType = 'environment-changed';

/** Prepares the statements once; each method must be called within a transaction of `sqlite`. */
export function createJournalWriter({ raw }: Sqlite): JournalWriter {
	const newest = raw.prepare('select seq, hash from journal order by seq desc limit 1');
	const newestOfStream = raw.prepare('select max(revision) as revision from journal where stream = ?');
	const insert = raw.prepare('insert into journal values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)');
	return {
		head() {
			const row = newest.get();
			if (row === undefined) return { seq: 0, hash: genesisHash };
			return { seq: Number(row.seq), hash: String(row.hash) };
		},
		revision: (stream) => Number(newestOfStream.get(stream)?.revision ?? 0),
		add: (head, entry) => addEntry(insert, head, entry),
	};
}

function addEntry(insert: StatementSync, head: Head, entry: NewEntry): Head {
	const { stream, revision, type, at, actor, payload, idempotencyKey } = entry;
	const seq = head.seq + 1;
	const hash = entryHash({
		seq,
		stream,
		revision,
		type,
		at,
		actor,
		payload,
		idempotency_key: idempotencyKey,
		previous_hash: head.hash,
	});
	insert.run(seq, stream, revision, type, at, actor, payload, idempotencyKey, head.hash, hash);
	return { seq, hash };
}

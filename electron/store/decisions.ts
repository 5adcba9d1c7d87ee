/** What people said about delivery: journalled, and read back in order. The store of facts mirrors it. */
import { canonicalJson } from '../../shared/domain/canonical-json.ts';
import type { DeliveryDecision, RecordedDecision } from '../../shared/domain/delivery/decisions.ts';
import { ok, type Result } from '../../shared/domain/result.ts';
import type { DecisionJournal } from '../engine/delivery-ports.ts';
import type { AppendParts } from './append.ts';
import { readEntry } from './chain.ts';
import { isPlainObject } from './decode.ts';
import { corruptEntry, storeFailure } from './failures.ts';
import { type JournalRow, journalRow } from './schema.ts';

/** Name of the stream of all decisions about delivery. */
export const decisionStream = 'delivery';

/** Makes the part of the journal that decisions about delivery go through. */
export function createDecisionJournal({ sqlite, file, journal }: AppendParts): DecisionJournal {
	const known = sqlite.raw.prepare('select seq from journal where idempotency_key = ?');
	const page = sqlite.raw.prepare(
		'select * from journal where stream = ? and seq > ? and (? is null or type in (select value from json_each(?))) order by revision limit ?',
	);

	function record({ decision, actor, at, idempotencyKey }: Parameters<DecisionJournal['recordDecision']>[0]) {
		const earlier = idempotencyKey === null ? undefined : known.get(idempotencyKey);
		if (earlier !== undefined) return { seq: Number(earlier.seq), duplicate: true };
		const { seq } = journal.add(journal.head(), {
			...{ stream: decisionStream, revision: journal.revision(decisionStream) + 1, type: decision.type, at },
			...{ actor: canonicalJson(actor), payload: canonicalJson(decision), idempotencyKey },
		});
		return { seq, duplicate: false };
	}

	return {
		async recordDecision(entry) {
			try {
				return ok(sqlite.transact(() => record(entry)));
			} catch (error) {
				return storeFailure(error, file, 'write this decision to its journal');
			}
		},
		async decisionsAfter({ afterSeq, limit, types }) {
			try {
				const asked = types === undefined ? null : JSON.stringify(types);
				const rows = page.all(decisionStream, afterSeq, asked, asked, Math.max(0, Math.floor(limit)));
				return readDecisions(rows.map(journalRow));
			} catch (error) {
				return storeFailure(error, file, 'read what was decided about delivery');
			}
		},
	};
}

function readDecisions(rows: readonly JournalRow[]): Result<readonly RecordedDecision[]> {
	const read: RecordedDecision[] = [];
	for (const row of rows) {
		const entry = readEntry(row);
		if (!entry.ok) return entry;
		const { seq, at, actor, payload, type } = entry.value;
		const decision: unknown = payload;
		if (!isDecision(decision)) return corruptEntry(seq, `"${type}" is no decision about delivery`);
		read.push({ seq, at, actor, decision });
	}
	return ok(read);
}

/** Texts that each kind of decision must have: as in `decode.ts`, the hash vouches for the rest. */
const textsOf: Readonly<Record<DeliveryDecision['type'], readonly string[]>> = {
	'incident-noted': ['id', 'title', 'service'],
	'incident-withdrawn': ['id'],
	'incident-linked': ['incident'],
	'incident-unlinked': ['incident'],
	'incident-assigned': ['incident', 'service'],
	'deployment-linked': ['deployment'],
	'deployment-marked': ['deployment'],
	'deployments-matched': ['one', 'other'],
	'test-quarantined': ['service', 'test', 'owner', 'reason'],
	'quarantine-ended': ['service', 'test', 'reason'],
	'maturity-answered': ['scope', 'item', 'answer', 'note'],
	'notes-written': ['scope', 'month', 'markdown'],
	'action-taken': ['id', 'scope', 'month', 'text'],
	'report-frozen': ['scope', 'month', 'report', 'inputsHash'],
	'report-written': ['scope', 'month'],
};

function isType(value: unknown): value is DeliveryDecision['type'] {
	return typeof value === 'string' && Object.hasOwn(textsOf, value);
}

function isDecision(value: unknown): value is DeliveryDecision {
	if (!isPlainObject(value) || !isType(value.type)) return false;
	return textsOf[value.type].every((field) => typeof value[field] === 'string');
}

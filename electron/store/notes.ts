/** Entries that belong to no deployment. */
import type { Store } from '../engine/ports.ts';
import { canonicalJson } from '../../shared/domain/canonical-json.ts';
import { ok } from '../../shared/domain/result.ts';
import type { AppendParts } from './append.ts';
import { storeFailure } from './failures.ts';
import { environmentStream, standingEntryType } from './journal-writer.ts';

type Note = Parameters<Store['note']>[0];

/** Makes the writes of facts that no deployment's revision guards. */
export function createNotes({
	sqlite,
	file,
	journal,
	projections,
}: AppendParts): Pick<Store, 'note' | 'saveEnvironment'> {
	const add = ({ stream, type, at, actor, payload }: Omit<Note, 'payload'> & { readonly payload: unknown }) =>
		journal.add(journal.head(), {
			stream,
			revision: journal.revision(stream) + 1,
			type,
			at,
			actor: canonicalJson(actor),
			payload: canonicalJson(payload),
			idempotencyKey: null,
		});
	return {
		async note(entry) {
			try {
				return ok({ seq: sqlite.transact(() => add(entry)).seq });
			} catch (error) {
				return storeFailure(error, file, 'write a note to its journal');
			}
		},
		async saveEnvironment(record, actor, at) {
			try {
				sqlite.transact(() => {
					add({ stream: environmentStream(record.key), type: standingEntryType, at, actor, payload: record });
					projections.saveEnvironment(record);
				});
				return ok(undefined);
			} catch (error) {
				return storeFailure(error, file, `write down what stands in ${record.key}`);
			}
		},
	};
}

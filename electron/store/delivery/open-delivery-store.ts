/** The store of facts in this thread: in the worker, and in tests. */
import type { DeliveryStore } from '../../engine/delivery-ports.ts';
import { fail, ok, type Result } from '../../../shared/domain/result.ts';
import { createConfigure } from './configure.ts';
import { openFactsFile } from './connection.ts';
import { createContext } from './context.ts';
import { createDecisions } from './decisions.ts';
import { createForget } from './forget.ts';
import { createIngest } from './ingest.ts';

export interface DeliveryStoreOptions {
	/** Absolute path of the database (`delivery.db` in the data folder), or `:memory:`. */
	readonly file: string;
	/** ms since the epoch; names a damaged file that is set aside. */
	readonly now: number;
	/** Judges what changed in idle moments, between questions. Default false: right before it is asked for. */
	readonly judgesWhenIdle?: boolean;
}

export interface OpenDeliveryStore extends DeliveryStore {
	/** Where a damaged file was moved to when it was opened: its sources must be asked anew. Null: it was whole. */
	readonly setAsideTo: string | null;
}

/** Opens the file, making or migrating it where needed. Fails with `store-newer`, `store-corrupt`, `store-full`, `store-failed`. */
export async function openDeliveryStore(options: DeliveryStoreOptions): Promise<Result<OpenDeliveryStore>> {
	const opened = openFactsFile(options.file, options.now);
	if (!opened.ok) return opened;
	const { db, file, setAsideTo } = opened.value;
	const context = createContext(db, file);
	const missing = async () =>
		fail('unsupported', 'The delivery metrics cannot answer this yet.', 'Wait for the next version.');
	return ok({
		setAsideTo,
		...createConfigure(context),
		...createIngest(context),
		...createForget(context),
		...createDecisions(context),
		metrics: missing,
		rows: missing,
		timeline: missing,
		suspects: missing,
		unlinked: missing,
		tests: missing,
		months: missing,
		monthFacts: missing,
		async close() {
			if (db.isOpen) db.close();
		},
	});
}

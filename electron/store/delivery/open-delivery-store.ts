/** The store of facts in this thread: in the worker, and in tests. */
import type { DeliveryStore } from '../../engine/delivery-ports.ts';
import { ok, type Result } from '../../../shared/domain/result.ts';
import { createConfigure } from './configure.ts';
import { openFactsFile } from './connection.ts';
import { createContext, type StoreContext } from './context.ts';
import { createDecisions, createQuarantines } from './decisions.ts';
import { createEngineRoom } from './engine-room.ts';
import { createForget } from './forget.ts';
import { createIdleWork } from './idle.ts';
import { createIngest } from './ingest.ts';
import { createTestLoader } from './load-tests.ts';
import { createQualityRoom } from './quality-room.ts';
import { createMetricsQuery } from './query-metrics.ts';
import { createMonthsQuery } from './query-months.ts';
import { createRowsQuery } from './query-rows.ts';
import { createTestsQuery, createTestsRoom } from './query-tests.ts';
import { createTimelineQuery } from './query-timeline.ts';
import { createUnitsQuery } from './query-units.ts';
import { createUnlinkedQuery } from './query-unlinked.ts';

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
	const parts = createParts(context);
	const idle = createIdleWork(() => oneStep(parts));
	if (options.judgesWhenIdle === true) context.onWritten(idle.wake);
	return ok({
		setAsideTo,
		...createConfigure(context),
		...createIngest(context),
		...createForget(context),
		...createDecisions(context),
		...createMetricsQuery(parts),
		...createRowsQuery(parts),
		...createTimelineQuery(parts),
		...createUnlinkedQuery(parts),
		...createTestsQuery(context, parts.quality, parts.tests),
		...createMonthsQuery(parts),
		...createUnitsQuery(context),
		async close() {
			idle.stop();
			if (db.isOpen) db.close();
		},
	});
}

function createParts(context: StoreContext) {
	const loader = createTestLoader(context);
	const room = createEngineRoom(context);
	const quality = createQualityRoom({ context, loader, calendar: room.calendar });
	const quarantinesAt = createQuarantines(context);
	const tests = createTestsRoom({ context, loader, quarantinesAt });
	return { context, room, quality, tests };
}

/** Judges one unit or folds one service. A failure waits for the question that meets it, which can tell somebody. */
function oneStep({ room, quality }: ReturnType<typeof createParts>): boolean {
	try {
		return room.judge.judgeOne() || quality.folder.foldOne();
	} catch {
		return false;
	}
}

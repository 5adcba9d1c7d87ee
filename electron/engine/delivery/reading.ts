/** What is read: sources that are synced, files that are imported, and what of both is on the room. */
import type { Result } from '../../../shared/domain/result.ts';
import type { DeliveryStore } from '../delivery-ports.ts';
import type { NoticeDesk } from '../notice-desk.ts';
import type { Clock, Logger, Store } from '../ports.ts';
import type { RoomHub } from '../room-hub.ts';
import { createDeliveryBoard } from './board.ts';
import { createImports, type ImportSourceFactory } from './imports.ts';
import { createOwnSources, type PipelinesKept } from './own-sources.ts';
import type { DeliveryProject } from './setup.ts';
import { sourceViews } from './source-view.ts';
import { createSyncLoop } from './sync-loop.ts';

export interface ReadingOptions {
	readonly clock: Clock;
	readonly logger: Logger;
	readonly hub: RoomHub;
	readonly desk: Pick<NoticeDesk, 'notify'>;
	readonly journal: Pick<Store, 'journal' | 'events' | 'lastSeq'>;
	readonly pipelines: PipelinesKept | null;
	readonly store: DeliveryStore;
	readonly importSource: ImportSourceFactory;
	readonly projects: () => readonly DeliveryProject[];
}

export function createReading(options: ReadingOptions) {
	const { clock, logger, hub, desk: notices, store, projects } = options;
	const board = createDeliveryBoard({
		...{ hub, clock, logger, store },
		projects,
		views: (stored) => sourceViews({ states: loop.states(), stored, imports: imports.running() }),
	});
	const onFacts = (): void => board.changed('facts');
	const onChange = (): void => board.sourceChanged();
	const loop = createSyncLoop({ store, clock, logger, onChange, onFacts });
	const own = createOwnSources({ store: options.journal, pipelines: options.pipelines, clock, onNews: loop.soon });
	const imports = createImports({
		...{ store, clock, logger, onChange, importSource: options.importSource, today: board.today },
		onFacts: () => board.changed('at-once'),
		onLate: (name, result) => notices.notify(lateNotice(name, result)),
		onTakenBack(id) {
			notices.notify(takenBackNotice(id));
			board.changed('at-once');
		},
	});
	return { board, loop, own, imports };
}

function lateNotice(name: string, result: Result<unknown>): Parameters<NoticeDesk['notify']>[0] {
	if (result.ok) return { tone: 'good', title: `"${name}" was imported`, detail: null };
	return { tone: 'bad', title: result.problem.message, detail: result.problem.hint };
}

function takenBackNotice(id: string): Parameters<NoticeDesk['notify']>[0] {
	const title = `The import of ${id.slice(id.indexOf(':') + 1)} had been cut off, so nothing of it was kept`;
	return { tone: 'warn', title, detail: 'Import it again when it is wanted.' };
}

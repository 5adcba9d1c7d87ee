/** Pulls one source to its end and keeps what came of it: facts in the store, the rest in its entry. */
import type { DeliveryStore, FactBatch } from '../delivery-ports.ts';
import type { Clock, Logger } from '../ports.ts';
import { watchProgress } from './progress.ts';
import { pullOnce } from './pull.ts';
import { type SyncEntry, type SyncRun, withEnd, withKept } from './sync-entry.ts';

/** A pull without news is noted at most this often. */
const noteEveryMs = 60_000;

export interface PullerOptions {
	readonly store: Pick<DeliveryStore, 'ingest' | 'noteSync'>;
	readonly clock: Clock;
	readonly logger: Logger;
	/** A source is not what it was: state, progress, problem. */
	readonly onChange: (id: string) => void;
	/** Facts were added or changed: answers may differ. */
	readonly onFacts: () => void;
	/** Its host is free again. */
	readonly onEnded: () => void;
}

/** Begins a pull of a source that has none under way. */
export function createPuller(options: PullerOptions): (entry: SyncEntry) => void {
	const { store, clock, logger, onChange } = options;

	async function pull(entry: SyncEntry, run: SyncRun): Promise<void> {
		const { source, backMs } = entry.synced;
		const request = {
			...{ source, store, cursor: entry.record.cursor, since: clock.now() - backMs, now: clock.now },
			onKept(batch: FactBatch, changed: number) {
				entry.record = withKept(entry.record, batch);
				run.progress.told(batch);
				if (changed > 0) options.onFacts();
				onChange(entry.id);
			},
		};
		const report = await pullOnce(request, run.abort.signal);
		const { problem, cause } = report;
		entry.record = withEnd(entry.record, report, clock.now());
		// Stopped in the middle, it came to no end that could be noted.
		if (problem?.code === 'cancelled') return;
		if (problem !== null) logger.warn({ source: entry.id, problem, err: cause }, 'facts were not read to the end');
		await note(entry);
	}

	async function note(entry: SyncEntry): Promise<void> {
		const at = clock.now();
		const { problem, notedAt } = entry.record;
		if (notedAt !== null && at - notedAt < noteEveryMs) return;
		const noted = await store.noteSync({ source: entry.id, at, problem });
		if (noted.ok) entry.record = { ...entry.record, notedAt: at };
		else logger.warn({ source: entry.id, problem: noted.problem }, 'the end of a sync was not noted');
	}

	function ended(entry: SyncEntry): void {
		entry.run = null;
		onChange(entry.id);
		options.onEnded();
	}

	return (entry) => {
		if (entry.run !== null) return;
		entry.record = { ...entry.record, isWanted: false, isPaused: false };
		const run = { abort: new AbortController(), progress: watchProgress(clock.monotonic), ended: Promise.resolve() };
		entry.run = run;
		run.ended = pull(entry, run)
			.catch((err: unknown) => logger.error({ source: entry.id, err }, 'a sync failed'))
			.finally(() => ended(entry));
		onChange(entry.id);
	};
}

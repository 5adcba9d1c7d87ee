/** One loop over all sources of facts: what is asked next follows from the plan, and what came of it goes back into it. */
import { fail, ok, type Result } from '../../../shared/domain/result.ts';
import type { StoredSource } from '../delivery-ports.ts';
import { createLaterOnce } from './later-once.ts';
import { openEntry, stateOf, type SyncEntry, type SyncState } from './sync-entry.ts';
import { createPuller, type PullerOptions } from './sync-puller.ts';
import { createTimetable } from './sync-timetable.ts';
import type { SyncedSource } from './synced-source.ts';

export type { SyncedSource };

export interface SyncLoop {
	/** Goes on from what the store kept of it. */
	add(sources: readonly SyncedSource[], stored: readonly StoredSource[]): void;
	/** Takes sources out; resolves when none of them is asked any more. Their facts stay. */
	remove(ids: readonly string[]): Promise<void>;
	/** Asks as soon as its host allows. */
	sync(id: string): Result<null>;
	/** Stops what is under way; it goes on with the next `sync`. */
	cancel(id: string): Result<null>;
	/** Something is known to have changed: asks a moment later, changes that come together once. */
	soon(id: string): void;
	states(): readonly SyncState[];
	stop(): Promise<void>;
}

const soonMs = 2_000;

export function createSyncLoop(options: Omit<PullerOptions, 'onEnded'>): SyncLoop {
	const { clock, onChange } = options;
	const entries = new Map<string, SyncEntry>();
	const begin = createPuller({ ...options, onEnded: () => timetable.lookSoon() });
	const timetable = createTimetable({ clock, entries, begin, onDue: onChange });
	const later = createLaterOnce(clock, soonMs, (id) => {
		const entry = entries.get(id);
		if (entry !== undefined && !entry.record.isPaused) want(entry);
	});

	function want(entry: SyncEntry): void {
		entry.record = { ...entry.record, isWanted: true };
		timetable.lookSoon();
	}

	function pause(entry: SyncEntry): void {
		entry.record = { ...entry.record, isPaused: true, isWanted: false };
		entry.run?.abort.abort();
		timetable.lookSoon();
		onChange(entry.id);
	}

	function actOn(id: string, act: (entry: SyncEntry) => void): Result<null> {
		const entry = entries.get(id);
		if (entry === undefined) return unknownSource();
		act(entry);
		return ok(null);
	}

	async function end(ending: readonly SyncEntry[]): Promise<void> {
		await stopped(ending);
		for (const { id } of ending) entries.delete(id);
		await Promise.allSettled(ending.map(async ({ synced }) => synced.source.close()));
		timetable.lookSoon();
	}

	return {
		add(sources, stored) {
			for (const synced of sources) {
				const { id } = synced.source;
				entries.set(id, openEntry(synced, stored.find(({ source }) => source === id) ?? null));
				onChange(id);
			}
			timetable.lookSoon();
		},
		remove: (ids) => end(ids.flatMap((id) => entries.get(id) ?? [])),
		// What is under way may be from before the reason for this click: it is asked once more then.
		sync: (id) => actOn(id, want),
		cancel: (id) => actOn(id, pause),
		soon: later.ask,
		states: () => [...entries.values()].map(stateOf),
		async stop() {
			later.stop();
			timetable.stop();
			await end([...entries.values()]);
		},
	};
}

/** Resolves once none of them is asked any more. */
async function stopped(ending: readonly SyncEntry[]): Promise<void> {
	for (const entry of ending) {
		entry.isEnding = true;
		entry.run?.abort.abort();
	}
	await Promise.all(ending.map(async ({ run }) => run?.ended));
}

export function unknownSource() {
	return fail('not-found', 'There is no such source of facts.', 'Reload the screen; its project may have been closed.');
}

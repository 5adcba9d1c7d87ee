/** When the loop looks at its sources again, and which of them it then begins with. */
import type { Clock } from '../ports.ts';
import { plannedOf, type SyncEntry } from './sync-entry.ts';
import { planSyncs } from './sync-plan.ts';

export interface Timetable {
	/** Something is otherwise than it was: looks as soon as what happens now is over. */
	lookSoon(): void;
	stop(): void;
}

/** However far away the next pull is: the wall clock may be set meanwhile. */
const longestSleepMs = 30_000;

export function createTimetable(options: {
	readonly clock: Clock;
	readonly entries: ReadonlyMap<string, SyncEntry>;
	readonly begin: (entry: SyncEntry) => void;
	/** It falls due at another time than before. */
	readonly onDue: (id: string) => void;
}): Timetable {
	const { clock, entries } = options;
	let cancel: () => void = () => undefined;
	let isLookDue = false;
	let isStopped = false;

	function look(): void {
		isLookDue = false;
		cancel();
		const now = clock.now();
		const { start, lookAgainAt, dueAt } = planSyncs([...entries.values()].map(plannedOf), now);
		for (const entry of entries.values()) {
			const nextAt = dueAt.get(entry.id) ?? null;
			// It is on screen to the second; a due instant that only waits for its turn is none.
			if (entry.nextAt === nextAt) continue;
			entry.nextAt = nextAt;
			options.onDue(entry.id);
		}
		for (const id of start) {
			const entry = entries.get(id);
			if (entry !== undefined) options.begin(entry);
		}
		if (entries.size > 0) sleep(lookAgainAt === null ? longestSleepMs : Math.max(1, lookAgainAt - now));
	}

	function sleep(ms: number): void {
		cancel = clock.after(Math.min(longestSleepMs, ms), look);
	}

	return {
		lookSoon() {
			if (isLookDue || isStopped) return;
			isLookDue = true;
			cancel();
			cancel = clock.after(0, look);
		},
		stop() {
			isStopped = true;
			cancel();
		},
	};
}

/** Deployments of our own journal as a source of facts: read from where the last pull ended, a few entries at a time. */
import { z } from 'zod';
import { journalSource } from '../../../shared/domain/delivery/own-sources.ts';
import { fail, ok, type Result } from '../../../shared/domain/result.ts';
import type { FactBatch, FactSource } from '../delivery-ports.ts';
import type { Clock, JournalEntry, Store } from '../ports.ts';
import { pause } from '../timed.ts';
import { readOwnCursor } from './own-cursor.ts';
import { type CommitOf, tellDeployments } from './told-deployments.ts';

export interface JournalSource extends FactSource {
	/** What may know a commit is there now: those that nobody knew are asked for with the next pull. */
	commitsMayBeKnown(): void;
}

/** A turn reads so many entries, then everything else goes first. */
const entriesAtOnce = 100;
/** Deployments whose commit is asked for again. */
const mostAgain = 200;
/** How often, where nothing says that it may be known now. */
const againEveryMs = 10 * 60_000;
const deploymentPrefix = 'deployment:';

const cursorShape = z.object({
	seq: z.number().min(0),
	again: z.array(z.string()).default([]),
	/** Others whose commit nobody knew found no place in `again`. */
	isCut: z.boolean().default(false),
});
type Cursor = z.output<typeof cursorShape>;

const beginning: Cursor = { seq: 0, again: [], isCut: false };

export function createJournalSource(deps: {
	readonly store: Pick<Store, 'journal' | 'events' | 'lastSeq'>;
	readonly clock: Clock;
	readonly commitOf: CommitOf;
}): JournalSource {
	const { store, clock } = deps;
	/** Monotonic; null: with the next pull. */
	let askedAgainAt: number | null = null;
	const isAgainDue = (): boolean => askedAgainAt === null || clock.monotonic() - askedAgainAt >= againEveryMs;

	async function* pull(given: string | null, signal: AbortSignal): AsyncGenerator<Result<FactBatch>> {
		const [last, begin] = await Promise.all([store.lastSeq(), store.journal({ afterSeq: 0, limit: 1 })]);
		if (!last.ok) return yield last;
		const from = placeIn(given, last.value, askedAgainAt === null);
		const coveredFrom = begin.ok ? (begin.value[0]?.at ?? null) : null;
		const again = new Set(from.again);
		let { seq, isCut } = from;
		let ids: readonly string[] = [];
		if (isAgainDue()) {
			ids = from.again;
			askedAgainAt = clock.monotonic();
		}
		while (!signal.aborted) {
			const page = await store.journal({ afterSeq: seq, limit: entriesAtOnce });
			if (!page.ok) return yield page;
			ids = [...new Set([...ids, ...deploymentsIn(page.value)])];
			seq = page.value.at(-1)?.seq ?? seq;
			if (ids.length > 0 || seq > from.seq) {
				const told = await tellDeployments(deps, ids, signal);
				if (!told.ok || signal.aborted) askedAgainAt = null;
				if (!told.ok) return yield told;
				// Half told, the position must stay where it was.
				if (signal.aborted) break;
				for (const id of ids) again.delete(id);
				for (const id of told.value.open) again.add(id);
				const { facts, leftOut } = told.value;
				const progress = { done: seq - from.seq, total: Math.max(seq, last.value) - from.seq, noun: 'journal entries' };
				isCut ||= again.size > mostAgain;
				const cursor = cursorOf({ seq, again: [...again], isCut });
				yield ok({ facts, cursor, progress, coveredFrom, leftOut });
			}
			if (page.value.length < entriesAtOnce) return;
			ids = [];
			await pause(clock, 0, signal);
		}
		yield fail('cancelled', 'Reading the journal was stopped.', 'It goes on with the next sync.');
	}

	return {
		...{ id: journalSource, kind: 'journal', label: 'Deployments of Signalbox', tells: ['deployment'] },
		commitsMayBeKnown() {
			askedAgainAt = null;
		},
		pull: ({ cursor }, signal) => pull(cursor, signal),
		close: async () => undefined,
	};
}

/**
 * A journal that ends before the cursor is another one, begun anew beside the facts of the first: all of it is told. So it is where
 * commits may be known now of more deployments than a cursor can name.
 */
function placeIn(given: string | null, lastSeq: number, mayBeKnown: boolean): Cursor {
	const kept = readOwnCursor(cursorShape, given) ?? beginning;
	return kept.seq > lastSeq || (kept.isCut && mayBeKnown) ? beginning : kept;
}

function cursorOf({ again, ...cursor }: Cursor): string {
	return JSON.stringify({ ...cursor, again: again.slice(-mostAgain) } satisfies Cursor);
}

function deploymentsIn(entries: readonly JournalEntry[]): readonly string[] {
	return entries.flatMap(({ stream }) =>
		stream.startsWith(deploymentPrefix) ? [stream.slice(deploymentPrefix.length)] : [],
	);
}

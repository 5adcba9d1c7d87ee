/** Deployments of our own journal as a source of facts: read from where the last pull ended, a few entries at a time. */
import { z } from 'zod';
import type { DeploymentFact } from '../../../shared/domain/delivery/facts.ts';
import { journalSource } from '../../../shared/domain/delivery/own-sources.ts';
import type { RecordedEvent } from '../../../shared/domain/deployment/events.ts';
import type { Release } from '../../../shared/domain/release.ts';
import { fail, ok, type Result } from '../../../shared/domain/result.ts';
import type { FactBatch, FactSource } from '../delivery-ports.ts';
import type { Clock, JournalEntry, Store } from '../ports.ts';
import { pause } from '../timed.ts';
import { readOwnCursor } from './own-cursor.ts';
import { deploymentFacts } from './own-deployments.ts';

/** Which commit a release is. */
export interface KnownCommit {
	/** Null where nobody knows. */
	readonly sha: string | null;
	/** False: what may know it does not answer now. */
	readonly isFinal: boolean;
}

export type CommitOf = (service: string, release: Pick<Release, 'version' | 'commit'>) => Promise<KnownCommit>;

/** A turn reads so many entries, then everything else goes first: a rollback waits for none of this. */
const entriesAtOnce = 100;
/** Deployments whose commit is asked for again with each pull. */
const mostAgain = 200;
const deploymentPrefix = 'deployment:';

const cursorShape = z.object({ seq: z.number().min(0), again: z.array(z.string()).default([]) });
type Cursor = z.output<typeof cursorShape>;

const beginning: Cursor = { seq: 0, again: [] };

export function createJournalSource(deps: {
	readonly store: Pick<Store, 'journal' | 'events' | 'lastSeq'>;
	readonly clock: Clock;
	readonly commitOf: CommitOf;
}): FactSource {
	const { store, clock } = deps;

	async function* pull(given: string | null, signal: AbortSignal): AsyncGenerator<Result<FactBatch>> {
		const { seq: from, again: left } = readOwnCursor(cursorShape, given) ?? beginning;
		const [last, begin] = await Promise.all([store.lastSeq(), store.journal({ afterSeq: 0, limit: 1 })]);
		if (!last.ok) return yield last;
		const coveredFrom = begin.ok ? (begin.value[0]?.at ?? null) : null;
		let at = from;
		let again = new Set<string>();
		let ids: readonly string[] = left;
		while (!signal.aborted) {
			const page = await store.journal({ afterSeq: at, limit: entriesAtOnce });
			if (!page.ok) return yield page;
			ids = [...new Set([...ids, ...deploymentsIn(page.value)])];
			at = page.value.at(-1)?.seq ?? at;
			if (ids.length > 0 || at > from) {
				const told = await tell(ids, signal);
				if (!told.ok) return yield told;
				// Half told, the position must stay where it was.
				if (signal.aborted) break;
				again = new Set([...again, ...told.value.again].slice(-mostAgain));
				const { facts, leftOut } = told.value;
				const progress = { done: at - from, total: Math.max(at, last.value) - from, noun: 'journal entries' };
				const cursor = JSON.stringify({ seq: at, again: [...again] } satisfies Cursor);
				yield ok({ facts, cursor, progress, coveredFrom, leftOut });
			}
			if (page.value.length < entriesAtOnce) return;
			ids = [];
			await pause(clock, 0, signal);
		}
		yield fail('cancelled', 'Reading the journal was stopped.', 'It goes on with the next sync.');
	}

	async function tell(ids: readonly string[], signal: AbortSignal) {
		const facts: DeploymentFact[] = [];
		const again: string[] = [];
		const leftOut: { what: string; why: string }[] = [];
		for (const id of ids) {
			if (signal.aborted) break;
			const history = await store.events(id);
			if (!history.ok && history.problem.code !== 'store-corrupt') return history;
			if (!history.ok) {
				leftOut.push({ what: `deployment ${id}`, why: history.problem.message });
				continue;
			}
			const found = await factsOf(history.value);
			facts.push(...found.facts);
			if (found.isOpen) again.push(id);
		}
		return ok({ facts, again, leftOut });
	}

	async function factsOf(history: readonly RecordedEvent[]) {
		const first = history[0]?.event;
		if (first?.type !== 'created') return { facts: [], isOpen: false };
		const { service, release: named, from } = first;
		const release = await deps.commitOf(service, named);
		const before = from === null ? null : await deps.commitOf(service, { version: from.version, commit: null });
		const facts = deploymentFacts(history, { release: release.sha, from: before?.sha ?? null });
		return { facts, isOpen: !release.isFinal };
	}

	return {
		...{ id: journalSource, kind: 'journal', label: 'Deployments of Signalbox', tells: ['deployment'] },
		pull: ({ cursor }, signal) => pull(cursor, signal),
		close: async () => undefined,
	};
}

function deploymentsIn(entries: readonly JournalEntry[]): readonly string[] {
	return entries.flatMap(({ stream }) =>
		stream.startsWith(deploymentPrefix) ? [stream.slice(deploymentPrefix.length)] : [],
	);
}

/** One loop over all sources of facts: what is asked next follows from the plan, and what came of it goes back into it. */
import { fail, ok, type Problem, type Result } from '../../../shared/domain/result.ts';
import type { FactSourceView } from '../../../shared/rpc/delivery-views.ts';
import type { DeliveryStore, FactBatch, FactSource, StoredSource } from '../delivery-ports.ts';
import type { Clock, Logger } from '../ports.ts';
import { type ProgressWatch, watchProgress } from './progress.ts';
import { pullOnce, type PullReport } from './pull.ts';
import { planSyncs } from './sync-plan.ts';

/** A source as the loop asks it. */
export interface SyncedSource {
	readonly projectId: string;
	readonly source: FactSource;
	/** Sources with the same one are asked one after the other. */
	readonly host: string;
	/** Between two pulls, ms. */
	readonly everyMs: number;
	/** How far back a first pull goes, ms. */
	readonly backMs: number;
}

/** What is known of a source now, beside what the store keeps of it. */
export interface SyncState {
	readonly synced: SyncedSource;
	readonly state: FactSourceView['state'];
	readonly progress: FactSourceView['progress'];
	readonly problem: Problem | null;
	readonly leftOut: FactBatch['leftOut'];
	readonly nextAt: number | null;
	/** Of the last pull that came to its end. */
	readonly syncedAt: number | null;
	readonly coveredFrom: number | null;
}

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

interface Entry {
	readonly synced: SyncedSource;
	cursor: string | null;
	coveredFrom: number | null;
	syncedAt: number | null;
	/** When the store was last told of an end, so that a quiet source costs no write each time. */
	notedAt: number | null;
	problem: Problem | null;
	leftOut: FactBatch['leftOut'];
	lastEndedAt: number | null;
	failures: number;
	notBefore: number | null;
	isWanted: boolean;
	isPaused: boolean;
	nextAt: number | null;
	run: { readonly abort: AbortController; readonly progress: ProgressWatch; ended: Promise<void> } | null;
}

/** However far away the next pull is: the wall clock may be set meanwhile. */
const longestSleepMs = 30_000;
const soonMs = 2_000;
/** A pull without news is noted at most this often. */
const noteEveryMs = 60_000;

export function createSyncLoop(options: {
	readonly store: Pick<DeliveryStore, 'ingest' | 'noteSync'>;
	readonly clock: Clock;
	readonly logger: Logger;
	/** A source is not what it was: state, progress, problem. */
	readonly onChange: (id: string) => void;
	/** Facts were added or changed: answers may differ. */
	readonly onFacts: () => void;
}): SyncLoop {
	const { store, clock, logger, onChange } = options;
	const entries = new Map<string, Entry>();
	let cancelPlan: () => void = () => undefined;
	let isPlanDue = false;
	const soonDue = new Set<string>();
	let isStopped = false;

	function plan(): void {
		isPlanDue = false;
		if (isStopped) return;
		cancelPlan();
		const now = clock.now();
		const planned = [...entries].map(([id, entry]) => ({ ...plannable(entry), id, isRunning: entry.run !== null }));
		const { start, lookAgainAt, dueAt } = planSyncs(planned, now);
		for (const [id, entry] of entries) {
			const nextAt = dueAt.get(id) ?? null;
			// It is on screen to the second; a due instant that only waits for its turn is none.
			if (entry.nextAt === nextAt) continue;
			entry.nextAt = nextAt;
			onChange(id);
		}
		for (const id of start) begin(id);
		if (entries.size === 0) return;
		const sleepMs = lookAgainAt === null ? longestSleepMs : Math.max(1, lookAgainAt - now);
		cancelPlan = clock.after(Math.min(longestSleepMs, sleepMs), plan);
	}

	function planSoon(): void {
		if (isPlanDue || isStopped) return;
		isPlanDue = true;
		clock.after(0, plan);
	}

	function begin(id: string): void {
		const entry = entries.get(id);
		if (entry === undefined || entry.run !== null) return;
		entry.isWanted = false;
		entry.isPaused = false;
		const run = { abort: new AbortController(), progress: watchProgress(clock.monotonic), ended: Promise.resolve() };
		entry.run = run;
		run.ended = pull(id, entry, run).catch((err: unknown) => logger.error({ source: id, err }, 'a sync failed'));
		onChange(id);
	}

	async function pull(id: string, entry: Entry, run: NonNullable<Entry['run']>): Promise<void> {
		const { source, backMs } = entry.synced;
		const request = {
			...{ source, store, cursor: entry.cursor, since: clock.now() - backMs, now: clock.now },
			onKept(batch: FactBatch, changed: number) {
				entry.cursor = batch.cursor;
				entry.coveredFrom = batch.coveredFrom ?? entry.coveredFrom;
				run.progress.told(batch);
				if (changed > 0) options.onFacts();
				onChange(id);
			},
		};
		try {
			learn(id, entry, await pullOnce(request, run.abort.signal));
			await note(id, entry);
		} finally {
			entry.run = null;
			onChange(id);
			planSoon();
		}
	}

	function learn(id: string, entry: Entry, report: PullReport): void {
		const { problem, cause } = report;
		entry.lastEndedAt = clock.now();
		entry.leftOut = report.leftOut;
		if (problem?.code === 'cancelled') return;
		entry.problem = problem;
		entry.failures = problem === null ? 0 : entry.failures + 1;
		entry.notBefore = problem === null ? null : notBeforeOf(problem);
		if (problem === null) entry.syncedAt = entry.lastEndedAt;
		else logger.warn({ source: id, problem, err: cause }, 'facts were not read to the end');
		if (report.facts > 0 || problem !== null) entry.notedAt = null;
	}

	async function note(id: string, entry: Entry): Promise<void> {
		const at = clock.now();
		if (entry.notedAt !== null && at - entry.notedAt < noteEveryMs) return;
		const noted = await store.noteSync({ source: id, at, problem: entry.problem });
		if (noted.ok) entry.notedAt = at;
		else logger.warn({ source: id, problem: noted.problem }, 'the end of a sync was not noted');
	}

	async function end(ids: readonly string[]): Promise<void> {
		const ending = ids.flatMap((id) => entries.get(id) ?? []);
		for (const { run } of ending) run?.abort.abort();
		await Promise.all(ending.map(async ({ run }) => run?.ended));
		for (const id of ids) entries.delete(id);
		await Promise.allSettled(ending.map(({ synced }) => synced.source.close()));
	}

	return {
		add(sources, stored) {
			for (const synced of sources) {
				const { id } = synced.source;
				entries.set(id, openEntry(synced, stored.find(({ source }) => source === id) ?? null));
				onChange(id);
			}
			planSoon();
		},
		remove: end,
		sync(id) {
			const entry = entries.get(id);
			if (entry === undefined) return unknownSource();
			// What is under way may be from before the reason for this click.
			entry.isWanted = true;
			planSoon();
			return ok(null);
		},
		cancel(id) {
			const entry = entries.get(id);
			if (entry === undefined) return unknownSource();
			entry.isPaused = true;
			entry.isWanted = false;
			entry.run?.abort.abort();
			planSoon();
			onChange(id);
			return ok(null);
		},
		soon(id) {
			if (soonDue.has(id) || isStopped) return;
			soonDue.add(id);
			clock.after(soonMs, () => {
				soonDue.delete(id);
				const entry = entries.get(id);
				if (entry === undefined || entry.isPaused) return;
				entry.isWanted = true;
				planSoon();
			});
		},
		states: () => [...entries.values()].map(stateOf),
		async stop() {
			isStopped = true;
			cancelPlan();
			await end([...entries.keys()]);
		},
	};
}

function openEntry(synced: SyncedSource, stored: StoredSource | null): Entry {
	return {
		synced,
		cursor: stored?.cursor ?? null,
		coveredFrom: stored?.coveredFrom ?? null,
		syncedAt: stored?.syncedAt ?? null,
		...{
			notedAt: null,
			problem: stored?.problem ?? null,
			leftOut: [],
			lastEndedAt: null,
			failures: 0,
			notBefore: null,
		},
		...{ isWanted: false, isPaused: false, nextAt: null, run: null },
	};
}

function plannable({
	synced: { host, everyMs },
	lastEndedAt,
	failures,
	problem,
	notBefore,
	isWanted,
	isPaused,
}: Entry) {
	const isStuck = problem !== null && !problem.retryable && problem.code !== 'facts-rate-limited';
	return { host, everyMs, lastEndedAt, failures, isStuck, notBefore, isWanted, isPaused };
}

function stateOf(entry: Entry): SyncState {
	const { synced, run, problem, isPaused, leftOut, nextAt, syncedAt, coveredFrom } = entry;
	const state = run !== null ? 'syncing' : isPaused ? 'paused' : problem !== null ? 'failing' : 'idle';
	return { synced, state, progress: run?.progress.view() ?? null, problem, leftOut, nextAt, syncedAt, coveredFrom };
}

function notBeforeOf({ details }: Problem): number | null {
	const said = details?.['notBefore'];
	return typeof said === 'number' ? said : null;
}

export function unknownSource() {
	return fail('not-found', 'There is no such source of facts.', 'Reload the screen; its project may have been closed.');
}

/** What the loop knows of each source: a value that follows from what happened. Pure but for the run under way. */
import type { Problem } from '../../../shared/domain/result.ts';
import type { FactSourceView } from '../../../shared/rpc/delivery-views.ts';
import type { FactBatch, StoredSource } from '../delivery-ports.ts';
import type { ProgressWatch } from './progress.ts';
import type { PullReport } from './pull.ts';
import type { PlannedSource } from './sync-plan.ts';
import type { SyncedSource } from './synced-source.ts';

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

export interface SyncRecord {
	readonly cursor: string | null;
	readonly coveredFrom: number | null;
	readonly syncedAt: number | null;
	/** When the store was last told of an end, so that a quiet source costs no write each time. */
	readonly notedAt: number | null;
	readonly problem: Problem | null;
	readonly leftOut: FactBatch['leftOut'];
	readonly lastEndedAt: number | null;
	readonly failures: number;
	readonly notBefore: number | null;
	readonly isWanted: boolean;
	readonly isPaused: boolean;
}

/** A pull under way. */
export interface SyncRun {
	readonly abort: AbortController;
	readonly progress: ProgressWatch;
	ended: Promise<void>;
}

export interface SyncEntry {
	readonly id: string;
	readonly synced: SyncedSource;
	record: SyncRecord;
	run: SyncRun | null;
	/** It is being taken out: nothing of it begins any more. */
	isEnding: boolean;
	/** As it is on screen. */
	nextAt: number | null;
}

/** Goes on from what the store kept. */
export function openEntry(synced: SyncedSource, stored: StoredSource | null): SyncEntry {
	const { cursor = null, coveredFrom = null, syncedAt = null, problem = null } = stored ?? {};
	const record = {
		...{ cursor, coveredFrom, syncedAt, problem, notedAt: null, leftOut: [], lastEndedAt: null },
		...{ failures: 0, notBefore: null, isWanted: false, isPaused: false },
	};
	return { id: synced.source.id, synced, record, run: null, isEnding: false, nextAt: null };
}

/** A batch is in the store, and its cursor with it. */
export function withKept(record: SyncRecord, batch: FactBatch): SyncRecord {
	return { ...record, cursor: batch.cursor, coveredFrom: batch.coveredFrom ?? record.coveredFrom };
}

/** A pull ended. One that a person stopped says nothing new of its source. */
export function withEnd(record: SyncRecord, { problem, leftOut, facts }: PullReport, at: number): SyncRecord {
	const ended = { ...record, leftOut, lastEndedAt: at };
	if (problem?.code === 'cancelled') return ended;
	return {
		...ended,
		problem,
		failures: problem === null ? 0 : record.failures + 1,
		notBefore: problem === null ? null : notBeforeOf(problem),
		syncedAt: problem === null ? at : record.syncedAt,
		notedAt: facts > 0 || problem !== null ? null : record.notedAt,
	};
}

function notBeforeOf({ details }: Problem): number | null {
	const said = details?.['notBefore'];
	return typeof said === 'number' ? said : null;
}

/** As the plan sees it. */
export function plannedOf({ id, synced, record, run, isEnding }: SyncEntry): PlannedSource {
	const { lastEndedAt, failures, problem, notBefore, isWanted, isPaused } = record;
	const isStuck = problem !== null && !problem.retryable && problem.code !== 'facts-rate-limited';
	return {
		...{ id, host: synced.host, everyMs: synced.everyMs, lastEndedAt, failures, isStuck, notBefore },
		...{ isRunning: run !== null || isEnding, isWanted, isPaused },
	};
}

export function stateOf({ synced, record, run, nextAt }: SyncEntry): SyncState {
	const { problem, isPaused, leftOut, syncedAt, coveredFrom } = record;
	const state = run !== null ? 'syncing' : isPaused ? 'paused' : problem !== null ? 'failing' : 'idle';
	return { synced, state, progress: run?.progress.view() ?? null, problem, leftOut, nextAt, syncedAt, coveredFrom };
}

/** What hosts and reports told of pipelines: the last known is kept, so that the board is there at once after a start. */
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { PipelineRun } from '../../shared/domain/pipeline/model.ts';
import { ok, type Result } from '../../shared/domain/result.ts';
import type { PipelineStore } from '../engine/pipeline-ports.ts';
import { parseJson } from './decode.ts';
import { corruptProjection, storeFailure } from './failures.ts';
import { isCollectedEvidence, isFigures, isPipelineRun } from './pipeline-decode.ts';
import type { Sqlite, SqliteRow } from './sqlite.ts';

export type PipelineCache = Omit<PipelineStore, 'recordPipelineFact' | 'pipelineDecisions' | 'releases' | 'release'>;

/** Evidence is bounded when it is read; this only keeps a damaged file from filling the memory. */
const mostEvidenceBytes = 100_000_000;

const rowCount = (limit: number): number => Math.max(0, Math.floor(limit));

/** `sqlite` is the connection with synchronous=NORMAL, as for samples. */
export function createPipelineCache(sqlite: Sqlite, file: string): PipelineCache {
	const attempt = <T>(doing: string, work: () => Result<T>): Result<T> => {
		try {
			return work();
		} catch (error) {
			return storeFailure(error, file, doing);
		}
	};
	return { ...runsOf(sqlite, attempt), ...evidenceOf(sqlite, attempt), ...figuresOf(sqlite, attempt) };
}

type Attempt = <T>(doing: string, work: () => Result<T>) => Result<T>;

function runsOf({ raw, transact }: Sqlite, attempt: Attempt): Pick<PipelineCache, 'saveRuns' | 'run' | 'runs'> {
	const save = raw.prepare(`
		insert into pipeline_runs (id, service, created_at, snapshot) values (?, ?, ?, ?)
		on conflict (id) do update set created_at = excluded.created_at, snapshot = excluded.snapshot
	`);
	const one = raw.prepare('select snapshot from pipeline_runs where id = ?');
	// Hosts tell whole seconds, and a push begins several runs at once: a page ends after the last run of an instant, because
	// the next one begins before it.
	const page = raw.prepare(`
		select snapshot from pipeline_runs where service = ?1 and created_at < ?2 and created_at >= coalesce(
			(select created_at from pipeline_runs where service = ?1 and created_at < ?2 order by created_at desc limit 1 offset ?3),
			created_at
		)
		order by created_at desc, id desc
	`);
	return {
		async saveRuns(runs) {
			if (runs.length === 0) return ok(undefined);
			const rows = runs.map((run) => [run.id, run.service, run.createdAt, JSON.stringify(run)] as const);
			return attempt('keep what a pipeline told', () =>
				transact(() => {
					for (const row of rows) save.run(...row);
					return ok(undefined);
				}),
			);
		},
		run: async (runId) =>
			attempt('read a run', () => {
				const row = one.get(runId);
				if (row === undefined) return ok(null);
				const run = readRun(row);
				return run === null ? corruptProjection(`run ${runId}`) : ok(run);
			}),
		runs: async ({ service, before, limit }) =>
			attempt('read the runs of a pipeline', () => {
				const count = rowCount(limit);
				if (count === 0) return ok([]);
				const rows = page.all(service, before ?? Number.MAX_SAFE_INTEGER, count - 1).map(readRun);
				// A run that cannot be read is told again by its host; the others are worth showing.
				return ok(rows.filter((run) => run !== null));
			}),
	};
}

function readRun(row: SqliteRow): PipelineRun | null {
	const run = parseJson(String(row.snapshot));
	return isPipelineRun(run) ? run : null;
}

function evidenceOf({ raw }: Sqlite, attempt: Attempt): Pick<PipelineCache, 'saveEvidence' | 'evidence'> {
	const save = raw.prepare(`
		insert into evidence (run_id, attempt, body) values (?, ?, ?)
		on conflict (run_id, attempt) do update set body = excluded.body
	`);
	const one = raw.prepare('select body from evidence where run_id = ? and attempt = ?');
	return {
		saveEvidence: async ({ runId, attempt: tried, collected }) =>
			attempt('keep the evidence of a run', () => {
				save.run(runId, tried, deflateRawSync(JSON.stringify(collected)));
				return ok(undefined);
			}),
		evidence: async ({ runId, attempt: tried }) =>
			attempt('read the evidence of a run', () => {
				const body = one.get(runId, tried)?.body;
				if (body === undefined) return ok(null);
				const collected = body instanceof Uint8Array ? unpack(body) : undefined;
				return isCollectedEvidence(collected) ? ok(collected) : corruptProjection(`the evidence of ${runId}`);
			}),
	};
}

function unpack(body: Uint8Array): unknown {
	try {
		return parseJson(inflateRawSync(body, { maxOutputLength: mostEvidenceBytes }).toString('utf8'));
	} catch {
		return undefined;
	}
}

function figuresOf({ raw }: Sqlite, attempt: Attempt): Pick<PipelineCache, 'saveGateFigures' | 'gateFigures'> {
	const save = raw.prepare(`
		insert into gate_figures (run_id, service, at, figures) values (?, ?, ?, ?)
		on conflict (run_id) do update set at = excluded.at, figures = excluded.figures
	`);
	const newest = raw.prepare(
		'select run_id, at, figures from gate_figures where service = ? order by at desc, run_id desc limit ?',
	);
	return {
		saveGateFigures: async ({ service, runId, at, figures }) =>
			attempt('keep the figures of gates', () => {
				save.run(runId, service, at, JSON.stringify(figures));
				return ok(undefined);
			}),
		gateFigures: async ({ service, limit }) =>
			attempt('read the figures of gates', () => {
				const rows = newest.all(service, rowCount(limit)).map((row) => ({
					runId: String(row.run_id),
					at: Number(row.at),
					figures: parseJson(String(row.figures)),
				}));
				const read = rows.flatMap(({ figures, ...row }) => (isFigures(figures) ? [{ ...row, figures }] : []));
				return ok(read.toReversed());
			}),
	};
}

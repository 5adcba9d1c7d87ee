/** Facts of pipelines: journalled with their projection in one transaction, and read back. */
import type { PipelineStore } from '../engine/pipeline-ports.ts';
import { canonicalJson } from '../../shared/domain/canonical-json.ts';
import { fail, ok, type Result } from '../../shared/domain/result.ts';
import type { AppendParts } from './append.ts';
import { parseJson } from './decode.ts';
import { corruptProjection, storeFailure } from './failures.ts';
import { isApproval, isFreezeLift, isReleaseRecord, isWaiver } from './pipeline-decode.ts';
import { type PipelineProjection, pipelineStream } from './pipeline-projection.ts';
import type { SqliteRow } from './sqlite.ts';

export type PipelineFacts = Pick<PipelineStore, 'recordPipelineFact' | 'pipelineDecisions' | 'releases' | 'release'>;

type Entry = Parameters<PipelineStore['recordPipelineFact']>[0];

/** Makes the part of the store that people's decisions and releases go through. */
export function createPipelineFacts(parts: AppendParts, projection: PipelineProjection): PipelineFacts {
	const { sqlite, file } = parts;
	const record = createRecorder(parts, projection);
	const release = sqlite.raw.prepare('select body from releases where service = ? and version = ?');
	const decisions = sqlite.raw.prepare(`
		select kind, body from pipeline_decisions
		where service = ? and (
			(kind = 'approval' and run_id in (select value from json_each(?))) or (kind <> 'approval' and until > ?)
		)
		order by position
	`);
	const page = sqlite.raw.prepare(
		'select position, body from releases where service = ? and position < ? order by position desc limit ?',
	);

	const attempt = <T>(doing: string, work: () => Result<T>): Result<T> => {
		try {
			return work();
		} catch (error) {
			return storeFailure(error, file, doing);
		}
	};

	return {
		recordPipelineFact: async (entry) =>
			attempt('write this decision to its journal', () => sqlite.transact(() => record(entry))),
		pipelineDecisions: async ({ service, runIds, now }) =>
			attempt('read what was decided about a pipeline', () =>
				readDecisions(service, decisions.all(service, JSON.stringify(runIds), now)),
			),
		releases: async ({ service, before, limit }) =>
			attempt('read its releases', () => {
				const rows = page.all(service, before ?? Number.MAX_SAFE_INTEGER, Math.max(0, Math.floor(limit)));
				return readPage(service, rows);
			}),
		release: async ({ service, version }) =>
			attempt('read a release', () => {
				const row = release.get(service, version);
				if (row === undefined) return ok(null);
				const found = readRelease(row);
				return found === null ? corruptProjection(`release ${version} of ${service}`) : ok(found);
			}),
	};
}

/** Makes what writes one fact and its projection; the caller holds the transaction. A key that is known writes nothing. */
function createRecorder({ sqlite, journal }: AppendParts, projection: PipelineProjection) {
	const known = sqlite.raw.prepare('select seq from journal where idempotency_key = ?');
	const release = sqlite.raw.prepare('select 1 from releases where service = ? and version = ?');
	return ({ service, fact, actor, at, idempotencyKey }: Entry) => {
		const earlier = idempotencyKey === null ? undefined : known.get(idempotencyKey);
		if (earlier !== undefined) return ok({ seq: Number(earlier.seq), duplicate: true });
		if (fact.type === 'release-made' && release.get(service, fact.release.version) !== undefined) {
			return versionTaken(service, fact.release.version);
		}
		const stream = pipelineStream(service);
		const { seq } = journal.add(journal.head(), {
			...{ stream, revision: journal.revision(stream) + 1, type: fact.type, at },
			...{ actor: canonicalJson(actor), payload: canonicalJson(fact), idempotencyKey },
		});
		projection.apply(service, seq, fact);
		return ok({ seq, duplicate: false });
	};
}

type Releases = Awaited<ReturnType<PipelineStore['releases']>>;

function readPage(service: string, rows: readonly SqliteRow[]): Releases {
	const read: { position: number; release: NonNullable<ReturnType<typeof readRelease>> }[] = [];
	for (const row of rows) {
		const release = readRelease(row);
		if (release === null) return corruptProjection(`a release of ${service}`);
		read.push({ position: Number(row.position), release });
	}
	return ok(read);
}

function readRelease(row: SqliteRow) {
	const body = parseJson(String(row.body));
	return isReleaseRecord(body) ? body : null;
}

type Decisions = Awaited<ReturnType<PipelineStore['pipelineDecisions']>>;

function readDecisions(service: string, rows: readonly SqliteRow[]): Decisions {
	const bodies = rows.map((row) => ({ kind: row.kind, body: parseJson(String(row.body)) }));
	const approvals = bodies.filter(({ kind }) => kind === 'approval').map(({ body }) => body);
	const waivers = bodies.filter(({ kind }) => kind === 'waiver').map(({ body }) => body);
	const lifts = bodies.filter(({ kind }) => kind === 'lift').map(({ body }) => body);
	if (approvals.every(isApproval) && waivers.every(isWaiver) && lifts.every(isFreezeLift)) {
		return ok({ approvals, waivers, lifts });
	}
	return corruptProjection(`the decisions about ${service}`);
}

function versionTaken(service: string, version: string) {
	return fail(
		'stale',
		`${service} has a release ${version} already, so this run made none.`,
		'Raise the version, then run the pipeline again.',
		{ details: { service, version } },
	);
}

/** Reading: everything here changes nothing. */
import type { Selectable } from 'kysely';
import type { DeploymentRow, JournalEntry, Store } from '../engine/ports.ts';
import type { RecordedEvent } from '../../shared/domain/deployment/events.ts';
import { endedStates } from '../../shared/domain/deployment/model.ts';
import { ok, type Result } from '../../shared/domain/result.ts';
import { readEntry } from './chain.ts';
import { environmentRecord, isDeployment, parseJson, recordedEvent } from './decode.ts';
import { corruptEntry, corruptProjection, storeFailure } from './failures.ts';
import { deploymentStream } from './journal-writer.ts';
import type { DeploymentTable, JournalRow } from './schema.ts';
import type { Sqlite } from './sqlite.ts';

export type Queries = Pick<
	Store,
	| 'findCommand'
	| 'deployment'
	| 'openDeployments'
	| 'listDeployments'
	| 'events'
	| 'environments'
	| 'journal'
	| 'lastSeq'
>;

/** Makes the reads of the store. What was tampered with is refused with `store-corrupt`, never handed on. */
export function createQueries({ queries: db }: Sqlite, file: string): Queries {
	const attempt = <T>(doing: string, work: () => Promise<Result<T>>): Promise<Result<T>> =>
		work().catch((error: unknown) => storeFailure(error, file, doing));
	return {
		findCommand: (key) => attempt('look up an earlier command', () => findCommand(db, key)),
		deployment: (id) =>
			attempt<DeploymentRow | null>('read a deployment', async () => {
				const row = await db.selectFrom('deployments').selectAll().where('id', '=', id).executeTakeFirst();
				return row === undefined ? ok(null) : readDeployment(row);
			}),
		openDeployments: () =>
			attempt('read the deployments that are under way', async () => {
				const rows = await db
					.selectFrom('deployments')
					.selectAll()
					.where((is) => is.or([is('state', 'not in', endedStates), is('warm_until', 'is not', null)]))
					.orderBy('first_seq')
					.execute();
				return collect(rows, readDeployment);
			}),
		listDeployments: (filter) => attempt('read its history', () => listDeployments(db, filter)),
		events: (id) => attempt('read what happened in a deployment', () => events(db, id)),
		environments: () =>
			attempt('read what stands where', async () =>
				collect(await db.selectFrom('environments').selectAll().orderBy('key').execute(), (row) => {
					const record = environmentRecord(row);
					return record === null ? corruptProjection(`environment ${row.key}`) : ok(record);
				}),
			),
		journal: (filter) => attempt('read its journal', () => journal(db, filter)),
		lastSeq: () =>
			attempt('read its journal', async () => {
				const row = await db.selectFrom('journal').select('seq').orderBy('seq', 'desc').limit(1).executeTakeFirst();
				return ok(row?.seq ?? 0);
			}),
	};
}

type Db = Sqlite['queries'];

async function findCommand(
	db: Db,
	key: string,
): Promise<Result<{ readonly deploymentId: string; readonly revision: number } | null>> {
	const row = await db
		.selectFrom('journal')
		.select(['stream', 'revision'])
		.where('idempotency_key', '=', key)
		.executeTakeFirst();
	// Keys of other streams, such as those of pipelines, led to no deployment.
	if (row === undefined || !row.stream.startsWith(deploymentStream(''))) return ok(null);
	return ok({ deploymentId: row.stream.slice(deploymentStream('').length), revision: row.revision });
}

async function listDeployments(
	db: Db,
	{ service, environment, before, limit }: Parameters<Store['listDeployments']>[0],
): Promise<Result<readonly DeploymentRow[]>> {
	let query = db.selectFrom('deployments').selectAll();
	if (service !== undefined) query = query.where('service', '=', service);
	if (environment !== undefined) query = query.where('environment', '=', environment);
	if (before !== undefined) query = query.where('first_seq', '<', before);
	// By the journal, not by the wall clock: the environment's last deployment must be the last one though the clock was set back.
	const rows = await query.orderBy('first_seq', 'desc').limit(rowCount(limit)).execute();
	return collect(rows, readDeployment);
}

async function events(db: Db, id: string): Promise<Result<readonly RecordedEvent[]>> {
	const rows = await db
		.selectFrom('journal')
		.selectAll()
		.where('stream', '=', deploymentStream(id))
		.orderBy('revision')
		.execute();
	return collect(rows, readRecordedEvent);
}

async function journal(
	db: Db,
	{ stream, afterSeq, limit }: Parameters<Store['journal']>[0],
): Promise<Result<readonly JournalEntry[]>> {
	let query = db.selectFrom('journal').selectAll();
	if (stream !== undefined) query = query.where('stream', '=', stream);
	if (afterSeq !== undefined) query = query.where('seq', '>', afterSeq);
	return collect(await query.orderBy('seq').limit(rowCount(limit)).execute(), readEntry);
}

/** SQLite takes a negative limit as none and refuses a fraction. */
function rowCount(limit: number): number {
	return Math.max(0, Math.floor(limit));
}

function readDeployment(row: Selectable<DeploymentTable>): Result<DeploymentRow> {
	const deployment = parseJson(row.snapshot);
	if (!isDeployment(deployment) || deployment.id !== row.id || deployment.revision !== row.revision)
		return corruptProjection(`deployment ${row.id}`);
	return ok({ deployment, firstSeq: row.first_seq, lastSeq: row.last_seq });
}

/** A row of a deployment's stream, its hash checked: recovery decides by what these say. */
export function readRecordedEvent(row: JournalRow): Result<RecordedEvent> {
	const entry = readEntry(row);
	if (!entry.ok) return entry;
	const recorded = recordedEvent(entry.value);
	return recorded === null ? corruptEntry(row.seq, `"${row.type}" is no event of a deployment`) : ok(recorded);
}

/** All or the first failure. */
function collect<Row, T>(rows: readonly Row[], read: (row: Row) => Result<T>): Result<readonly T[]> {
	const values: T[] = [];
	for (const row of rows) {
		const value = read(row);
		if (!value.ok) return value;
		values.push(value.value);
	}
	return ok(values);
}

/** The schema, step by step. A step that was shipped is never changed: add a new one behind it. */
import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import { createPipelineTables } from './pipeline-tables.ts';

/** Names sort in the order in which the steps run. */
export const migrations: Readonly<Record<string, Migration>> = {
	'001-journal-and-projections': { up: createFirstTables },
	'002-deployments-by-position': { up: orderByPosition },
	'003-previous-known-good': { up: rememberPreviousKnownGood },
	'004-looks': { up: createLooks },
	'005-pipelines': { up: createPipelineTables },
};

async function rememberPreviousKnownGood(db: Kysely<unknown>): Promise<void> {
	await db.schema.alterTable('environments').addColumn('previous_known_good', 'text').execute();
}

/** `key_id` names the whole look that the difference in `body` belongs to; null where `body` is whole. Both deflated JSON. */
async function createLooks(db: Kysely<unknown>): Promise<void> {
	await db.schema
		.createTable('looks')
		.addColumn('id', 'integer', (column) => column.primaryKey())
		.addColumn('deployment_id', 'text', (column) => column.notNull())
		.addColumn('at', 'bigint', (column) => column.notNull())
		.addColumn('key_id', 'integer')
		.addColumn('body', 'blob', (column) => column.notNull())
		.addForeignKeyConstraint('looks_of_deployment', ['deployment_id'], 'deployments', ['id'], (constraint) =>
			// Deferred for the same reason as that of the samples.
			constraint.deferrable().initiallyDeferred(),
		)
		.execute();
	await db.schema.createIndex('looks_by_deployment').on('looks').columns(['deployment_id', 'id']).execute();
}

async function createFirstTables(db: Kysely<unknown>): Promise<void> {
	await createJournal(db);
	await createProjections(db);
	await db.schema
		.createTable('leases')
		.addColumn('environment', 'text', (column) => column.primaryKey())
		.addColumn('fence', 'integer', (column) => column.notNull())
		.addColumn('holder', 'text')
		.addColumn('host', 'text')
		.addColumn('pid', 'integer')
		.addColumn('process_mark', 'text')
		.addColumn('started_at', 'bigint')
		.addColumn('expires_at', 'bigint', (column) => column.notNull())
		.execute();
	await db.schema
		.createTable('samples')
		.addColumn('deployment_id', 'text', (column) => column.notNull())
		.addColumn('at', 'bigint', (column) => column.notNull())
		.addColumn('values', 'text', (column) => column.notNull())
		.addPrimaryKeyConstraint('samples_key', ['deployment_id', 'at'])
		.addForeignKeyConstraint('samples_of_deployment', ['deployment_id'], 'deployments', ['id'], (constraint) =>
			// Deferred, so that a rebuild may empty and refill `deployments` within one transaction.
			constraint.deferrable().initiallyDeferred(),
		)
		.execute();
}

async function createJournal(db: Kysely<unknown>): Promise<void> {
	await db.schema
		.createTable('journal')
		.addColumn('seq', 'integer', (column) => column.primaryKey())
		.addColumn('stream', 'text', (column) => column.notNull())
		.addColumn('revision', 'integer', (column) => column.notNull())
		.addColumn('type', 'text', (column) => column.notNull())
		.addColumn('at', 'bigint', (column) => column.notNull())
		.addColumn('actor', 'text', (column) => column.notNull())
		.addColumn('payload', 'text', (column) => column.notNull())
		.addColumn('idempotency_key', 'text')
		.addColumn('previous_hash', 'text', (column) => column.notNull())
		.addColumn('hash', 'text', (column) => column.notNull())
		.addUniqueConstraint('journal_stream_revision', ['stream', 'revision'])
		.execute();
	await db.schema
		.createIndex('journal_idempotency_key')
		.unique()
		.on('journal')
		.column('idempotency_key')
		.where(sql.ref('idempotency_key'), 'is not', null)
		.execute();
	for (const change of ['update', 'delete']) {
		await sql`
			create trigger ${sql.ref(`journal_refuses_${change}`)} before ${sql.raw(change)} on journal
			begin select raise(abort, 'the journal is append-only'); end
		`.execute(db);
	}
}

async function createProjections(db: Kysely<unknown>): Promise<void> {
	await db.schema
		.createTable('deployments')
		.addColumn('id', 'text', (column) => column.primaryKey())
		.addColumn('service', 'text', (column) => column.notNull())
		.addColumn('environment', 'text', (column) => column.notNull())
		.addColumn('state', 'text', (column) => column.notNull())
		.addColumn('created_at', 'bigint', (column) => column.notNull())
		.addColumn('warm_until', 'bigint')
		.addColumn('revision', 'integer', (column) => column.notNull())
		.addColumn('first_seq', 'integer', (column) => column.notNull())
		.addColumn('last_seq', 'integer', (column) => column.notNull())
		.addColumn('snapshot', 'text', (column) => column.notNull())
		.execute();
	await db.schema
		.createIndex('deployments_by_place')
		.on('deployments')
		.columns(['service', 'environment', 'created_at'])
		.execute();
	await db.schema.createIndex('deployments_by_age').on('deployments').columns(['created_at']).execute();
	await db.schema
		.createTable('environments')
		.addColumn('key', 'text', (column) => column.primaryKey())
		.addColumn('version', 'text')
		.addColumn('slot', 'text')
		.addColumn('known_good', 'text')
		.addColumn('since', 'bigint')
		.addColumn('deployment_id', 'text')
		.execute();
}

/** Deployments are listed in the order of the journal: an index over the wall clock serves nobody. */
async function orderByPosition(db: Kysely<unknown>): Promise<void> {
	await db.schema.dropIndex('deployments_by_place').execute();
	await db.schema.dropIndex('deployments_by_age').execute();
	await db.schema
		.createIndex('deployments_by_place')
		.on('deployments')
		.columns(['service', 'environment', 'first_seq'])
		.execute();
	await db.schema.createIndex('deployments_by_position').on('deployments').columns(['first_seq']).execute();
}

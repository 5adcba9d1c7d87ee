/** The tables of pipelines, as the step `005-pipelines` makes them. Never changed: add a new step instead. */
import type { Kysely } from 'kysely';

export async function createPipelineTables(db: Kysely<unknown>): Promise<void> {
	await createProjections(db);
	await createCaches(db);
}

/** What follows from the journal. */
async function createProjections(db: Kysely<unknown>): Promise<void> {
	await db.schema
		.createTable('releases')
		.addColumn('service', 'text', (column) => column.notNull())
		.addColumn('version', 'text', (column) => column.notNull())
		.addColumn('position', 'integer', (column) => column.notNull())
		.addColumn('body', 'text', (column) => column.notNull())
		.addPrimaryKeyConstraint('releases_key', ['service', 'version'])
		.execute();
	await db.schema.createIndex('releases_by_position').on('releases').columns(['service', 'position']).execute();
	await db.schema
		.createTable('pipeline_decisions')
		.addColumn('id', 'text', (column) => column.primaryKey())
		.addColumn('kind', 'text', (column) => column.notNull())
		.addColumn('service', 'text', (column) => column.notNull())
		.addColumn('run_id', 'text')
		.addColumn('until', 'bigint')
		.addColumn('position', 'integer', (column) => column.notNull())
		.addColumn('body', 'text', (column) => column.notNull())
		.execute();
	await db.schema
		.createIndex('pipeline_decisions_by_service')
		.on('pipeline_decisions')
		.columns(['service', 'kind', 'run_id'])
		.execute();
}

/** What hosts and reports told: they can be asked again. */
async function createCaches(db: Kysely<unknown>): Promise<void> {
	await db.schema
		.createTable('pipeline_runs')
		.addColumn('id', 'text', (column) => column.primaryKey())
		.addColumn('service', 'text', (column) => column.notNull())
		.addColumn('created_at', 'bigint', (column) => column.notNull())
		.addColumn('snapshot', 'text', (column) => column.notNull())
		.execute();
	await db.schema
		.createIndex('pipeline_runs_by_service')
		.on('pipeline_runs')
		.columns(['service', 'created_at'])
		.execute();
	await db.schema
		.createTable('evidence')
		.addColumn('run_id', 'text', (column) => column.notNull())
		.addColumn('attempt', 'integer', (column) => column.notNull())
		.addColumn('body', 'blob', (column) => column.notNull())
		.addPrimaryKeyConstraint('evidence_key', ['run_id', 'attempt'])
		.execute();
	await db.schema
		.createTable('gate_figures')
		.addColumn('run_id', 'text', (column) => column.primaryKey())
		.addColumn('service', 'text', (column) => column.notNull())
		.addColumn('at', 'bigint', (column) => column.notNull())
		.addColumn('figures', 'text', (column) => column.notNull())
		.execute();
	await db.schema.createIndex('gate_figures_by_service').on('gate_figures').columns(['service', 'at']).execute();
}

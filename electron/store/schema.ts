/** The tables as kysely sees them. Text columns that hold JSON say so. */

export interface JournalRow {
	readonly seq: number;
	readonly stream: string;
	readonly revision: number;
	readonly type: string;
	readonly at: number;
	/** Canonical JSON of an `Actor`. */
	readonly actor: string;
	/** Canonical JSON. */
	readonly payload: string;
	readonly idempotency_key: string | null;
	readonly previous_hash: string;
	readonly hash: string;
}

export interface DeploymentTable {
	readonly id: string;
	readonly service: string;
	readonly environment: string;
	readonly state: string;
	readonly created_at: number;
	readonly warm_until: number | null;
	readonly revision: number;
	readonly first_seq: number;
	readonly last_seq: number;
	/** JSON of the whole `Deployment`. */
	readonly snapshot: string;
}

export interface EnvironmentTable {
	readonly key: string;
	readonly version: string | null;
	readonly slot: string | null;
	readonly known_good: string | null;
	readonly previous_known_good: string | null;
	readonly since: number | null;
	readonly deployment_id: string | null;
}

/** A row stays when its lease is released, because the fence must never go back. */
export interface LeaseTable {
	readonly environment: string;
	readonly fence: number;
	/** Null when nobody holds it. */
	readonly holder: string | null;
	readonly host: string | null;
	readonly pid: number | null;
	/** What tells the process from a later one with the same pid; null where the system does not say. */
	readonly process_mark: string | null;
	readonly started_at: number | null;
	readonly expires_at: number;
}

export interface SampleTable {
	readonly deployment_id: string;
	readonly at: number;
	/** JSON of `StoredSample.values`. */
	readonly values: string;
}

export interface MigrationTable {
	readonly name: string;
	readonly timestamp: string;
}

export interface Tables {
	readonly journal: JournalRow;
	readonly deployments: DeploymentTable;
	readonly environments: EnvironmentTable;
	readonly leases: LeaseTable;
	readonly samples: SampleTable;
	readonly kysely_migration: MigrationTable;
}

/** A row as node:sqlite gives it (without a prototype, its columns untyped) as the row that it is. */
export function journalRow(row: Readonly<Record<string, unknown>>): JournalRow {
	return {
		seq: Number(row.seq),
		stream: String(row.stream),
		revision: Number(row.revision),
		type: String(row.type),
		at: Number(row.at),
		actor: String(row.actor),
		payload: String(row.payload),
		idempotency_key: typeof row.idempotency_key === 'string' ? row.idempotency_key : null,
		previous_hash: String(row.previous_hash),
		hash: String(row.hash),
	};
}

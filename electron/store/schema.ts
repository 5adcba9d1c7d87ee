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

/** What the host of a pipeline told of a run: a cache, so it is not journalled. */
export interface PipelineRunTable {
	readonly id: string;
	readonly service: string;
	readonly created_at: number;
	/** JSON of the whole `PipelineRun`. */
	readonly snapshot: string;
}

/** Projection of `release-made`. */
export interface ReleaseTable {
	readonly service: string;
	readonly version: string;
	/** Place in the journal: the order of releases. */
	readonly position: number;
	/** JSON of the `ReleaseRecord`. */
	readonly body: string;
}

/** Projection of what people decided about runs, gates and freezes. */
export interface PipelineDecisionTable {
	/** Id of the approval, waiver or lift. */
	readonly id: string;
	readonly kind: string;
	readonly service: string;
	/** Null for what is about no single run. */
	readonly run_id: string | null;
	/** When it ends to hold; null for approvals. */
	readonly until: number | null;
	readonly position: number;
	/** JSON of the `Approval`, `Waiver` or `FreezeLift`. */
	readonly body: string;
}

export interface EvidenceTable {
	readonly run_id: string;
	readonly attempt: number;
	/** Deflated JSON of `CollectedEvidence`. */
	readonly body: Uint8Array;
}

export interface GateFigureTable {
	readonly service: string;
	readonly run_id: string;
	readonly at: number;
	/** JSON: a figure, or null, by the gate's name. */
	readonly figures: string;
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
	readonly pipeline_runs: PipelineRunTable;
	readonly releases: ReleaseTable;
	readonly pipeline_decisions: PipelineDecisionTable;
	readonly evidence: EvidenceTable;
	readonly gate_figures: GateFigureTable;
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

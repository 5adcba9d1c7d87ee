/** Tables that follow from the journal, written in the same transaction as the entries they follow from. */
import type { EnvironmentRecord } from '../engine/ports.ts';
import type { Deployment } from '../../shared/domain/deployment/model.ts';
import type { Sqlite } from './sqlite.ts';

export interface DeploymentProjection {
	readonly deployment: Deployment;
	/** JSON of the deployment, made before the transaction begins. */
	readonly snapshot: string;
	/** Ignored when the deployment is known already. */
	readonly firstSeq: number;
	readonly lastSeq: number;
}

export interface ProjectionWriter {
	saveDeployment(projection: DeploymentProjection): void;
	saveEnvironment(record: EnvironmentRecord): void;
	/** Empties what `rebuildProjections` fills again. */
	clear(): void;
}

/**
 * Prepared by hand rather than written by kysely: this is the way of a rollback, and building the same statement
 * again costs more than running it. The SQL is such that PostgreSQL takes it too.
 */
export function createProjectionWriter({ raw }: Sqlite): ProjectionWriter {
	const deployment = raw.prepare(`
		insert into deployments
			(id, service, environment, state, created_at, warm_until, revision, first_seq, last_seq, snapshot)
		values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		on conflict (id) do update set state = excluded.state, warm_until = excluded.warm_until,
			revision = excluded.revision, last_seq = excluded.last_seq, snapshot = excluded.snapshot
	`);
	const environment = raw.prepare(`
		insert into environments (key, version, slot, known_good, previous_known_good, since, deployment_id)
		values (?, ?, ?, ?, ?, ?, ?)
		on conflict (key) do update set version = excluded.version, slot = excluded.slot,
			known_good = excluded.known_good, previous_known_good = excluded.previous_known_good, since = excluded.since, deployment_id = excluded.deployment_id
	`);
	return {
		saveDeployment({ deployment: d, snapshot, firstSeq, lastSeq }) {
			deployment.run(
				d.id,
				d.service,
				d.environment,
				d.state,
				d.createdAt,
				d.warmUntil,
				d.revision,
				firstSeq,
				lastSeq,
				snapshot,
			);
		},
		saveEnvironment({ key, standing, knownGood, previousKnownGood = null, since, deploymentId }) {
			const { version, slot } = standing ?? { version: null, slot: null };
			environment.run(key, version, slot, knownGood, previousKnownGood, since, deploymentId);
		},
		clear() {
			raw.exec('delete from deployments; delete from environments');
		},
	};
}

/** Leases: one writer for an environment at a time, told apart by a number that only grows. */
import type { Lease, Store } from '../engine/ports.ts';
import type { EnvironmentKey } from '../../shared/domain/release.ts';
import { fail, ok, type Result } from '../../shared/domain/result.ts';
import { isEnvironmentKey } from './decode.ts';
import { storeFailure } from './failures.ts';
import { type ProcessProbe, sameMachine } from './processes.ts';
import type { LeaseTable } from './schema.ts';
import type { Sqlite } from './sqlite.ts';

/** The process that this store takes leases for. */
export interface LeaseHolder {
	/** Readable: "Signalbox on build-7, process 4121". */
	readonly label: string;
	/** Name of this machine. */
	readonly host: string;
	readonly pid: number;
	/** When this control room started, ms since the epoch. */
	readonly startedAt: number;
}

export interface LeaseParts {
	readonly sqlite: Sqlite;
	/** A connection with synchronous=NORMAL, for renewals; the same one in memory. */
	readonly renewals: Sqlite;
	readonly file: string;
	readonly holder: LeaseHolder;
	readonly processes: ProcessProbe;
}

type Leases = Pick<Store, 'takeLease' | 'releaseLease' | 'leases'>;

/** The holder as it is written down. */
type Identity = Pick<LeaseTable, 'holder' | 'host' | 'pid' | 'process_mark' | 'started_at'>;

/** Makes the leases of one process. Its mark is taken once: it does not change while the process lives. */
export function createLeases({ sqlite, renewals, file, holder, processes }: LeaseParts): Leases {
	const own = processes.look(holder.pid);
	const identity: Identity = {
		holder: holder.label,
		host: holder.host,
		pid: holder.pid,
		process_mark: own.state === 'alive' ? own.mark : null,
		started_at: holder.startedAt,
	};
	return {
		async takeLease(environment, now, ttlMs) {
			try {
				const wish = { environment, now, ttlMs };
				const renewed = renewals.transact(() => renew(renewals, identity, wish));
				return renewed === null ? sqlite.transact(() => take(sqlite, identity, processes, wish)) : ok(renewed);
			} catch (error) {
				return storeFailure(error, file, `take over ${environment}`);
			}
		},
		async releaseLease(environment) {
			try {
				sqlite.transact(() => {
					const row = read(sqlite, environment);
					if (row !== null && isSame(row, identity)) sqlite.run(release(sqlite, environment));
				});
				return ok(undefined);
			} catch (error) {
				return storeFailure(error, file, `give back ${environment}`);
			}
		},
		async leases() {
			try {
				const rows = await sqlite.queries.selectFrom('leases').selectAll().orderBy('environment').execute();
				return ok(rows.flatMap(heldLease));
			} catch (error) {
				return storeFailure(error, file, 'read who holds which environment');
			}
		},
	};
}

interface Wish {
	readonly environment: EnvironmentKey;
	readonly now: number;
	readonly ttlMs: number;
}

/**
 * Moves the end of a lease that is ours; null when it is not. No sync of the disk: a power cut that loses the new end
 * ends its holder too, and 200 deployments renew 40 times a second.
 */
function renew(sqlite: Sqlite, identity: Identity, { environment, now, ttlMs }: Wish): Lease | null {
	const row = read(sqlite, environment);
	if (row === null || !isSame(row, identity)) return null;
	const expiresAt = now + ttlMs;
	const { queries } = sqlite;
	sqlite.run(queries.updateTable('leases').set({ expires_at: expiresAt }).where('environment', '=', environment));
	return { environment, holder: identity.holder ?? '', fence: row.fence, expiresAt };
}

function take(sqlite: Sqlite, identity: Identity, processes: ProcessProbe, wish: Wish): Result<Lease> {
	const { environment, now, ttlMs } = wish;
	const row = read(sqlite, environment);
	if (row !== null && row.holder !== null && row.expires_at > now && !isGone(row, identity, processes))
		return held(environment, row.holder, row.expires_at);
	const fence = row === null ? firstFence(now) : row.fence + 1;
	const expiresAt = now + ttlMs;
	const values = { ...identity, fence, expires_at: expiresAt };
	sqlite.run(
		sqlite.queries
			.insertInto('leases')
			.values({ environment, ...values })
			.onConflict((conflict) => conflict.column('environment').doUpdateSet(values)),
	);
	return ok({ environment, holder: identity.holder ?? '', fence, expiresAt });
}

/**
 * Targets remember the highest fence they saw. After a journal was set aside the numbers must not begin below it,
 * or a target would refuse even a rollback: so the first one is taken from the clock, in seconds.
 */
function firstFence(now: number): number {
	return Math.max(1, Math.floor(now / 1000));
}

function held(environment: EnvironmentKey, holder: string, expiresAt: number): Result<never> {
	return fail(
		'lease-held',
		`${holder} is in charge of ${environment}, so this control room can watch it but not change it.`,
		'Go on there, or close it: this control room can take over as soon as it is gone.',
		{ retryable: true, details: { environment, holder, expiresAt } },
	);
}

function isSame(row: Identity, identity: Identity): boolean {
	return (
		row.host === identity.host &&
		row.pid === identity.pid &&
		row.process_mark === identity.process_mark &&
		row.started_at === identity.started_at
	);
}

/** True only when this machine can tell for certain; otherwise the lease has to run out. */
function isGone(row: Identity, identity: Identity, processes: ProcessProbe): boolean {
	if (row.host !== identity.host || row.pid === null) return false;
	const isMarked = row.process_mark !== null && identity.process_mark !== null;
	if (isMarked && !sameMachine(row.process_mark, identity.process_mark)) return false;
	// Our own pid under another start: whoever wrote that is not there any more.
	if (row.pid === identity.pid && row.process_mark === identity.process_mark && !isMarked) return true;
	const look = processes.look(row.pid);
	if (look.state === 'gone') return true;
	return row.process_mark !== null && look.mark !== null && look.mark !== row.process_mark;
}

function read({ all, queries }: Sqlite, environment: EnvironmentKey): LeaseTable | null {
	const row = all(queries.selectFrom('leases').selectAll().where('environment', '=', environment))[0];
	if (row === undefined) return null;
	const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);
	const integer = (value: unknown): number | null => (typeof value === 'number' ? value : null);
	return {
		environment,
		fence: integer(row.fence) ?? 0,
		holder: text(row.holder),
		host: text(row.host),
		pid: integer(row.pid),
		process_mark: text(row.process_mark),
		started_at: integer(row.started_at),
		expires_at: integer(row.expires_at) ?? 0,
	};
}

function release({ queries }: Sqlite, environment: EnvironmentKey) {
	return queries
		.updateTable('leases')
		.set({ holder: null, host: null, pid: null, process_mark: null, started_at: null, expires_at: 0 })
		.where('environment', '=', environment);
}

function heldLease(row: LeaseTable): Lease[] {
	if (row.holder === null || !isEnvironmentKey(row.environment)) return [];
	return [{ environment: row.environment, holder: row.holder, fence: row.fence, expiresAt: row.expires_at }];
}

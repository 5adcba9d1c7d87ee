/** What the parts of the store of facts share: one file, its words, and what is known in memory. */
import type { DatabaseSync } from 'node:sqlite';
import { defaultDeliveryPolicy } from '../../../shared/domain/delivery/policy.ts';
import { ok, type Result } from '../../../shared/domain/result.ts';
import { defaultTestPolicy } from '../../../shared/domain/tests/policy.ts';
import type { DeliverySetup } from '../../engine/delivery-ports.ts';
import { dataVersion, transact } from './connection.ts';
import { createDirtyMarks, type DirtyMarks } from './dirty.ts';
import { deliveryFailure } from './failures.ts';
import { createTestNames, type TestNames } from './ingest-tests.ts';
import { createNames, type Names } from './names.ts';

export interface StoreContext {
	readonly db: DatabaseSync;
	readonly file: string;
	readonly names: Names;
	readonly tests: TestNames;
	readonly dirty: DirtyMarks;
	setup(): DeliverySetup;
	setSetup(setup: DeliverySetup): void;
	/** Called when another process wrote to the file, or a transaction was undone: memory is then not to be trusted. */
	onStale(forget: () => void): void;
	/** Tells that the setup is another one: what was worked out by it is forgotten. */
	changed(): void;
	/** Called after each write that was kept. */
	onWritten(heard: () => void): void;
	/** Reads; what SQLite throws becomes a failure. `doing` completes "Signalbox could not ...". */
	read<T>(doing: string, work: () => Result<T>): Promise<Result<T>>;
	/** Reads and writes, all or nothing. */
	write<T>(doing: string, work: () => Result<T>): Promise<Result<T>>;
}

export function createContext(db: DatabaseSync, file: string): StoreContext {
	const names = createNames(db);
	const tests = createTestNames(db);
	const dirty = createDirtyMarks(db);
	const forgetters: (() => void)[] = [];
	const listeners: (() => void)[] = [];
	let setup: DeliverySetup = { policy: defaultDeliveryPolicy, tests: defaultTestPolicy, services: [] };
	let version = dataVersion(db);

	function forgetAll(): void {
		names.forget();
		tests.forget();
		dirty.drop();
		forgetWorkedOut();
	}
	function forgetWorkedOut(): void {
		for (const forget of forgetters) forget();
	}
	async function guarded<T>(doing: string, work: () => Result<T>): Promise<Result<T>> {
		try {
			const now = dataVersion(db);
			if (now !== version) forgetAll();
			version = now;
			return work();
		} catch (error) {
			forgetAll();
			return deliveryFailure(error, file, doing);
		}
	}
	return {
		db,
		file,
		names,
		tests,
		dirty,
		setup: () => setup,
		setSetup(next) {
			setup = next;
		},
		onStale: (forget) => forgetters.push(forget),
		changed: forgetWorkedOut,
		onWritten: (heard) => listeners.push(heard),
		read: guarded,
		write: (doing, work) =>
			guarded(doing, () => {
				const result = transact(db, () => {
					const outcome = work();
					dirty.write();
					return outcome;
				});
				for (const heard of listeners) heard();
				return result;
			}),
	};
}

export const nothing = ok(null);

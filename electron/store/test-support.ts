/** What the tests of the store share: deployments that need no engine, and places that clean up after themselves. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { DeploymentAppend } from '../engine/ports.ts';
import type { Result } from '../../shared/domain/result.ts';
import type { LeaseHolder } from './leases.ts';
import { type OpenStore, openStore, type StoreOptions } from './open-store.ts';
import type { ProcessProbe } from './processes.ts';

export { appendOf, createdEvent, toyFold } from './test-deployments.ts';

export const ada = { kind: 'person', name: 'Ada' } as const;

export const holder: LeaseHolder = {
	label: 'Signalbox on build-7, process 100',
	host: 'build-7',
	pid: 100,
	startedAt: 1,
};

/** Every process is there and has the same mark for ever. */
export const quietProcesses: ProcessProbe = { look: (pid) => ({ state: 'alive', mark: `boot/ns/${pid}` }) };

/** A path in a folder of its own that goes when the test ends. */
export function temporaryFile(): string {
	const folder = mkdtempSync(join(tmpdir(), 'signalbox-store-'));
	onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
	return join(folder, 'signalbox.db');
}

/** The value, or a test failure that says what the store said. */
export function valueOf<T>(result: Result<T>): T {
	if (result.ok) return result.value;
	throw new Error(`${result.problem.code}: ${result.problem.message}`, { cause: result.cause });
}

/** The code of a failure; `ok` for a success, so that a mismatch reads well. */
export function codeOf(result: Result<unknown>): string {
	return result.ok ? 'ok' : result.problem.code;
}

/** A store that is closed when the test ends. */
export async function openForTest(file = ':memory:', options: Partial<StoreOptions> = {}): Promise<OpenStore> {
	const store = valueOf(await openStore({ file, holder, processes: quietProcesses, ...options }));
	onTestFinished(() => store.close());
	return store;
}

/** Appends one by one; stops the test at the first that fails. */
export async function appendAll(store: OpenStore, writes: readonly DeploymentAppend[]): Promise<void> {
	for (const write of writes) valueOf(await store.append(write));
}

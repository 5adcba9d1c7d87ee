/** One router per state folder: a file that names the process which holds it. */
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import type { StatePaths } from './paths.ts';
import { isSameProcess, type ProcessIdentity } from './process-identity.ts';

const holderSchema = z.strictObject({ pid: z.int(), startedAs: z.string().nullable() });

/** Who holds the lock; null when nobody does, or when what is written is not readable. */
export function lockHolder(paths: StatePaths): ProcessIdentity | null {
	try {
		const parsed = holderSchema.safeParse(JSON.parse(readFileSync(paths.lockFile, 'utf8')));
		return parsed.success ? parsed.data : null;
	} catch {
		return null;
	}
}

/** Takes the lock, also from a process that is gone. False when another live router has it. */
export function takeLock(paths: StatePaths, self: ProcessIdentity): boolean {
	for (let attempt = 0; attempt < 5; attempt += 1) {
		try {
			writeFileSync(paths.lockFile, JSON.stringify(self), { flag: 'wx', mode: 0o600 });
			return true;
		} catch {
			const holder = lockHolder(paths);
			if (holder !== null && isSameProcess(holder)) return false;
			moveAside(paths, self);
		}
	}
	return false;
}

/** Of two that find the same stale lock only one can rename it. */
function moveAside(paths: StatePaths, self: ProcessIdentity): void {
	const aside = `${paths.lockFile}.${self.pid}`;
	try {
		renameSync(paths.lockFile, aside);
		rmSync(aside, { force: true });
	} catch {
		// The other one was faster; the next attempt sees who holds it now.
	}
}

/** Gives the lock back if it is ours. */
export function freeLock(paths: StatePaths, self: ProcessIdentity): void {
	const holder = lockHolder(paths);
	if (holder?.pid === self.pid && holder.startedAs === self.startedAs) rmSync(paths.lockFile, { force: true });
}

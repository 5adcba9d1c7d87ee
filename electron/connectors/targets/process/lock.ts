/** One router per state folder. */
import { freeLockFile, lockFileHolder, takeLockFile } from '../../lock-file.ts';
import type { ProcessIdentity } from '../../process-identity.ts';
import type { StatePaths } from './paths.ts';

/** Who holds the lock; null when nobody does, or when what is written is not readable. */
export function lockHolder(paths: StatePaths): ProcessIdentity | null {
	return lockFileHolder(paths.lockFile);
}

/** Takes the lock, also from a process that is gone. False when another live router has it. */
export function takeLock(paths: StatePaths, self: ProcessIdentity): boolean {
	return takeLockFile(paths.lockFile, self);
}

/** Gives the lock back if it is ours. */
export function freeLock(paths: StatePaths, self: ProcessIdentity): void {
	freeLockFile(paths.lockFile, self);
}

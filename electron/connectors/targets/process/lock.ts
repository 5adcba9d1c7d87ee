/** One router per state folder: a file that names the process which holds it. */
import { randomUUID } from 'node:crypto';
import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import type { StatePaths } from './paths.ts';
import { isSameProcess, type ProcessIdentity } from './process-identity.ts';

const holderSchema = z.strictObject({ pid: z.int(), startedAs: z.string().nullable() });

function holderOf(file: string): ProcessIdentity | null {
	try {
		const parsed = holderSchema.safeParse(JSON.parse(readFileSync(file, 'utf8')));
		return parsed.success ? parsed.data : null;
	} catch {
		return null;
	}
}

/** Who holds the lock; null when nobody does, or when what is written is not readable. */
export function lockHolder(paths: StatePaths): ProcessIdentity | null {
	return holderOf(paths.lockFile);
}

const isHeld = (file: string): boolean => {
	const holder = holderOf(file);
	return holder !== null && isSameProcess(holder);
};

/** Makes the file with its whole content in one step, so that nobody ever reads half of it. False when it is there. */
function create(file: string, self: ProcessIdentity): boolean {
	const whole = `${file}.${self.pid}.${randomUUID()}`;
	writeFileSync(whole, JSON.stringify(self), { mode: 0o600 });
	try {
		linkSync(whole, file);
		return true;
	} catch {
		return false;
	} finally {
		rmSync(whole, { force: true });
	}
}

const attempts = 200;
const attemptMs = 5;

function waitAMoment(): void {
	Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, attemptMs);
}

/** Takes the lock, also from a process that is gone. False when another live router has it. */
export function takeLock(paths: StatePaths, self: ProcessIdentity): boolean {
	for (let attempt = 0; attempt < attempts; attempt += 1) {
		if (create(paths.lockFile, self)) return true;
		if (isHeld(paths.lockFile)) return false;
		clearStale(paths, self);
	}
	return false;
}

/**
 * Removes the lock of a process that is gone. Only one at a time may: of two that saw the same stale lock, the slower
 * one would otherwise remove the lock that the faster one has taken meanwhile, and both would start a router.
 */
function clearStale({ lockFile }: StatePaths, self: ProcessIdentity): void {
	const turn = `${lockFile}.clearing`;
	if (create(turn, self)) {
		try {
			if (!isHeld(lockFile)) rmSync(lockFile, { force: true });
		} finally {
			rmSync(turn, { force: true });
		}
	} else if (isHeld(turn)) waitAMoment();
	// Whoever was clearing died in the middle of it.
	else rmSync(turn, { force: true });
}

/** Gives the lock back if it is ours. */
export function freeLock(paths: StatePaths, self: ProcessIdentity): void {
	const holder = lockHolder(paths);
	if (holder?.pid === self.pid && holder.startedAs === self.startedAs) rmSync(paths.lockFile, { force: true });
}

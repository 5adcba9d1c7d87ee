/** A file that names the process which holds a folder, so that no second one works in it. */
import { randomUUID } from 'node:crypto';
import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { isSameProcess, type ProcessIdentity } from './process-identity.ts';

const holderSchema = z.strictObject({ pid: z.int(), startedAs: z.string().nullable() });

/** Who is named in the file; null when nobody is, or when what is written is not readable. */
export function lockFileHolder(file: string): ProcessIdentity | null {
	try {
		const parsed = holderSchema.safeParse(JSON.parse(readFileSync(file, 'utf8')));
		return parsed.success ? parsed.data : null;
	} catch {
		return null;
	}
}

const isHeld = (file: string): boolean => {
	const holder = lockFileHolder(file);
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

/** Takes the lock, also from a process that is gone. False when another live process has it. */
export function takeLockFile(file: string, self: ProcessIdentity): boolean {
	for (let attempt = 0; attempt < attempts; attempt += 1) {
		if (create(file, self)) return true;
		if (isHeld(file)) return false;
		clearStale(file, self);
	}
	return false;
}

/**
 * Removes the lock of a process that is gone. Only one at a time may: of two that saw the same stale lock, the slower
 * one would otherwise remove the lock that the faster one has taken meanwhile, and both would hold it.
 */
function clearStale(file: string, self: ProcessIdentity): void {
	const turn = `${file}.clearing`;
	if (create(turn, self)) {
		try {
			if (!isHeld(file)) rmSync(file, { force: true });
		} finally {
			rmSync(turn, { force: true });
		}
	} else if (isHeld(turn)) waitAMoment();
	// Whoever was clearing died in the middle of it.
	else rmSync(turn, { force: true });
}

/** Gives the lock back if it is ours. */
export function freeLockFile(file: string, self: ProcessIdentity): void {
	const holder = lockFileHolder(file);
	if (holder?.pid === self.pid && holder.startedAs === self.startedAs) rmSync(file, { force: true });
}

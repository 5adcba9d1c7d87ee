/** Files of the state folder: written whole or not at all, logs kept within bounds. */
import {
	closeSync,
	openSync,
	readFileSync,
	readSync,
	renameSync,
	statSync,
	truncateSync,
	writeFileSync,
} from 'node:fs';
import { fail, ok, type Result } from '../../../../shared/domain/result.ts';
import { hideSecrets } from '../../../../shared/domain/hide-secrets.ts';
import { emptyState, type StateFile, stateFileSchema } from './model.ts';

/** About 5 MB per slot: the log in use and the one before. */
export const logLimitBytes = 2_500_000;

/** Replaces a file in one step, so that a crash leaves the old or the new one and never half of it. */
export function writeWhole(file: string, text: string): void {
	const draft = `${file}.${process.pid}.tmp`;
	writeFileSync(draft, text, { mode: 0o600 });
	renameSync(draft, file);
}

/** The state of the folder; null when there is none yet. */
export function readState(file: string): Result<StateFile | null> {
	let text: string;
	try {
		text = readFileSync(file, 'utf8');
	} catch {
		return ok(null);
	}
	try {
		const parsed = stateFileSchema.safeParse(JSON.parse(text));
		if (parsed.success) return ok(parsed.data);
		return damaged(file, parsed.error);
	} catch (cause) {
		return damaged(file, cause);
	}
}

function damaged(file: string, cause: unknown): Result<StateFile | null> {
	return fail(
		'target-unreachable',
		`The router's notes in ${file} are damaged, so it is not known which processes serve the users.`,
		'Close Signalbox, end what was started with "npm start -- --end-everything" (and --data DIR, if you use it), then start it and deploy again.',
		{ cause },
	);
}

/** The state to start from; damaged notes are put aside and kept for a person to look at. */
export function readStateOrStartOver(file: string, log: (line: string) => void): StateFile {
	const read = readState(file);
	if (read.ok) return read.value ?? emptyState;
	const aside = `${file}.damaged-${Date.now()}`;
	log(`${read.problem.message} They were put aside as ${aside}.`);
	renameSync(file, aside);
	return emptyState;
}

/** The end of a file from `offset` on, at most `maxBytes`. */
function readTail(file: string, offset: number, maxBytes: number): string {
	const size = statSync(file).size;
	const from = Math.max(offset > size ? 0 : offset, size - maxBytes);
	const buffer = Buffer.alloc(Math.max(0, size - from));
	const handle = openSync(file, 'r');
	try {
		const length = readSync(handle, buffer, 0, buffer.length, from);
		return buffer.subarray(0, length).toString('utf8');
	} finally {
		closeSync(handle);
	}
}

/** Of what a process wrote last, this much is looked at. */
const tailBytes = 16_384;

/** The last lines a process wrote since `offset`, without secrets; empty when there are none. */
export function lastLines(file: string, offset: number, count = 20): readonly string[] {
	try {
		// Before it is cut into lines: a key may stand on many, and half a token is not known for one.
		const tail = readTail(file, offset, tailBytes);
		const whole = Buffer.byteLength(tail) < tailBytes ? tail : tail.replace(/^\S*/, '');
		const lines = hideSecrets(whole).split('\n');
		return lines
			.map((line) => line.trimEnd().slice(0, 400))
			.filter((line) => line !== '')
			.slice(-count);
	} catch {
		return [];
	}
}

/**
 * Copies a log that grew too long aside and empties it. The process writes on undisturbed, because it appends;
 * a few lines written between the copy and the cut may be lost.
 */
export function keepLogShort(file: string, limit: number = logLimitBytes): void {
	try {
		if (statSync(file).size <= limit) return;
		writeFileSync(`${file}.1`, readTail(file, 0, limit), { mode: 0o600 });
		truncateSync(file, 0);
	} catch {
		// A log that cannot be cut must not disturb the traffic.
	}
}

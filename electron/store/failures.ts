/** What SQLite says, in the words of the control room. */
import { type Failure, fail } from '../../shared/domain/result.ts';

/** Primary result codes, https://www.sqlite.org/rescode.html */
export const sqliteCodes = {
	busy: 5,
	locked: 6,
	readOnly: 8,
	corrupt: 11,
	full: 13,
	cannotOpen: 14,
	notADatabase: 26,
} as const;

/** The primary SQLite result code of an exception; null when it is not SQLite's. */
export function sqliteCode(error: unknown): number | null {
	if (!(error instanceof Error) || !('errcode' in error) || typeof error.errcode !== 'number') return null;
	// The low byte is the primary code, the rest says more about it.
	return error.errcode & 0xff;
}

/** The code of a failed system call, such as `EACCES`. */
export function systemCode(error: unknown): string | null {
	return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
}

/**
 * Turns an exception into a failure. `doing` completes "the control room could not ...":
 * "write to its journal", "read its history".
 */
export function storeFailure(error: unknown, file: string, doing: string): Failure {
	const code = sqliteCode(error);
	if (code === sqliteCodes.full || systemCode(error) === 'ENOSPC') {
		return fail(
			'store-full',
			`The disk is full, so the control room could not ${doing}. Nothing was changed; what is running keeps running.`,
			`Free space on the disk that holds ${file}, then do the same again.`,
			{ retryable: true, cause: error },
		);
	}
	if (code === sqliteCodes.corrupt || code === sqliteCodes.notADatabase) {
		return corruptFile(file, error);
	}
	if (code === sqliteCodes.busy || code === sqliteCodes.locked) {
		return fail(
			'store-failed',
			`Another program kept the journal locked, so the control room could not ${doing}. Nothing was changed.`,
			`Try again. If it stays so, close whatever else has ${file} open.`,
			{ retryable: true, cause: error },
		);
	}
	const notAllowed = [sqliteCodes.readOnly, sqliteCodes.cannotOpen].some((refused) => refused === code);
	if (notAllowed || ['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EEXIST'].includes(systemCode(error) ?? '')) {
		return fail(
			'store-failed',
			`The control room may not write where its journal is, so it could not ${doing}. Nothing was changed.`,
			`Make ${file} and its folder writable for the user that runs Signalbox, or choose another data folder.`,
			{ cause: error },
		);
	}
	const message = error instanceof Error ? error.message : String(error);
	return fail(
		'store-failed',
		`The control room could not ${doing}: ${message}. Nothing was changed.`,
		'Try again; if it stays so, look at the log and at the health of the disk.',
		{ retryable: true, cause: error },
	);
}

const keepAndSetAside =
	'Do not delete it: keep it as evidence. Set it aside (it is only renamed) or put a backup in its place, then start again; Signalbox then asks every target what is really so.';

/** The file as a whole is not a database of ours any more. */
export function corruptFile(file: string, cause?: unknown): Failure {
	return fail(
		'store-corrupt',
		`The journal ${file} is damaged and cannot be trusted, so nothing can be released from here until it is replaced.`,
		keepAndSetAside,
		{ details: { file }, cause },
	);
}

/** One entry of the journal does not fit. */
export function corruptEntry(seq: number, why: string): Failure {
	return fail(
		'store-corrupt',
		`The journal was damaged or changed: entry ${seq} is the first that does not fit, ${why}. The history cannot be trusted from there on.`,
		keepAndSetAside,
		{ details: { seq } },
	);
}

/** A projection cannot be read; the journal may be whole. */
export function corruptProjection(what: string): Failure {
	return fail(
		'store-corrupt',
		`The stored state of ${what} cannot be read. The journal that it was made from is kept.`,
		'Rebuild the state from the journal; if that fails too, set the file aside and start again.',
		{ details: { what } },
	);
}

/** What SQLite says about the file of facts, in words. Nothing of it ever stops a release or a rollback. */
import { type Failure, fail } from '../../../shared/domain/result.ts';
import { sqliteCode, sqliteCodes, systemCode } from '../failures.ts';

/** Turns an exception into a failure. `doing` completes "Signalbox could not ...": "read the delivery metrics". */
export function deliveryFailure(error: unknown, file: string, doing: string): Failure {
	const code = sqliteCode(error);
	if (code === sqliteCodes.full || systemCode(error) === 'ENOSPC') {
		return fail(
			'store-full',
			`The disk is full, so Signalbox could not ${doing}. Releases and rollbacks are not touched by it.`,
			`Free space on the disk that holds ${file}, then do the same again.`,
			{ retryable: true, cause: error },
		);
	}
	if (code === sqliteCodes.corrupt || code === sqliteCodes.notADatabase) return damagedFile(file, error);
	const message = error instanceof Error ? error.message : String(error);
	return fail(
		'store-failed',
		`Signalbox could not ${doing}: ${message}. Releases and rollbacks are not touched by it.`,
		'Try again; if it stays so, look at the log, at the rights of the data folder and at the health of the disk.',
		{ retryable: true, cause: error },
	);
}

/** The file of facts is no database of ours any more. */
export function damagedFile(file: string, cause?: unknown): Failure {
	return fail(
		'store-corrupt',
		`The file of delivery facts, ${file}, is damaged, so its numbers cannot be shown. Releases and rollbacks do not need it.`,
		'Start Signalbox again: it then sets the file aside (it is only renamed) and asks every source anew.',
		{ details: { file }, cause },
	);
}

/** Another program's database lies there. */
export function foreignFile(file: string): Failure {
	return fail(
		'store-corrupt',
		`${file} is a database of another program, so Signalbox did not open it and nothing was changed.`,
		'Choose another data folder, or move this file away, and start again.',
		{ details: { file } },
	);
}

/** A later Signalbox has written it. */
export function newerFile(file: string, version: number): Failure {
	return fail(
		'store-newer',
		`${file} was written by a newer Signalbox (facts of version ${version}). This one did not open it and changed nothing.`,
		'Start the newer Signalbox, or choose another data folder for this one.',
		{ details: { file, version } },
	);
}

/** There is no such fact. */
export function unknownFact(ref: string): Failure {
	return fail(
		'not-found',
		`There is no fact ${ref} here.`,
		'It may have been forgotten with its source: load the page again.',
	);
}

/** The thread that keeps the facts ended by itself. */
export function workerEnded(why: string): Failure {
	return fail(
		'store-failed',
		`What keeps the delivery facts ended (${why}), so there was no answer. Releases and rollbacks are not touched by it.`,
		'Do the same again: it is started anew by the next question.',
		{ retryable: true },
	);
}

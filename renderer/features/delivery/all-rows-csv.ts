/** Puts the pieces of a long CSV together; with the first failure nothing is saved, because half a file would lie. */
import { fail, ok, type Result } from '../../../shared/domain/result.ts';

/** Pieces of half a megabyte: more than this is no file for a spreadsheet. */
const mostPieces = 400;

export async function allRowsCsv(
	fetch: (cursor: string | null) => Promise<Result<{ readonly text: string; readonly next: string | null }>>,
): Promise<Result<string>> {
	const pieces: string[] = [];
	let cursor: string | null = null;
	do {
		if (pieces.length === mostPieces) {
			return fail('too-large', 'There are too many rows for one file.', 'Choose fewer days or services.');
		}
		const result: Result<{ readonly text: string; readonly next: string | null }> = await fetch(cursor);
		if (!result.ok) return result;
		pieces.push(result.value.text);
		cursor = result.value.next;
	} while (cursor !== null);
	return ok(pieces.join(''));
}

/** Tells pages of lists from one another, so that a host that gives the same page again and again is found out. */
import { fail } from '../../../../shared/domain/result.ts';
import type { Failure } from '../../../../shared/domain/result.ts';
import { idOf } from './entry-id.ts';
import { isId } from './text.ts';

function shortId(entry: unknown): string {
	const id = idOf(entry) ?? '';
	return isId(id) ? id : '';
}

/** How many, the first and the last: short, because it is kept in cursors. */
export function pageKeyOf(entries: readonly unknown[]): string {
	return JSON.stringify([entries.length, shortId(entries[0]), shortId(entries.at(-1))]);
}

/** A list that does not go on. `what`: "its incidents". */
export function repeatsItself(label: string, what: string): Failure {
	return fail(
		'facts-rejected',
		`${label} gave the same part of ${what} twice and said that there is more, so the rest cannot be read. What was read so far is kept.`,
		'Check that the address in signalbox.yaml leads to the product itself and not to something in front of it that forgets the page that is asked for.',
	);
}

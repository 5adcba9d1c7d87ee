/** How a check tells what is wrong and what was expected through the schema library, whose messages are one text. */

const divider = '\n';

/** Joins what was found with what was expected; `readSaid` parts them again. */
export function said(message: string, expected: string | null = null): string {
	return expected === null ? `${message}${divider}` : `${message}${divider}${expected}`;
}

/** The two halves of a text made by `said`; null for the schema library's own words. */
export function readSaid(text: string): { readonly message: string; readonly expected: string | null } | null {
	const at = text.indexOf(divider);
	if (at < 0) return null;
	const expected = text.slice(at + divider.length);
	return { message: text.slice(0, at), expected: expected === '' ? null : expected };
}

/** Names a value of the file for a message; never shows long texts, and never what looks like a secret (see `redact`). */
export function shown(value: unknown): string {
	if (value === undefined) return 'nothing';
	if (value === null) return 'an empty value';
	if (Array.isArray(value)) return 'a list';
	if (typeof value === 'object') return 'a mapping';
	const text = typeof value === 'string' ? value : JSON.stringify(value);
	return text.length > 60 ? `a text of ${text.length} characters` : `"${text}"`;
}

/** Lists words for a sentence: "a, b or c". */
export function either(words: readonly string[]): string {
	return words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}

/** The known word nearest to a mistyped one; null when none is near enough to be meant. */
export function nearest(word: string, known: readonly string[]): string | null {
	const allowed = Math.max(1, Math.floor(word.length / 3));
	let best: { readonly word: string; readonly distance: number } | null = null;
	for (const candidate of known) {
		const distance = editDistance(word.toLowerCase(), candidate.toLowerCase());
		if (distance <= allowed && (best === null || distance < best.distance)) best = { word: candidate, distance };
	}
	return best?.word ?? null;
}

/** Levenshtein distance with neighbouring letters swapped counted once. */
function editDistance(left: string, right: string): number {
	if (Math.abs(left.length - right.length) > 8) return Number.POSITIVE_INFINITY;
	let before: number[] = [];
	let previous = Array.from({ length: right.length + 1 }, (_, index) => index);
	for (let row = 1; row <= left.length; row += 1) {
		const current = [row];
		for (let column = 1; column <= right.length; column += 1) {
			const same = left[row - 1] === right[column - 1];
			let cost = Math.min(
				(previous[column] ?? 0) + 1,
				(current[column - 1] ?? 0) + 1,
				(previous[column - 1] ?? 0) + (same ? 0 : 1),
			);
			const swapped = left[row - 1] === right[column - 2] && left[row - 2] === right[column - 1];
			if (swapped) cost = Math.min(cost, (before[column - 2] ?? 0) + 1);
			current.push(cost);
		}
		before = previous;
		previous = current;
	}
	return previous[right.length] ?? 0;
}

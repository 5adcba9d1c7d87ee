/** Small pieces of sentences that several rules need. */

/** First words that are no names: after a colon they are written small. */
const smallWords = new Set(
	'A All An Every It Its Neither No None Not Nothing Nobody One Only Some Somebody The There This'.split(' '),
);

/** Writes a sentence so that it can follow a colon: "No report came" becomes "no report came"; names stay as they are. */
export function afterColon(sentence: string): string {
	const [first = ''] = sentence.split(' ', 1);
	const text = smallWords.has(first) ? `${sentence.charAt(0).toLowerCase()}${sentence.slice(1)}` : sentence;
	return withoutFullStop(text);
}

/** Sentences on screen end without a full stop; those of tools often have one. */
export function withoutFullStop(text: string): string {
	return text.trim().replace(/\.$/, '');
}

/** `a`, `a and b`, `a, b and c`; past `most` the rest is counted. */
export function listed(names: readonly string[], joint: 'and' | 'or' = 'and', most = 4): string {
	const shown = names.length > most ? [...names.slice(0, most - 1), `${names.length - most + 1} more`] : [...names];
	const last = shown.pop() ?? '';
	return shown.length === 0 ? last : `${shown.join(', ')} ${joint} ${last}`;
}

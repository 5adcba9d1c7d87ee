/** Names put in order by how much of them a text holds. */

/** Those with the most words in common first; a name that stands in the text whole before all. Equal ones by name. */
export function byLikeness(names: readonly string[], text: string): readonly string[] {
	const words = wordsOf(text);
	const whole = words.join(' ');
	return names
		.map((name) => ({ name, likeness: likenessOf(name, words, whole) }))
		.sort((left, right) => right.likeness - left.likeness || (left.name < right.name ? -1 : 1))
		.map(({ name }) => name);
}

function likenessOf(name: string, words: readonly string[], whole: string): number {
	const own = wordsOf(name);
	if (own.length === 0) return 0;
	const shared = own.filter((word) => words.includes(word)).length / own.length;
	return ` ${whole} `.includes(` ${own.join(' ')} `) ? 1 + own.length : shared;
}

function wordsOf(text: string): readonly string[] {
	return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}

/** Words for a POSIX shell, for commands that a person pastes; Signalbox itself never runs a shell. */

/** Nothing in these is special to a shell. */
const plain = /^[A-Za-z0-9_./:@%+,=-]+$/;

/** One word as a shell reads it back unchanged. */
export function shellWord(word: string): string {
	return plain.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

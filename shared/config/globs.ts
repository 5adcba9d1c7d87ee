/** Which patterns of paths are accepted: only those that stay below the folder they are meant for. */
import { isAbsolutePath } from './paths.ts';

const mostCharacters = 500;

/** What is wrong with a pattern, as the end of a sentence that names it; null when it can be used. */
export function globFault(pattern: string): string | null {
	if (pattern.trim() === '') return 'is empty';
	if (pattern.length > mostCharacters) return 'is too long';
	if (/\p{Cc}/u.test(pattern)) return 'holds a control character';
	if (isAbsolutePath(pattern) || pattern.startsWith('~')) return 'is absolute';
	// Braces can hide the dots: {..,a}/b.
	if (/(^|[\\/{,(|])\.\.($|[\\/},)|])/.test(pattern)) return 'leads out of the folder with ..';
	if (pattern.includes('\\')) return 'has a backslash; paths are written with / on every system';
	if (pattern.startsWith('!')) return 'means everything else; name what is meant';
	return isBalanced(pattern) ? null : 'has a bracket that is not closed';
}

const closing: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };

function isBalanced(pattern: string): boolean {
	const open: string[] = [];
	for (const letter of pattern) {
		const closes = closing[letter];
		// Within square brackets a bracket is a letter like others.
		if (open.at(-1) === ']' && letter !== ']') continue;
		if (closes !== undefined) open.push(closes);
		else if (')]}'.includes(letter) && open.pop() !== letter) return false;
	}
	return open.length === 0;
}

/** What is wrong with a folder or file that must lie below the checkout; null when it can be used. */
export function insideFault(path: string): string | null {
	if (isAbsolutePath(path) || path.startsWith('~')) return 'is absolute';
	if (/(^|[\\/])\.\.($|[\\/])/.test(path)) return 'leads out of the checkout with ..';
	return /\p{Cc}/u.test(path) ? 'holds a control character' : null;
}

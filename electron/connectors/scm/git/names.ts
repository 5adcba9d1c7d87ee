/** Names that come from configuration, hosts and people, checked before git sees them. */
import { isAbsolute } from 'node:path';

/** A commit is named by its hash, or by an unmistakable beginning of it. */
export function isCommitName(name: string): boolean {
	return /^[0-9a-f]{7,64}$/.test(name);
}

/** As git-check-ref-format(1) has it, and nothing that a command line could take for an option. */
export function isBranchName(name: string): boolean {
	if (name === '' || name.length > 250 || /^[-/.]|\/$|\.$|\.lock$|@\{|\.\.|\/\/|\/\./.test(name)) return false;
	return !hasControlCharacter(name) && !/[ ~^:?*[\\]/.test(name);
}

/** A file below the root of the repository, with `/` between its parts. */
export function isFilePath(path: string): boolean {
	if (path === '' || path.startsWith('-') || path.includes('\\') || hasControlCharacter(path)) return false;
	return path.split('/').every((part) => part !== '' && part !== '.' && part !== '..');
}

/** A glob of paths; what it means is told by `pathspec`. */
export function isPathGlob(glob: string): boolean {
	return glob !== '' && !hasControlCharacter(glob) && !glob.split('/').includes('..');
}

/** Makes git take a glob as one, from the root of the repository. `shop/` and `shop` mean everything below. */
export function pathspec(glob: string): readonly string[] {
	const trimmed = glob.replace(/^\.?\/+/, '').replace(/\/+$/, '');
	if (trimmed === '' || trimmed === '.') return [':(top)'];
	return /[*?[]/.test(trimmed) ? [`:(top,glob)${trimmed}`] : [`:(top,literal)${trimmed}`];
}

export type Transport = 'https' | 'ssh' | 'file';

/** How an address is reached; null for what is not allowed (plain http, git://, ext:: and other helpers, options). */
export function transportOf(url: string): Transport | null {
	if (url === '' || url.startsWith('-') || hasControlCharacter(url) || url.includes('::')) return null;
	if (isAbsolute(url)) return 'file';
	const scheme = /^([a-z][a-z0-9+.-]*):\/\/(.*)$/i.exec(url);
	if (scheme === null) return /^[\w.-]+@[\w.-]+:(?!-)[^:]+$/.test(url) ? 'ssh' : null;
	const name = (scheme[1] ?? '').toLowerCase();
	// ssh takes a host that begins with `-` for an option.
	if (/^([^@/]*@)?-/.test(scheme[2] ?? '')) return null;
	return name === 'https' || name === 'ssh' || name === 'file' ? name : null;
}

/** True when the address itself holds a password or token, which every list of processes would show. */
export function holdsPassword(url: string): boolean {
	const user = /^[a-z]+:\/\/([^@/]*)@/i.exec(url)?.[1];
	return user !== undefined && (user.includes(':') || (/^https:/i.test(url) && user.length >= 16));
}

function hasControlCharacter(text: string): boolean {
	return /\p{Cc}/u.test(text);
}

/** `repository:` of a service: a folder of this machine, or an address that git clones from. */
import { isAbsolutePath, resolvePath } from './paths.ts';
import type { RepositoryConfig } from './pipeline-model.ts';

/** `user@host:path`, as git writes ssh for short. A host cannot begin with a hyphen, which ssh would read as an option. */
const shortSsh = /^[A-Za-z0-9_][\w.-]*@[A-Za-z0-9[][\w.:[\]-]*?:(?!\/\/)[^\s-]\S*$/;
const schemes = /^(https?:\/\/|ssh:\/\/([A-Za-z0-9_][\w.-]*@)?)[A-Za-z0-9[][^\s]*$/i;

/** Null where it is neither: an address of a kind that git would hand to another program, such as `ext::`. */
export function readRepository(written: string, folder: string): RepositoryConfig | null {
	const text = written.trim();
	if (schemes.test(text) || shortSsh.test(text)) return { kind: 'address', url: text };
	const looksLikeAddress = /^[A-Za-z][A-Za-z0-9+.-]+:(:|\/\/)|@[^/]*:/.test(text) && !isAbsolutePath(text);
	const isUnusable = text === '' || /\p{Cc}/u.test(text) || text.startsWith('~');
	return looksLikeAddress || isUnusable ? null : { kind: 'folder', path: resolvePath(folder, text) };
}

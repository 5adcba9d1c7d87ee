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

/**
 * The one name of a repository, however its address is written: `github.com/acme/shop` for https, ssh and short ssh, with or
 * without `.git`, name, port or capital letters. A folder is named by its path. Commits and changes are kept under this name.
 */
export function repositoryName(repository: RepositoryConfig): string {
	if (repository.kind === 'folder') return repository.path.replace(/(?<=.)[\\/]+$/, '');
	const url = repository.url.trim();
	const short = shortSsh.test(url) ? /^[^@]*@([^:]+|\[[^\]]*\]):(.*)$/.exec(url) : null;
	const parsed = short === null ? URL.parse(url) : null;
	const host = short?.[1] ?? parsed?.hostname ?? '';
	const path = (short?.[2] ?? parsed?.pathname ?? url).replace(/^\/+|\/+$/g, '').replace(/\.git$/i, '');
	return (host === '' ? path : `${host}/${path}`).toLowerCase();
}

/** The same for a repository at a host's API: `https://api.github.com` and `https://HOST/api/v3` are asked for `acme/shop`. */
export function hostedRepositoryName(api: string, path: string): string {
	const url = URL.parse(api);
	const host = url?.hostname.replace(/^api\./, '') ?? '';
	const below = (url?.pathname ?? '').replace(/\/api\/v3\/*$/, '').replace(/\/+$/, '');
	return `${host}${below}/${path}`.toLowerCase();
}

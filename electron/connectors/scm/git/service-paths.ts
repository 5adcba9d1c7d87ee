/** Which services of a repository a changed file belongs to. */
import picomatch from 'picomatch';

/** A service that names paths of its repository. */
export interface ServicePaths {
	readonly name: string;
	/** As `pathspec` has them: `shop` and `shop/` mean everything below; anything with a wildcard is a glob from the root. */
	readonly paths: readonly string[];
}

export interface PathOwners {
	/** Notes a changed file, with `/` between its parts. */
	see(path: string): void;
	/** Names of the services whose files were seen, in their order; forgets them. */
	take(): readonly string[];
}

export function createPathOwners(services: readonly ServicePaths[]): PathOwners {
	const owners = services.map(({ name, paths }) => ({ name, fits: matcherOf(paths) }));
	let seen = new Set<string>();
	return {
		see(path) {
			if (seen.size === owners.length) return;
			for (const { name, fits } of owners) if (!seen.has(name) && fits(path)) seen.add(name);
		},
		take() {
			const names = owners.map(({ name }) => name).filter((name) => seen.has(name));
			seen = new Set();
			return names;
		},
	};
}

function matcherOf(paths: readonly string[]): (path: string) => boolean {
	const fits = paths.map(matcher);
	return (path) => fits.some((each) => each(path));
}

function matcher(written: string): (path: string) => boolean {
	const trimmed = written.replace(/^\.?\/+/, '').replace(/\/+$/, '');
	if (trimmed === '' || trimmed === '.') return () => true;
	if (/[*?[\]{}()]/.test(trimmed)) return picomatch(trimmed, { dot: true, nonegate: true, windows: false });
	return (path) => path === trimmed || path.startsWith(`${trimmed}/`);
}

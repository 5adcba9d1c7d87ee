/** Where reports lie: a folder or a zip, seen the same way. */
import picomatch from 'picomatch';
import type { Bytes } from '../bytes.ts';

export interface ReportFile {
	/** Path below the folder or within the archive, with slashes. */
	readonly path: string;
	/** Can be read once. Reading throws a `Refusal` where the file breaks a limit. */
	open(): Bytes;
}

export interface ReportFiles {
	/** Files that fit the glob, sorted by path. Throws a `Refusal` when there are too many. */
	find(glob: string): readonly ReportFile[];
	/** Some paths that are there, to say so when nothing fits. */
	readonly some: readonly string[];
	close(): Promise<void>;
}

/** Paths named in a message. */
export const pathsNamed = 5;

/** As people write globs: `**` for any folders, files with a dot in front included, `./` without a meaning. */
export function createMatcher(glob: string): (path: string) => boolean {
	const fits = picomatch(glob.replace(/^(?:\.?\/)+/u, ''), { dot: true });
	// A second argument, such as the index that `filter` passes, would change what it answers.
	return (path) => fits(path);
}

/** The same on every machine, whatever its language. */
export function byPath(one: { readonly path: string }, other: { readonly path: string }): number {
	return one.path < other.path ? -1 : one.path > other.path ? 1 : 0;
}

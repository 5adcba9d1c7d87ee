/**
 * Which job a pattern of the configuration means. Hosts call jobs `unit (node 20)`, `test: [2/3]` or `build / unit`: these are
 * names and no paths, so `*` takes slashes along and brackets round a matrix are plain text.
 */
import picomatch from 'picomatch';

/** Stands in for the slash, which picomatch would take for a folder. */
const slash = '\u2215';

function asGlob(pattern: string): string {
	return pattern.replaceAll('/', slash).replace(/(?<!\\)([()])/g, '\\$1');
}

/** Makes a test for any of the patterns. A name that is written out in full always matches itself. */
export function jobNameMatcher(patterns: readonly string[]): (name: string) => boolean {
	const isGlobMatch = patterns
		.filter((pattern) => pattern !== '')
		.map((pattern) => picomatch(asGlob(pattern), { dot: true, nonegate: true, noextglob: true, windows: false }));
	return (name) => patterns.includes(name) || isGlobMatch.some((matches) => matches(name.replaceAll('/', slash)));
}

export function matchesJobName(pattern: string, name: string): boolean {
	return jobNameMatcher([pattern])(name);
}

/** Which level of the pyramid a test is of: JUnit does not say, so rules over files, sources and names do. */
import picomatch from 'picomatch';
import type { LevelRule, TestLevel } from './model.ts';

export interface LevelSubject {
	readonly test: string;
	readonly file: string | null;
	/** Name of the evidence source that its report was found by. */
	readonly group: string;
}

const globOptions = { dot: true, nonegate: true, windows: false } as const;

/**
 * Makes the classifier of a set of rules: the first rule that fits in file, group or name; null: unclassified. Backslashes in
 * files (reports written on Windows) are slashes. Rules are checked once, so that many tests cost little.
 */
export function createLevels(rules: readonly LevelRule[]): (subject: LevelSubject) => TestLevel | null {
	const checks = rules.map((rule) => ({
		level: rule.level,
		groups: new Set(rule.groups),
		isFile: anyOf(rule.files),
		isName: anyOf(rule.names.map(asGlob)),
	}));
	return ({ test, file, group }) => {
		const path = file?.replaceAll('\\', '/').replace(/^(\.?\/)+/, '') ?? null;
		const name = asGlob(test);
		const fits = checks.find(
			(check) => (path !== null && check.isFile(path)) || check.groups.has(group) || check.isName(name),
		);
		return fits?.level ?? null;
	};
}

function anyOf(globs: readonly string[]): (text: string) => boolean {
	const checks = globs.map((glob) => picomatch(glob, globOptions));
	return (text) => text !== '' && checks.some((check) => check(text));
}

/** A test's name is no path: a slash in it divides nothing, so it is swapped for a character that no name has. */
function asGlob(text: string): string {
	return text.replaceAll('/', '\u2215');
}

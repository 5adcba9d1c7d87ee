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
		const paths = pathsOf(file);
		const name = asGlob(test);
		const fits = checks.find((check) => paths.some(check.isFile) || check.groups.has(group) || check.isName(name));
		return fits?.level ?? null;
	};
}

/**
 * The paths that a file or class may stand for. pytest and Java name modules and classes (`tests.test_price.TestVat`,
 * `shop.PriceTest`): rules over files are meant for them as well.
 */
function pathsOf(file: string | null): readonly string[] {
	if (file === null) return [];
	const path = file.replaceAll('\\', '/').replace(/^(\.?\/)+/, '');
	if (path.includes('/') || !/^[\w$]+(\.[\w$]+)+$/.test(path)) return [path];
	const parts = path.split('.');
	const whole = parts.join('/');
	return [path, `${whole}.java`, `${whole}.kt`, `${whole}.py`, `${parts.slice(0, -1).join('/')}.py`];
}

function anyOf(globs: readonly string[]): (text: string) => boolean {
	const checks = globs.map((glob) => picomatch(glob, globOptions));
	return (text) => text !== '' && checks.some((check) => check(text));
}

/** A test's name is no path: a slash in it divides nothing, so it is swapped for a character that no name has. */
function asGlob(text: string): string {
	return text.replaceAll('/', '\u2215');
}

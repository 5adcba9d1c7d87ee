/** What a test is called across runs: `<suite> > <name>`, as its JUnit report has them. `docs/quarantine.md` tells it to people. */
import { createHash } from 'node:crypto';
import type { Attributes } from '../xml/read-xml.ts';

/** Characters that are kept of a test's name. Longer ones end in a hash, so that two of them are never taken for one. */
export const longestTestName = 1_000;

const divider = ' > ';

/**
 * The class where the report names one that says something (pytest calls every suite "pytest", Node every class "test", jest-junit
 * repeats the name), else the suites around the case, else the file without its folders.
 */
export function testNameOf(attributes: Attributes, suites: readonly (string | null)[], file: string | null): string {
	const name = oneLine(attributes['name']) ?? '(no name)';
	return bounded([classOf(attributes) ?? around(suites) ?? fileName(file), name].filter(isThere).join(divider));
}

/** The class of a case, for rules over classes; null where it says nothing. */
export function classOf(attributes: Attributes): string | null {
	const className = oneLine(attributes['classname']);
	return className === null || className === 'test' || className === oneLine(attributes['name'])
		? null
		: bounded(className);
}

function around(suites: readonly (string | null)[]): string | null {
	return suites.filter(isThere).join(divider) || null;
}

function fileName(file: string | null): string | null {
	return file?.split(/[/\\]/u).at(-1) ?? null;
}

function isThere(text: string | null): text is string {
	return text !== null;
}

function oneLine(text: string | undefined): string | null {
	return text?.replace(/\s+/gu, ' ').trim() || null;
}

function bounded(text: string): string {
	if (text.length <= longestTestName) return text;
	const hash = createHash('sha256').update(text).digest('hex').slice(0, 12);
	return `${text.slice(0, longestTestName - 14).replace(/[\uD800-\uDBFF]$/u, '')}… ${hash}`;
}

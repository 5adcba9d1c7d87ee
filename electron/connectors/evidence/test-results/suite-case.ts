/** Cases that are no tests: tools write what broke outside of any test as one. */
import type { Attributes } from '../xml/read-xml.ts';

/** Classes under which jest-junit and Vitest write what did not load, and errors outside of tests. */
const classes = new Set(['Test suite failed to run', 'vitest unhandled errors']);

/**
 * Whether a case stands for a file or module that did not load, or for an error outside of tests: pytest leaves its class empty,
 * Vitest names it as its file. Nobody puts such a thing into quarantine, and it is not seen to pass by that name.
 */
export function standsForSuite({ classname, name }: Attributes, tool: string | null): boolean {
	if (classname !== undefined && classes.has(classname)) return true;
	return (tool === 'pytest' && classname === '') || (tool === 'Vitest' && classname === name);
}

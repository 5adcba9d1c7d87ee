/** Cases that are no tests: tools write what broke outside of any test as one. */
import type { Attributes } from '../xml/read-xml.ts';

/** Classes under which jest-junit and Vitest write what did not load, and errors outside of tests. */
const classes = new Set(['Test suite failed to run', 'vitest unhandled errors']);

/** Of one file; more suites than anybody writes into it. */
const mostSuites = 10_000;
const longestName = 1_000;

/**
 * Tells cases that stand for a file or module that did not load, for a suite whose hook failed, or for an error outside of tests:
 * pytest leaves their class empty; Vitest names a file as itself, and a suite after all of its tests. Nobody puts such a thing
 * into quarantine, and it is not seen to pass by that name.
 */
export function createSuiteCases() {
	/** Suites that tests of the file stood in: `outer > inner`. */
	const around = new Set<string>();

	function keep(name: string): void {
		if (name.length > longestName) return;
		for (let at = name.indexOf(' > '); at > 0 && around.size < mostSuites; at = name.indexOf(' > ', at + 1)) {
			around.add(name.slice(0, at));
		}
	}

	return {
		/** A suite of the report, and with Vitest another file, begins. */
		next: () => around.clear(),
		/** `tool` as the report says it. */
		isOne({ classname, name }: Attributes, tool: string | null): boolean {
			if (classname !== undefined && classes.has(classname)) return true;
			if (tool !== 'Vitest') return tool === 'pytest' && classname === '';
			keep(name ?? '');
			return name === classname || around.has(name ?? '');
		},
	};
}

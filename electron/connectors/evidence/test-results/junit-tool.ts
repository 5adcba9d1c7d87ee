/** Which tool wrote a JUnit report, as far as it gives itself away. */
import { cut } from '../limits.ts';
import type { Attributes } from '../xml/read-xml.ts';

const bySuites: Readonly<Record<string, string>> = {
	'vitest tests': 'Vitest',
	'jest tests': 'Jest',
	'pytest tests': 'pytest',
};

/** Node's own test runner. */
export const nodeRunner = 'Node';

/** Gathers hints element by element; `depth` is 1 for the root. */
export function toolOfJunit() {
	let name: string | null = null;
	let isBare = false;
	let sureFire: string | null = null;
	return {
		see(element: string, attributes: Attributes, depth: number): void {
			if (depth === 1) isBare = element === 'testsuites' && Object.keys(attributes).length === 0;
			if (depth === 2 && isBare && isOfNode(element, attributes)) name ??= nodeRunner;
			if (element === 'testsuites') name ??= bySuites[attributes['name'] ?? ''] ?? null;
			if (element === 'testsuite') {
				if (attributes['name'] === 'pytest') name ??= 'pytest';
				if (attributes['xsi:noNamespaceSchemaLocation']?.includes('surefire') === true) sureFire ??= 'Maven Surefire';
			}
			if (element !== 'property') return;
			const value = cut(attributes['value']);
			if (value === null) return;
			if (attributes['name'] === 'go.version')
				name ??= value.startsWith('go') ? value.replace(/^go ?(version )?(go)?/u, 'go ') : `go ${value}`;
			if (attributes['name'] === 'surefire.real.class.path' || attributes['name'] === 'surefire.test.class.path') {
				sureFire ??= 'Maven Surefire';
			}
		},
		name: (): string | null => name ?? sureFire,
	};
}

/** It says nothing of itself, writes tests outside of suites as of the class "test", and suites with these two together. */
function isOfNode(element: string, attributes: Attributes): boolean {
	if (element === 'testcase') return attributes['classname'] === 'test';
	return element === 'testsuite' && attributes['disabled'] !== undefined && attributes['hostname'] !== undefined;
}

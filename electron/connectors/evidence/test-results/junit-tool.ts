/** Which tool wrote a JUnit report, as far as it gives itself away. */
import { cut } from '../limits.ts';
import type { Attributes } from '../xml/read-xml.ts';

const bySuites: Readonly<Record<string, string>> = {
	'vitest tests': 'Vitest',
	'jest tests': 'Jest',
	'pytest tests': 'pytest',
};

/** Gathers hints element by element. */
export function toolOfJunit() {
	let name: string | null = null;
	let sureFire: string | null = null;
	return {
		see(element: string, attributes: Attributes): void {
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

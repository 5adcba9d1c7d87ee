import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { fullConfig } from './fixture.ts';
import { formatIssue } from './issues.ts';
import { parseConfig } from './parse.ts';
import { isAbsolutePath, resolvePath } from './paths.ts';

const yamlish = fc.array(
	fc.constantFrom(
		'version',
		':',
		' ',
		'\n',
		'  ',
		'- ',
		'[',
		']',
		'{',
		'}',
		'&a',
		'*a',
		'<<',
		'"',
		"'",
		'#',
		'|',
		'>',
		'!!x',
		'\t',
		'1',
		'services',
		'---',
		'%',
		'?',
		'~',
		'__proto__',
		'constructor',
	),
	{ maxLength: 60 },
);

function expectSound(source: string): void {
	const { config, issues } = parseConfig(source, 'signalbox.yaml');
	const errors = issues.filter(({ severity }) => severity === 'error');
	expect(config === null).toBe(errors.length > 0);
	const lines = source.split('\n').length;
	for (const issue of issues) {
		expect(issue.line).toBeGreaterThanOrEqual(1);
		expect(issue.line).toBeLessThanOrEqual(lines);
		expect(issue.column).toBeGreaterThanOrEqual(1);
		expect(issue.message).not.toBe('');
		expect(formatIssue(issue)).not.toMatch(/undefined|\[object|Invalid input/);
	}
}

describe('whatever the text is, there is a configuration or an error with a place', () => {
	test.prop([fc.string({ maxLength: 300, unit: 'binary' })])('arbitrary text', expectSound);
	test.prop([yamlish.map((parts) => parts.join(''))], { numRuns: 300 })('pieces of YAML', expectSound);
	test.prop(
		[
			fc.nat(fullConfig.length),
			fc.nat(40),
			fc.oneof(
				fc.string({ maxLength: 8 }),
				yamlish.map((parts) => parts.slice(0, 4).join('')),
			),
		],
		{
			numRuns: 300,
		},
	)('a good file with one piece replaced', (at, length, piece) => {
		expectSound(fullConfig.slice(0, at) + piece + fullConfig.slice(at + length));
	});
	test.prop([fc.nat(49), fc.nat(49)])('a good file with two lines swapped', (first, second) => {
		const lines = fullConfig.split('\n');
		[lines[first], lines[second]] = [lines[second] ?? '', lines[first] ?? ''];
		expectSound(lines.join('\n'));
	});
	test.prop([fc.json()])('any JSON', expectSound);
});

describe('paths', () => {
	test.prop([fc.array(fc.constantFrom('a', 'b', '..', '.', ''), { maxLength: 8 })])('never leave the root', (parts) => {
		expect(resolvePath('/srv/shop', `./${parts.join('/')}`)).not.toMatch(/\.\.|\/\/|.\/$/);
		expect(isAbsolutePath(resolvePath('C:\\shop', parts.filter(Boolean).join('\\')))).toBe(true);
	});
});

import { fc, test } from '@fast-check/vitest';
import { expect, it } from 'vitest';
import { matchesJobName } from './job-names.ts';

it.each([
	['unit*', 'unit (node 20)', true],
	['unit*', 'unit (node 20, os/linux)', true],
	['unit (*)', 'unit (node 20)', true],
	['unit (node *)', 'unit (node 20)', true],
	['unit (node *)', 'unit (deno 2)', false],
	['unit', 'unit (node 20)', false],
	['build / *', 'build / unit / fast', true],
	['*unit*', 'caller / unit (a)', true],
	['test: [2/3]', 'test: [2/3]', true],
	['test: *', 'test: [2/3]', true],
	['a?b', 'a/b', true],
	['{lint,types}*', 'types (strict)', true],
	['*', 'anything / at all', true],
	['**', 'anything / at all', true],
	['!lint', 'unit', false],
	['!lint', '!lint', true],
	['Unit', 'unit', false],
	['*', '.hidden', true],
	['', '', true],
	['', 'unit', false],
])('%j and the job %j: %s', (pattern, name, expected) => {
	expect(matchesJobName(pattern, name)).toBe(expected);
});

test.prop([fc.string()])('every name matches itself', (name) => {
	expect(matchesJobName(name, name)).toBe(true);
});

test.prop([fc.stringMatching(/^[a-z]{1,8}$/), fc.string({ unit: 'grapheme-ascii' })])(
	'a beginning with a star matches whatever follows on the line',
	(start, rest) => {
		expect(matchesJobName(`${start}*`, `${start}${rest}`)).toBe(true);
	},
);

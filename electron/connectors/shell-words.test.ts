import { execFileSync } from 'node:child_process';
import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { shellWord } from './shell-words.ts';

it.each([
	['/run/haproxy/admin.sock', '/run/haproxy/admin.sock'],
	['/data/my room/control.sock', "'/data/my room/control.sock'"],
	["it's", "'it'\\''s'"],
	['', "''"],
	['$(reboot)', "'$(reboot)'"],
])('%j is written %s', (word, written) => {
	expect(shellWord(word)).toBe(written);
});

describe.skipIf(process.platform === 'win32')('read back by sh', () => {
	test.prop([fc.string({ unit: 'binary' }).filter((word) => !word.includes('\0'))], { numRuns: 25 })(
		'every word stays what it is',
		(word) => {
			const wellFormed = word.toWellFormed();
			const said = execFileSync('sh', ['-c', `printf %s ${shellWord(wellFormed)}`], { encoding: 'utf8' });
			expect(said).toBe(wellFormed);
		},
	);
});

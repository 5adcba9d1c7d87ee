import { expect, test } from 'vitest';
import { tamperWith } from './tamper-with.ts';

test('one bit changes, within a comment, and the code stays what it was', () => {
	const archive = Buffer.from('header let a = 1;\n// electron/main.ts\na += 1;');
	const changed = tamperWith(archive);
	expect(changed.toString()).toBe('header let a = 1;\n// Electron/main.ts\na += 1;');
	expect(archive.toString()).toContain('// electron');
});

test('an archive without such a comment is refused', () => {
	expect(() => tamperWith(Buffer.from('a += 1;'))).toThrow(/no comment/);
});

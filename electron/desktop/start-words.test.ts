import { expect, test } from 'vitest';
import { parseHostArguments } from '../host/arguments.ts';
import { ownWords } from './start-words.ts';

test.each([
	['the installer on Windows', ['--updated']],
	['a desktop entry', ['--ozone-platform=wayland', '--password-store=gnome-libsecret', '--disable-gpu']],
])('what %s adds does not keep the app from starting', (_, words) => {
	expect(parseHostArguments(words).ok).toBe(false);
	expect(parseHostArguments(ownWords([...words, '--read-only']))).toMatchObject({
		ok: true,
		value: { readOnly: true },
	});
});

test('a start without protection is refused', () => {
	const { ok } = parseHostArguments(ownWords(['--no-sandbox']));
	expect(ok).toBe(false);
});

test('what is ours or unknown stays', () => {
	expect(ownWords(['--data=/x', '--smaple'])).toEqual(['--data=/x', '--smaple']);
});

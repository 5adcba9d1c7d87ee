import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { quietLogger } from '../../testing/real-world.ts';
import { createPassphraseCipher } from './passphrase-cipher.ts';
import { openWithPassphraseFile } from './passphrase-file.ts';
import { openSecretDesk } from './secret-desk.ts';

let folder: string;
beforeEach(() => {
	folder = mkdtempSync(path.join(tmpdir(), 'signalbox-passphrase-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const cheap = { n: 2, r: 1, p: 1 };
const openDesk = () =>
	openSecretDesk({
		file: path.join(folder, 'secrets.json'),
		cipher: createPassphraseCipher({ now: () => 0, cost: cheap }),
		now: () => 0,
		logger: quietLogger,
		note: () => {},
	});
const facts = (file: string) => ({ platform: process.platform, env: { SIGNALBOX_SECRETS_PASSPHRASE_FILE: file } });

test('a file with the passphrase chooses it the first time and opens with it the next', async () => {
	const file = path.join(folder, 'passphrase');
	writeFileSync(file, 'correct horse battery\n', { mode: 0o600 });
	const first = await openDesk();
	await openWithPassphraseFile(first, facts(file), quietLogger);
	expect(first.view().state).toBe('open');
	await first.set('prom', 's3cret');
	const next = await openDesk();
	expect(next.view().state).toBe('locked');
	await openWithPassphraseFile(next, facts(file), quietLogger);
	expect(await next.read('prom')).toEqual({ ok: true, value: 's3cret' });
});

test.skipIf(process.platform === 'win32').each([
	['that others may read', 'correct horse battery', 0o644, 'forbidden'],
	['that is too short', 'otter', 0o600, 'invalid-input'],
	['that is empty', '', 0o600, 'secret-missing'],
])('a file %s opens nothing, and that is logged without it', async (_, text, mode, code) => {
	const file = path.join(folder, 'passphrase');
	writeFileSync(file, text, { mode });
	const logged: unknown[] = [];
	const desk = await openDesk();
	const warn = (fields: object) => void logged.push(fields);
	await openWithPassphraseFile(desk, facts(file), { warn, info: warn });
	expect(desk.view().state).toBe('new');
	expect(logged).toMatchObject([{ problem: { code } }]);
	if (text !== '') expect(JSON.stringify(logged)).not.toContain(text);
});

test('without the variable nothing is done', async () => {
	const desk = await openDesk();
	await openWithPassphraseFile(desk, facts(''), quietLogger);
	expect(desk.view().state).toBe('new');
});

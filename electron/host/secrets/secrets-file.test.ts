import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { noSecrets, readSecretsFile, withPart, writeSecretsFile } from './secrets-file.ts';

const share = vi.hoisted(() => ({ folder: '' }));
vi.mock('node:fs/promises', async (original) => {
	const real = await original<typeof import('node:fs/promises')>();
	return {
		...real,
		open: (...words: Parameters<typeof real.open>) =>
			words[0] === share.folder ? Promise.reject(new Error('EINVAL')) : real.open(...words),
	};
});

beforeEach(() => {
	share.folder = mkdtempSync(path.join(tmpdir(), 'signalbox-secrets-'));
});
afterEach(() => rmSync(share.folder, { recursive: true, force: true }));

test('a share that syncs no folders does not make a written file a failure', async () => {
	const file = path.join(share.folder, 'secrets.json');
	const content = withPart(noSecrets, 'system', { kept: null, entries: { token: { setAt: 1, sealed: 'c2VhbGVk' } } });
	await writeSecretsFile(file, content);
	expect(await readSecretsFile(file)).toEqual({ content, problem: null, mayWrite: true });
	expect(readdirSync(share.folder)).toEqual(['secrets.json']);
});

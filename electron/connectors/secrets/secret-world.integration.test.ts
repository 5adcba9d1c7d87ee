import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSecretResolver, noSecretsKept } from './secret-resolver.ts';
import { createSecretWorld } from './secret-world.ts';

describe.skipIf(process.platform === 'win32')('secrets on this machine (needs POSIX file modes)', () => {
	const world = createSecretWorld({ platform: process.platform, env: {}, readKept: noSecretsKept });
	const resolve = createSecretResolver(world);
	let folder = '';
	beforeAll(async () => {
		folder = await mkdtemp(join(tmpdir(), 'signalbox-secrets-'));
	});
	afterAll(() => rm(folder, { recursive: true }));

	it('reads a private file, and refuses it once others may read it', async () => {
		const path = join(folder, 'token');
		await writeFile(path, 'hunter2\n', { mode: 0o600 });
		expect(await resolve({ from: 'file', path })).toEqual({ ok: true, value: 'hunter2' });
		await chmod(path, 0o644);
		expect(await resolve({ from: 'file', path })).toMatchObject({ ok: false, problem: { code: 'forbidden' } });
	});

	it.each(['missing', 'missing/below'])('names the missing file %s', async (name) => {
		const result = await resolve({ from: 'file', path: join(folder, name) });
		expect(result).toMatchObject({ ok: false, problem: { code: 'secret-missing' } });
	});

	it('does not read a folder, nor a file too long for a secret', async () => {
		const path = join(folder, 'long');
		await writeFile(path, 'x'.repeat(70_000), { mode: 0o600 });
		await chmod(folder, 0o700);
		for (const wrong of [path, folder]) {
			expect(await resolve({ from: 'file', path: wrong })).toMatchObject({
				ok: false,
				problem: { code: 'secret-missing' },
			});
		}
	});

	it('runs programs without a shell, and tells a missing one from a failing one', async () => {
		expect(await world.exec('printf', ['%s\n', '$HOME'])).toEqual({ exitCode: 0, stdout: '$HOME\n' });
		expect(await world.exec('false', [])).toMatchObject({ exitCode: 1 });
		expect(await world.exec('signalbox-no-such-program', [])).toBeNull();
	});
});

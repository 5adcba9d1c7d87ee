import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { allowedEnvironment, createExec, lastLines } from './exec.ts';

const exec = createExec({ ...process.env, SIGNALBOX_TOKEN: 'canary-secret' });
const run = (code: string, more: { args?: string[]; timeoutMs?: number; signal?: AbortSignal } = {}) =>
	exec({
		file: process.execPath,
		args: ['-e', code, '--', ...(more.args ?? [])],
		cwd: process.cwd(),
		env: { CONFIGURED: 'yes' },
		timeoutMs: more.timeoutMs ?? 10_000,
		signal: more.signal,
	});

describe('exec', () => {
	test('hands arguments over as they are, without a shell', async () => {
		const hostile = ['$(id); echo `id` "x" \'y\' && true', '', '*'];
		const outcome = await run('process.stdout.write(JSON.stringify(process.argv.slice(1)))', { args: hostile });
		expect(outcome).toMatchObject({ kind: 'exited', exitCode: 0, stdout: JSON.stringify(hostile) });
	});

	test('tells the exit code and both outputs', async () => {
		const outcome = await run('console.log("out"); console.error("err"); process.exitCode = 3');
		expect(outcome).toEqual({ kind: 'exited', exitCode: 3, stdout: 'out\n', stderr: 'err\n' });
	});

	test('passes the configured variables and no secrets of ours', async () => {
		const outcome = await run('console.log(JSON.stringify(process.env))');
		const seen = outcome.kind === 'exited' ? outcome.stdout : '';
		expect(seen).toContain('"CONFIGURED":"yes"');
		expect(seen).toContain('"PATH"');
		expect(seen).not.toContain('canary-secret');
	});

	test('ends what takes too long, even when it does not listen', async () => {
		const started = performance.now();
		const outcome = await run('process.on("SIGTERM", () => {}); console.log("stuck"); setInterval(() => {}, 1000)', {
			timeoutMs: 300,
		});
		expect(outcome).toMatchObject({ kind: 'timed-out' });
		expect(performance.now() - started).toBeLessThan(5000);
	});

	test('ends when it is cancelled, before and during', async () => {
		expect(await run('', { signal: AbortSignal.abort() })).toEqual({ kind: 'cancelled' });
		expect(await run('setInterval(() => {}, 1000)', { signal: AbortSignal.timeout(100) })).toEqual({
			kind: 'cancelled',
		});
	});

	test('keeps the end of an endless output, without ending the program', async () => {
		const outcome = await run('process.stdout.write("x".repeat(500_000) + "the end")');
		const seen = outcome.kind === 'exited' ? outcome.stdout : '';
		expect(seen).toHaveLength(64 * 1024);
		expect(seen.endsWith('the end')).toBe(true);
	});

	test('does not wait for a daemon that holds the output open', async () => {
		const daemon = 'setTimeout(() => {}, 4000)';
		const started = performance.now();
		const outcome = await run(
			`require('node:child_process').spawn(process.execPath, ['-e', ${JSON.stringify(daemon)}], { stdio: 'inherit', detached: true }).unref(); console.log('left')`,
		);
		expect(outcome).toMatchObject({ kind: 'exited', exitCode: 0, stdout: 'left\n' });
		expect(performance.now() - started).toBeLessThan(3500);
	});

	test('says why a program could not be started', async () => {
		const outcome = await exec({
			file: './no-such-program',
			args: [],
			cwd: process.cwd(),
			env: {},
			timeoutMs: 1000,
		});
		expect(outcome).toMatchObject({ kind: 'not-started', reason: 'ENOENT' });
	});
});

describe.skipIf(process.platform === 'win32')('a program by its name', () => {
	const withTool = async (use: (folder: string) => Promise<void>) => {
		const folder = mkdtempSync(join(tmpdir(), 'signalbox-exec-'));
		try {
			writeFileSync(join(folder, 'sbx-tool'), '#!/bin/sh\necho "$0 $PATH"\n');
			chmodSync(join(folder, 'sbx-tool'), 0o700);
			await use(folder);
		} finally {
			rmSync(folder, { recursive: true, force: true });
		}
	};
	const asked = (folder: string) => ({ file: 'sbx-tool', args: [], cwd: folder, env: {}, timeoutMs: 5_000 });

	test('is found in the PATH that a login shell told, and started by its absolute path', () =>
		withTool(async (folder) => {
			const later = createExec(async () => ({ PATH: `.:${folder}:/usr/bin:/bin` }));
			const stdout = `${join(folder, 'sbx-tool')} ${folder}:/usr/bin:/bin\n`;
			expect(await later(asked(folder))).toMatchObject({ kind: 'exited', exitCode: 0, stdout });
		}));

	test.each(['.', '', ':/usr/bin', 'relative'])('is not found in the working folder by PATH "%s"', (PATH) =>
		withTool(async (folder) => {
			expect(await createExec({ PATH })(asked(folder))).toMatchObject({ kind: 'not-started', reason: 'ENOENT' });
		}),
	);

	test('is found in the PATH of its own configuration', () =>
		withTool(async (folder) => {
			const outcome = await createExec({ PATH: '/usr/bin' })({ ...asked(folder), env: { PATH: `${folder}:/bin` } });
			expect(outcome).toMatchObject({ kind: 'exited', exitCode: 0 });
		}));
});

test('the allow-list does not care about case, as Windows does not', () => {
	const given = { Path: 'a', systemroot: 'b', GITHUB_TOKEN: 'c', HOME: undefined, https_proxy: 'd', HTTPS_PROXY: 'e' };
	expect(allowedEnvironment(given)).toEqual({ Path: 'a', systemroot: 'b', https_proxy: 'd', HTTPS_PROXY: 'e' });
});

test('last lines', () => {
	expect(lastLines('a\nb\nc\n', 2)).toBe('b\nc');
	expect(lastLines('')).toBe('');
});

/** The shells of this machine, with startup files as people have them. A shell that is not there is skipped by name. */
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { eventually } from '../../shared/rpc/testing/eventually.ts';
import { findProgram } from '../connectors/program.ts';
import { readLoginShellEnvironment } from './login-shell.ts';
import { runShell } from './run-shell.ts';

interface ShellKind {
	/** The startup file that it reads as a login shell. */
	readonly file: string;
	readonly set: (name: string, value: string) => string;
	/** Variables that make it find its file, below the home folder. */
	readonly env?: (home: string) => Record<string, string>;
}
const posix = (name: string, value: string) => `export ${name}='${value}'`;
const csh = (name: string, value: string) => `setenv ${name} '${value}'`;
const kinds: Readonly<Record<string, ShellKind>> = {
	bash: { file: '.bash_profile', set: posix },
	sh: { file: '.profile', set: posix },
	dash: { file: '.profile', set: posix },
	zsh: { file: '.zprofile', set: posix, env: (home) => ({ ZDOTDIR: home }) },
	ksh: { file: '.profile', set: posix },
	fish: {
		file: '.config/fish/config.fish',
		set: (name, value) => `set -gx ${name} '${value}'`,
		env: (home) => ({ XDG_CONFIG_HOME: path.join(home, '.config') }),
	},
	tcsh: { file: '.cshrc', set: csh },
	csh: { file: '.cshrc', set: csh },
};

const homes: string[] = [];
afterEach(async () => {
	await Promise.all(homes.splice(0).map((home) => rm(home, { recursive: true, force: true, maxRetries: 5 })));
});

/** Asks `shell` in a home of its own whose startup files are `files`. */
async function ask(
	shell: string,
	files: Readonly<Record<string, string>>,
	more: { readonly timeoutMs?: number; readonly env?: (home: string) => Record<string, string> } = {},
) {
	const home = await mkdtemp(path.join(tmpdir(), 'signalbox-home-'));
	homes.push(home);
	for (const [file, text] of Object.entries(files)) {
		await mkdir(path.dirname(path.join(home, file)), { recursive: true });
		await writeFile(path.join(home, file), `${text.replaceAll('HOME_FOLDER', home)}\n`);
	}
	const env = { PATH: '/usr/bin:/bin', HOME: home, ...more.env?.(home) };
	const started = performance.now();
	const told = await readLoginShellEnvironment({
		...{ shell, run: runShell, env, platform: process.platform, homeFolder: home },
		timeoutMs: more.timeoutMs ?? 20_000,
	});
	return { ...told, home, tookMs: performance.now() - started };
}

for (const [name, { file, set, env }] of Object.entries(kinds)) {
	const shell = findProgram(name, { env: { PATH: '/usr/bin:/bin' }, cwd: '/', platform: 'linux' });
	describe.skipIf(process.platform === 'win32' || shell === null)(`${name} (needs ${name} on PATH)`, () => {
		const read = (text: string, timeoutMs?: number) =>
			ask(shell ?? '', { [file]: text }, { ...(env && { env }), ...(timeoutMs !== undefined && { timeoutMs }) });

		it('tells the PATH of its startup file, and nothing that is not on the list', async () => {
			const lines = [
				...[set('PATH', '/opt/tools bin:/usr/bin:.:relative'), set('HTTPS_PROXY', 'http://proxy.corp.example:3128')],
				...[set('GH_TOKEN', 's3cret'), set('AWS_SECRET_ACCESS_KEY', 's3cret'), set('EDITOR', 'vi')],
			];
			const { env: told, taken, trouble } = await read(lines.join('\n'));
			expect(trouble).toBeNull();
			expect(told['PATH']).toBe('/opt/tools bin:/usr/bin:/bin');
			expect(told['HTTPS_PROXY']).toBe('http://proxy.corp.example:3128');
			expect(taken).toContain('PATH');
			expect(JSON.stringify(told)).not.toMatch(/s3cret|EDITOR/);
		});

		it('is understood whatever its startup file prints', async () => {
			const noise = `printf '\\033[31mPATH=/evil\\033[0m\\007 100%%\\n'; echo 'LANG=evil'; echo 'who?' 1>&2`;
			const quiet = noise.replace(' 1>&2', '');
			const lines = [name.endsWith('csh') ? quiet : noise, set('PATH', '/opt/tools:/usr/bin:/bin'), quiet];
			const { env: told, trouble } = await read(lines.join('\n'));
			expect(trouble).toBeNull();
			expect(told['PATH']).toBe('/opt/tools:/usr/bin:/bin');
			expect(told['LANG']).not.toBe('evil');
		});

		it('is waited for no longer than its time, and leaves nobody behind', async () => {
			const { env: told, trouble, tookMs, home } = await read('sh -c \'echo $$ > "$HOME/pid"; exec sleep 300\'', 1_500);
			expect(trouble).toBe('the login shell took too long');
			expect(tookMs).toBeLessThan(10_000);
			expect(told['PATH']).toContain('/usr/local/bin');
			const pid = Number(await readFile(path.join(home, 'pid'), 'utf8'));
			await eventually(async () => !(await isAlive(pid)), 'what the shell started to end');
		});

		it('falls back to the usual places when it fails', async () => {
			const { env: told, taken, trouble } = await read('exit 3');
			expect(trouble).toBe('the login shell failed');
			expect(taken).toEqual([]);
			expect(told['PATH']).toMatch(/^\/usr\/bin:\/bin:\/usr\/local\/bin:/);
		});
	});
}

describe.skipIf(findProgram('bash', { env: { PATH: '/usr/bin:/bin' }, cwd: '/', platform: 'linux' }) === null)(
	'bash, further (needs bash on PATH)',
	() => {
		it('reads the file for terminals too, where most people set their PATH', async () => {
			const interactiveOnly = 'case $- in *i*) ;; *) return;; esac\nexport PATH="$HOME/bin:$PATH"';
			const files = { '.bash_profile': '. "$HOME/.bashrc"', '.bashrc': interactiveOnly };
			const { env, home } = await ask('/bin/bash', files);
			expect(env['PATH']?.startsWith(`${home}/bin:`)).toBe(true);
		});

		it('may ask a question: nobody answers, and it goes on', async () => {
			const { env, trouble } = await ask('/bin/bash', {
				'.bash_profile': 'read -r -p "Update now? " answer\nexport PATH=/opt/tools:/usr/bin',
			});
			expect(trouble).toBeNull();
			expect(env['PATH']).toBe('/opt/tools:/usr/bin:/bin');
		});

		it('may leave a daemon that holds its output open', async () => {
			const { env, trouble, tookMs, home } = await ask('/bin/bash', {
				'.bash_profile': 'sleep 300 & echo $! > HOME_FOLDER/pid; disown\nexport PATH=/opt/tools:/usr/bin',
			});
			expect(trouble).toBeNull();
			expect(env['PATH']).toBe('/opt/tools:/usr/bin:/bin');
			expect(tookMs).toBeLessThan(15_000);
			const pid = Number(await readFile(path.join(home, 'pid'), 'utf8'));
			await eventually(async () => !(await isAlive(pid)), 'what the shell left in the background to end');
		});

		it('may print without an end', async () => {
			const { trouble, tookMs } = await ask('/bin/bash', { '.bash_profile': 'while :; do echo PATH=/evil; done' });
			expect(trouble).toBe('the login shell printed too much');
			expect(tookMs).toBeLessThan(15_000);
		});

		it('may break in the middle of its file', async () => {
			const { env, trouble } = await ask('/bin/bash', {
				'.bash_profile': 'export PATH=/opt/tools:/usr/bin\nnot-a-program --at-all\nif then fi (',
			});
			expect(trouble).toBeNull();
			expect(env['PATH']).toBe('/opt/tools:/usr/bin:/bin');
		});
	},
);

it('a shell that is not there is told', async () => {
	const { trouble, env } = await ask('/nowhere/zsh', {});
	expect(trouble).toBe('the login shell could not be started');
	expect(env['PATH']).toContain('/usr/local/bin');
});

/** False too for one that has ended and that nobody has asked about yet. */
async function isAlive(pid: number): Promise<boolean> {
	try {
		process.kill(pid, 0);
		return !/^\d+ \(.*\) Z/.test(await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => ''));
	} catch {
		return false;
	}
}

import { describe, expect, it } from 'vitest';
import { type LoginShellOptions, needsLoginShell, readLoginShellEnvironment, takenVariables } from './login-shell.ts';
import type { ShellEnd, ShellRequest } from './run-shell.ts';

const value = (name: string, text: string) => `-M-${name}=${text}-M-`;

async function read(end: Partial<ShellEnd>, change: Partial<LoginShellOptions> = {}) {
	const requests: ShellRequest[] = [];
	const told = await readLoginShellEnvironment({
		shell: '/bin/zsh',
		run: async (request) => {
			requests.push(request);
			return { stdout: '', trouble: null, ...end };
		},
		env: { PATH: '/usr/bin:/bin', HOME: '/home/ada', GH_TOKEN: 's3cret' },
		platform: 'linux',
		homeFolder: '/home/ada',
		mark: '-M-',
		...change,
	});
	return { ...told, requests };
}

describe('what a login shell told', () => {
	it.each<[string, string, Record<string, string>]>([
		['its folders stand before ours', value('PATH', '/opt/bin:/bin'), { PATH: '/opt/bin:/bin:/usr/bin' }],
		['relative folders count nothing', value('PATH', '.:bin::/opt/bin'), { PATH: '/opt/bin:/usr/bin:/bin' }],
		[
			'noise around and between',
			`hello\n\u001b[31mPATH=/evil${value('PATH', '/opt')}PATH=/evil${value('LANG', 'de_DE.UTF-8')}bye`,
			{ PATH: '/opt:/usr/bin:/bin', LANG: 'de_DE.UTF-8' },
		],
		[
			'what only looks like a value',
			`LANG=evil${value('PATH', '/opt')}HTTPS_PROXY=http://evil${value('LC_ALL', 'C')}NO_PROXY=*`,
			{ PATH: '/opt:/usr/bin:/bin', LC_ALL: 'C' },
		],
		['empty values', value('PATH', '/opt') + value('HTTPS_PROXY', ''), { PATH: '/opt:/usr/bin:/bin' }],
		['a variable that is not asked for', value('PATH', '/opt') + value('AWS_KEY', 'x'), { PATH: '/opt:/usr/bin:/bin' }],
		['a value over two lines', value('PATH', '/opt') + value('LANG', 'a\nb'), { PATH: '/opt:/usr/bin:/bin' }],
	])('%s', async (_, stdout, wanted) => {
		const { env, taken, trouble } = await read({ stdout });
		expect(trouble).toBeNull();
		expect(taken.toSorted()).toEqual(Object.keys(wanted).toSorted());
		// What we had ourselves stays.
		expect(env).toEqual({ HOME: '/home/ada', GH_TOKEN: 's3cret', ...wanted });
	});

	it('counts although the shell ended badly after it', async () => {
		const { trouble, taken } = await read({ stdout: value('PATH', '/opt'), trouble: 'the login shell failed' });
		expect([trouble, taken]).toEqual([null, ['PATH']]);
	});

	it.each<[string, Partial<ShellEnd>, Partial<LoginShellOptions>, string]>([
		['it hangs', { trouble: 'the login shell took too long' }, {}, 'the login shell took too long'],
		['it prints nothing', {}, {}, 'the login shell told no PATH'],
		['it names relative folders only', { stdout: value('PATH', '.:bin') }, {}, 'the login shell told no PATH'],
		['none is known', {}, { shell: null }, 'no login shell is known'],
		['it is no absolute path', {}, { shell: 'zsh' }, 'no login shell is known'],
	])('is replaced by the usual places when %s', async (_, end, change, trouble) => {
		const told = await read(end, change);
		expect(told).toMatchObject({ trouble, taken: [] });
		const folders = told.env['PATH']?.split(':') ?? [];
		expect(folders.slice(0, 3)).toEqual(['/usr/bin', '/bin', '/usr/local/bin']);
		expect(folders).toContain('/home/ada/.local/bin');
		expect(new Set(folders).size).toBe(folders.length);
		expect(told.env['GH_TOKEN']).toBe('s3cret');
	});

	it('holds the places of Homebrew on a Mac', async () => {
		expect((await read({}, { platform: 'darwin' })).env['PATH']).toContain('/opt/homebrew/bin');
	});
});

describe('how it is asked', () => {
	it.each([
		['/bin/bash', '-ilc'],
		['/usr/bin/fish', '-ilc'],
		['/bin/tcsh', '-ic'],
		['/bin/csh', '-ic'],
	])('%s with %s', async (shell, flags) => {
		const { requests } = await read({}, { shell });
		expect(requests[0]?.args[0]).toBe(flags);
		expect(requests[0]).toMatchObject({ file: shell, cwd: '/home/ada', timeoutMs: 5_000 });
	});

	it('for the variables of the list only', async () => {
		const { requests } = await read({});
		const command = requests[0]?.args[1] ?? '';
		const named = [...command.matchAll(/\$\{(\w+)-\}/g)].map(([, name]) => name);
		expect(named).toEqual(takenVariables);
		expect(named.filter((name) => /TOKEN|SECRET|KEY|PASSWORD/i.test(name ?? ''))).toEqual([]);
		// Any shell reads it in the same way.
		expect(command.replace(/^[^']*'|'$/g, '')).not.toMatch(/['\\!]/);
	});
});

it.each<[NodeJS.Platform, Record<string, string>, boolean]>([
	['linux', {}, true],
	['linux', { TERM: 'dumb' }, true],
	['linux', { TERM: 'xterm-256color' }, false],
	['darwin', {}, true],
	['win32', {}, false],
])('on %s with %j the login shell is needed: %s', (platform, env, isNeeded) => {
	expect(needsLoginShell(platform, env)).toBe(isNeeded);
});

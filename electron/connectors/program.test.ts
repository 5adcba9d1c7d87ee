import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { absoluteFolders, findProgram, isProgram } from './program.ts';

it.each([
	['git', '/opt/bin:/usr/bin', '/usr/bin/git'],
	['git', '.:/usr/bin', '/usr/bin/git'],
	['git', ':/usr/bin', '/usr/bin/git'],
	['git', 'bin:../bin::.', null],
	['git', '', null],
	['/srv/git', '', '/srv/git'],
	['./deploy.sh', '/usr/bin', '/work/deploy.sh'],
	['tools/deploy', '/usr/bin', '/work/tools/deploy'],
])('%s with PATH %s is %s', (command, PATH, wanted) => {
	const there = new Set(['/usr/bin/git', '/work/git', '/work/bin/git', 'git', 'bin/git']);
	const place = { env: { PATH }, cwd: '/work', platform: 'linux' } as const;
	expect(findProgram(command, place, (file) => there.has(file))).toBe(wanted);
});

it.each([
	['git', 'C:\\Git\\cmd', 'C:\\Git\\cmd\\git.EXE'],
	['git.exe', 'C:\\Git\\cmd', 'C:\\Git\\cmd\\git.exe'],
	['git', '.;\\Git\\cmd;Git', null],
	['tools\\git', 'C:\\Git\\cmd', 'C:\\work\\tools\\git'],
])('on Windows %s with Path %s is %s', (command, Path, wanted) => {
	const there = new Set(['C:\\Git\\cmd\\git.EXE', 'C:\\Git\\cmd\\git.exe', '\\Git\\cmd\\git.EXE', 'git.EXE']);
	const place = { env: { Path, PATHEXT: '.COM;.EXE' }, cwd: 'C:\\work', platform: 'win32' } as const;
	expect(findProgram(command, place, (file) => there.has(file))).toBe(wanted);
});

it('keeps the order of folders and names each once', () => {
	expect(absoluteFolders('/b:/a:.:/b::a', 'linux')).toEqual(['/b', '/a']);
});

it.skipIf(process.platform === 'win32')('takes only files that may be started', () => {
	const folder = mkdtempSync(path.join(tmpdir(), 'signalbox-program-'));
	try {
		const file = path.join(folder, 'tool');
		writeFileSync(file, '#!/bin/sh\n', { mode: 0o600 });
		expect(isProgram(file)).toBe(false);
		chmodSync(file, 0o700);
		expect(isProgram(file)).toBe(true);
		expect(isProgram(folder)).toBe(false);
		expect(isProgram(path.join(folder, 'none'))).toBe(false);
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
});

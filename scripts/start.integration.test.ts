import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { eventually } from '../shared/rpc/testing/eventually.ts';

const root = path.resolve(import.meta.dirname, '..');
const emulator = path.resolve(root, '..', 'shared', 'electron-emu', 'dist');

let folder: string;
const running: ChildProcess[] = [];
beforeEach(() => {
	folder = mkdtempSync(path.join(tmpdir(), 'signalbox-start-'));
});
afterEach(async () => {
	for (const child of running.splice(0)) {
		child.kill('SIGKILL');
		await eventually(() => child.exitCode !== null || child.signalCode !== null, 'the process to end');
	}
	rmSync(folder, { recursive: true, force: true });
});

/** Starts a script and listens; `out` and `err` grow while it runs. */
function start(script: string, words: readonly string[], env: NodeJS.ProcessEnv = {}) {
	const child = spawn(process.execPath, [path.join(root, ...script.split('/')), ...words], {
		env: { ...process.env, DISPLAY: '', WAYLAND_DISPLAY: '', ELECTRON_OVERRIDE_DIST_PATH: '', ...env },
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	running.push(child);
	const seen = { child, out: '', err: '' };
	child.stdout?.setEncoding('utf8').on('data', (text) => {
		seen.out += text;
	});
	child.stderr?.setEncoding('utf8').on('data', (text) => {
		seen.err += text;
	});
	return seen;
}

function ended(child: ChildProcess): Promise<number | null> {
	return new Promise((resolve) => {
		if (child.exitCode === null) child.once('exit', (code) => resolve(code));
		else resolve(child.exitCode);
	});
}

beforeAll(async () => {
	const build = start('scripts/build.ts', []);
	if ((await ended(build.child)) !== 0) throw new Error(build.err);
}, 120_000);

describe('npm start', () => {
	test.runIf(process.platform === 'linux')('says why not the desktop, and serves the browser', async () => {
		const seen = start('scripts/start.ts', ['--no-open', '--data', folder]);
		const address = await eventually(
			() => /^Signalbox is at (http:\/\/127\.0\.0\.1:\d+\/)#([\w-]{43})\n$/.exec(seen.out),
			'the address',
			30_000,
		);
		expect(seen.err).toContain('there is no display');
		const page = await fetch(address[1] ?? '');
		expect([page.status, (await page.text()).includes(address[2] ?? '')]).toEqual([200, false]);
		seen.child.kill('SIGTERM');
		expect(await ended(seen.child)).toBe(0);
		expect(readFileSync(path.join(folder, 'logs', 'signalbox.log'), 'utf8')).not.toContain(address[2]);
	});

	test('lets its windows act, unless told otherwise', async () => {
		const log = () => readFileSync(path.join(folder, 'logs', 'signalbox.log'), 'utf8');
		for (const [words, mayAct] of [
			[[], true],
			[['--read-only'], false],
		] as const) {
			const seen = start('scripts/start.ts', ['--browser', '--no-open', '--data', folder, ...words]);
			await eventually(() => seen.out.includes('Signalbox is at'), 'the address', 30_000);
			expect(log()).toContain(`"mayAct":${mayAct}`);
			seen.child.kill('SIGTERM');
			await ended(seen.child);
			rmSync(path.join(folder, 'logs'), { recursive: true });
		}
	});

	test('names a word that it does not know', async () => {
		const seen = start('scripts/start.ts', ['--prot', '1']);
		expect(await ended(seen.child)).toBe(1);
		expect(seen.err).toContain("'--prot'");
	});

	test('ends everything instead of starting, and says what was ended', async () => {
		const seen = start('scripts/start.ts', ['--end-everything', '--data', folder]);
		expect(await ended(seen.child)).toBe(0);
		expect(seen.out).toBe(`Nothing that was started for ${folder} is running.\n`);
	});

	test('shows its help', async () => {
		const seen = start('scripts/start.ts', ['--help']);
		expect(await ended(seen.child)).toBe(0);
		for (const word of ['--sample', '--no-open', '--port', '--data', '--browser', '--end-everything', '--help'])
			expect(seen.out).toContain(word);
	});

	test.skipIf(!existsSync(emulator))(
		'opens the desktop with the runtime that was named (needs electron-emu)',
		async () => {
			const control = path.join(folder, 'control.json');
			const seen = start('scripts/start.ts', ['--data', folder], {
				ELECTRON_OVERRIDE_DIST_PATH: emulator,
				ELECTRON_EMU_NODE: process.execPath,
				ELECTRON_EMU_CONTROL: control,
			});
			await eventually(() => existsSync(control), 'the desktop', 30_000);
			seen.child.kill('SIGTERM');
			expect(await ended(seen.child)).toBe(0);
			expect(seen.out).toBe('');
		},
	);
});

test('the browser host started by itself may look but not act', async () => {
	const seen = start('dist/web/main.js', ['--no-open', '--data', folder]);
	await eventually(() => seen.out.includes('Signalbox is at'), 'the address', 30_000);
	expect(readFileSync(path.join(folder, 'logs', 'signalbox.log'), 'utf8')).toContain('"mayAct":false');
});

test.runIf(process.platform === 'linux')('the browser is led in by a file, which is gone once it is in', async () => {
	const opener = path.join(folder, 'xdg-open');
	writeFileSync(
		opener,
		`#!/bin/sh\nprintf '%s ' "$@" > "${folder}/said.tmp" && mv "${folder}/said.tmp" "${folder}/said"\n`,
	);
	chmodSync(opener, 0o755);
	const data = path.join(folder, 'data');
	const env = { DISPLAY: ':0', PATH: `${folder}:${process.env['PATH'] ?? ''}` };
	const seen = start('dist/web/main.js', ['--data', data], env);
	await eventually(() => existsSync(path.join(folder, 'said')), 'the browser', 30_000);
	const [, origin = '', token = ''] = /Signalbox is at (http\S+\/)#(\S+)/.exec(seen.out) ?? [];
	const file = path.join(data, `open-${new URL(origin).port}.html`);
	expect(readFileSync(path.join(folder, 'said'), 'utf8')).toBe(`${file} `);
	expect(readFileSync(file, 'utf8')).toContain(`${origin}#${token}`);
	const page = new WebSocket(`${origin.replace('http', 'ws')}rpc`, ['signalbox.v1', `signalbox.token.${token}`], {
		origin: new URL(origin).origin,
	});
	await eventually(() => !existsSync(file), 'the file to be gone');
	page.terminate();
});

test('a port that is taken is named in a sentence', async () => {
	const first = start('dist/web/main.js', ['--no-open', '--data', folder]);
	const found = await eventually(() => /127\.0\.0\.1:(\d+)/.exec(first.out), 'the address', 30_000);
	const port = found[1] ?? '';
	const second = start('dist/web/main.js', ['--no-open', '--data', path.join(folder, 'second'), '--port', port]);
	expect(await ended(second.child)).toBe(1);
	expect(second.err).toContain(`Port ${port} on this machine is taken`);
});

test('the desktop script plays the router when it is told to, without Electron', async () => {
	// As Electron starts an app from its folder: then the words come third.
	const asDefaultApp = '--import data:text/javascript,process.defaultApp=true';
	const seen = start('dist/desktop/main.js', ['--signalbox-router'], { NODE_OPTIONS: asDefaultApp });
	expect(await ended(seen.child)).not.toBe(0);
	expect(seen.err).toContain('--state and --report are needed');
});

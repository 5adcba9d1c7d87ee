/** The desktop as it is built, on the emulator: real main script, preload and page, without Electron's binary. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventually } from '../../shared/rpc/testing/eventually.ts';

const root = path.resolve(import.meta.dirname, '..', '..');
const control = path.resolve(root, '..', 'shared', 'electron-emu', 'control.mjs');

interface EmulatedPage {
	eval(expression: string): Promise<unknown>;
	until(expression: string, withinMs?: number): Promise<unknown>;
}
interface EmulatedRun {
	readonly output: string;
	readonly exit?: { readonly code: number | null };
	readonly child: { readonly pid: number };
	ask(action: string): Promise<readonly { readonly url: string; readonly webPreferences: object }[]>;
	page(): Promise<EmulatedPage>;
	records(kind: string): Promise<readonly unknown[]>;
	quit(): Promise<{ readonly code: number | null }>;
}
interface Emulator {
	launch(options: { readonly app: string; readonly args: readonly string[] }): Promise<EmulatedRun>;
}

describe.skipIf(!existsSync(control))('the desktop (needs electron-emu beside the repository)', () => {
	let emulator: Emulator;
	let run: EmulatedRun;
	let page: EmulatedPage;
	let folder: string;

	beforeAll(async () => {
		const built = spawnSync(process.execPath, [path.join(root, 'scripts', 'build.ts')], { encoding: 'utf8' });
		if (built.status !== 0) throw new Error(built.stderr);
		emulator = await import(pathToFileURL(control).href);
		folder = mkdtempSync(path.join(tmpdir(), 'signalbox-desktop-'));
		run = await emulator.launch({ app: root, args: ['--data', folder] });
		if (run.exit !== undefined) throw new Error(run.output);
		page = await run.page();
		await page.until("document.querySelector('#app')?.textContent.length > 0", 15_000);
	}, 120_000);

	afterAll(async () => {
		await run.quit();
		rmSync(folder, { recursive: true, force: true });
	});

	test('shows one window of our own page, locked in', async () => {
		const windows = await run.ask('windows');
		expect(windows).toHaveLength(1);
		expect(windows[0]).toMatchObject({
			url: expect.stringMatching(/^app:\/\/control-room\//),
			webPreferences: { sandbox: true, contextIsolation: true, nodeIntegration: false, webviewTag: false },
		});
	});

	test('gives the page two functions and nothing of Node', async () => {
		const shape = 'JSON.stringify(Object.entries(window.signalbox).map(([name, each]) => [name, typeof each]))';
		expect(await page.eval(shape)).toBe('[["call","function"],["subscribe","function"]]');
		expect(await page.eval('[typeof require, typeof process, typeof module].join()')).toBe(
			'undefined,undefined,undefined',
		);
	});

	test('serves the page with its policy, which stops inline scripts', async () => {
		const policy = "fetch('./').then((answer) => answer.headers.get('content-security-policy'))";
		expect(await page.eval(policy)).toMatch(/^default-src 'none'; script-src 'self'/);
		await page.eval(
			"document.head.append(Object.assign(document.createElement('script'), { textContent: 'window.injected = true' }))",
		);
		expect(await page.eval('typeof window.injected')).toBe('undefined');
	});

	test.each(['./package.json', '..%2fpackage.json', './.stamp'])('has no file %s', async (name) => {
		expect(await page.eval(`fetch(${JSON.stringify(name)}).then((answer) => answer.status)`)).toBe(404);
	});

	test.each(['https://example.com/', 'http://127.0.0.1:9/', 'app://control-room.evil/', 'file:///etc/passwd'])(
		'does not go to %s',
		async (url) => {
			await page.eval("document.body.dataset.stays = 'yes'");
			await page.eval(`location.assign(${JSON.stringify(url)})`).catch(() => {});
			expect(await page.eval('document.body.dataset.stays')).toBe('yes');
			expect((await run.ask('windows')).map((each) => each.url)).toEqual([
				expect.stringMatching(/^app:\/\/control-room\//),
			]);
		},
	);

	test('opens no window and nothing outside', async () => {
		await page.eval("window.open('https://example.com/'); window.open('./'); null");
		await eventually(async () => (await run.ask('windows')).length === 1, 'the refused windows to be gone');
		expect(await run.records('openExternal')).toEqual([]);
	});

	test('brings a room over the port, and the same again to the page that is loaded anew', async () => {
		const room = `new Promise((resolve) => {
			window.signalbox.subscribe((event) => {
				if (event.kind === 'opened') {
					window.signalbox.call(JSON.stringify({ id: 1, method: 'subscription', params: { path: 'room.watch' } }));
				} else if (event.kind === 'frame') {
					const { result } = JSON.parse(event.text);
					if (result?.type === 'data') resolve(result.data.data);
				}
			});
		})`;
		expect(await page.eval(room)).toMatchObject({
			kind: 'snapshot',
			room: { host: { kind: 'desktop', mayAct: true } },
		});
		await page.eval("document.body.dataset.old = 'yes'; location.reload(); null");
		const isNew = "!document.body.dataset.old && document.querySelector('#app')?.textContent.length > 0";
		await page.until(isNew, 15_000);
		expect(await page.eval(room)).toMatchObject({ kind: 'snapshot' });
	});

	test('started again, leaves the room to the first', async () => {
		const second = await emulator.launch({ app: root, args: ['--data', folder] });
		const exit = await eventually(() => second.exit, 'the second start to end', 15_000);
		expect(exit.code).toBe(0);
		expect(await run.ask('windows')).toHaveLength(1);
	});

	test('ends cleanly when it is told to', async () => {
		expect((await run.quit()).code).toBe(0);
	});
});

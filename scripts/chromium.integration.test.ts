import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chromium } from 'playwright';
import { afterEach, describe, expect, it } from 'vitest';
import { type ChromiumPlace, findChromium, thisMachine } from './chromium.ts';

const folders: string[] = [];
async function temporaryFolder(): Promise<string> {
	const folder = await mkdtemp(path.join(tmpdir(), 'signalbox-chromium-'));
	folders.push(folder);
	return folder;
}
afterEach(async () => {
	for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
});

async function program(folder: string, name: string): Promise<string> {
	const file = path.join(folder, name);
	await writeFile(file, '#!/bin/sh\n');
	await chmod(file, 0o755);
	return file;
}

const bare: ChromiumPlace = { ...thisMachine(), env: {}, installed: [] };

describe.skipIf(process.platform === 'win32')('which Chromium is taken', () => {
	it('the one that was named, before all others', async () => {
		const folder = await temporaryFolder();
		const named = await program(folder, 'mine');
		const installed = [await program(folder, 'chromium')];
		const found = await findChromium({ ...bare, installed, env: { SIGNALBOX_CHROMIUM: named } });
		expect(found).toMatchObject({ executablePath: named, source: 'SIGNALBOX_CHROMIUM', env: {} });
	});

	it('a named one that is no program is an error, not another one', async () => {
		await expect(findChromium({ ...bare, env: { SIGNALBOX_CHROMIUM: '/nowhere' } })).rejects.toThrow('/nowhere');
	});

	it('one in PATH, when none lies in the usual place', async () => {
		const folder = await temporaryFolder();
		await writeFile(path.join(folder, 'chromium'), 'not a program', { mode: 0o644 });
		const chrome = await program(folder, 'google-chrome');
		const found = await findChromium({ ...bare, installed: ['/nowhere'], env: { PATH: `/none::${folder}` } });
		expect(found).toMatchObject({ executablePath: chrome, source: 'installed' });
	});

	it('says what to do where none can be unpacked', async () => {
		await expect(findChromium({ ...bare, arch: 'arm64' })).rejects.toThrow('SIGNALBOX_CHROMIUM');
	});
});

describe.skipIf(process.platform !== 'linux' || process.arch !== 'x64')(
	'the Chromium from npm (needs linux-x64)',
	() => {
		it('is unpacked once by whoever asks first, and shows a page', async () => {
			const root = await temporaryFolder();
			await mkdir(path.join(root, 'node_modules'));
			for (const name of ['scripts', path.join('node_modules', '@sparticuz')]) {
				await symlink(path.join(bare.root, name), path.join(root, name));
			}
			const [found, second] = await Promise.all([findChromium({ ...bare, root }), findChromium({ ...bare, root })]);
			expect(second).toEqual(found);
			expect(found).toMatchObject({ source: 'npm' });
			const browser = await chromium.launch({
				executablePath: found.executablePath,
				args: [...found.args],
				env: { ...process.env, ...found.env },
			});
			try {
				const page = await browser.newPage({ locale: 'en-GB' });
				await page.setContent('<h1>here</h1>');
				expect(await page.locator('h1').textContent()).toBe('here');
				expect(await page.evaluate(() => navigator.language)).toBe('en-GB');
			} finally {
				await browser.close();
			}
		}, 120_000);
	},
);

/** Draws every icon of `assets/icons` anew from `icon.svg` and the tray's drawings. Run by hand when a drawing changed. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { chromium, type Page } from 'playwright';
import { findChromium } from './chromium.ts';
import { icnsTypes, icoSizes, linuxSizes, trayFiles, writeIcns, writeIco } from './icon-files.ts';
import { drawTray } from './tray-drawings.ts';

const folder = path.resolve(import.meta.dirname, '..', 'assets', 'icons');

/** Without macOS's margin around the tile: elsewhere icons fill their square. */
const crop = 'viewBox="84 84 856 856"';

async function draw(page: Page, svg: string, size: number): Promise<Buffer> {
	await page.setViewportSize({ width: size, height: size });
	await page.setContent(
		`<style>html,body{margin:0;background:none}svg{display:block;width:${size}px;height:${size}px}</style>${svg}`,
	);
	return page.screenshot({ omitBackground: true, clip: { x: 0, y: 0, width: size, height: size } });
}

async function drawAll(page: Page): Promise<void> {
	const withMargin = await readFile(path.join(folder, 'icon.svg'), 'utf8');
	const filling = withMargin.replace('viewBox="0 0 1024 1024"', crop);
	await mkdir(path.join(folder, 'linux'), { recursive: true });
	for (const size of linuxSizes) {
		await writeFile(path.join(folder, 'linux', `${size}x${size}.png`), await draw(page, filling, size));
	}
	await writeFile(path.join(folder, 'icon.png'), await draw(page, filling, 512));
	const forWindows = [];
	for (const size of icoSizes) forWindows.push({ size, png: await draw(page, filling, size) });
	await writeFile(path.join(folder, 'icon.ico'), writeIco(forWindows));
	const forMac = [];
	for (const [type, size] of icnsTypes) forMac.push({ type, png: await draw(page, withMargin, size) });
	await writeFile(path.join(folder, 'icon.icns'), writeIcns(forMac));
	for (const { file, state, look, size } of trayFiles) {
		await writeFile(path.join(folder, file), await draw(page, drawTray(state, look), size));
	}
}

const { executablePath, args, env } = await findChromium();
const browser = await chromium.launch({ executablePath, args: [...args], env: { ...process.env, ...env } });
try {
	await drawAll(await browser.newPage());
} finally {
	await browser.close();
}

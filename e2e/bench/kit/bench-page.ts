/** The product's pages in Chromium, on an engine that a bench plays. */
import path from 'node:path';
import type { Page } from 'playwright';
import { readRoomFiles } from '../../../electron/host/room-files.ts';
import { startWebHost } from '../../../electron/web/server.ts';
import type { EngineApi } from '../../../shared/rpc/api.ts';
import { createFakeShell } from '../../../shared/rpc/testing/fake-shell.ts';
import { benchLogger } from './bench-logger.ts';
import { root } from './build.ts';
import { launchChromium } from './chromium.ts';
import { benchCaller } from './rpc-client.ts';
import { expectOk } from './until.ts';

/** Opens the built product at an address (`addresses`), once the overview is there; what was started ends with `ends`. */
export async function openBenchPage(api: EngineApi, address: string, ends: (() => Promise<unknown>)[]): Promise<Page> {
	const files = expectOk(await readRoomFiles(path.join(root, 'dist', 'renderer')));
	const { shell } = createFakeShell();
	const host = expectOk(await startWebHost({ api, caller: benchCaller, shell, files, logger: benchLogger, port: 0 }));
	ends.push(host.close);
	const browser = await launchChromium();
	ends.push(() => browser.close());
	const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, locale: 'en-GB' });
	page.on('pageerror', (error) => process.stderr.write(`the page failed: ${error.message}\n`));
	await page.goto(host.address);
	await page.locator('[data-row]').first().waitFor();
	await page.evaluate((hash) => {
		location.hash = hash;
	}, address);
	return page;
}

import { chmod, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createExec } from '../exec.ts';
import { createBrowserPrinter } from './browser-printer.ts';
import { type BrowserPlace, browserPlace, findBrowser } from './find-browser.ts';

let temporary = '';
beforeEach(async () => {
	temporary = await mkdtemp(path.join(tmpdir(), 'browser-printer-'));
});
afterEach(() => rm(temporary, { recursive: true, force: true }));

const isRoot = process.getuid?.() === 0;
const machine = browserPlace(process.env, '/');
const hasBrowser = findBrowser(machine).kind === 'found';

function printer(place: BrowserPlace, timeoutMs?: number, asRoot = isRoot) {
	const exec = createExec(process.env);
	const limit = timeoutMs === undefined ? {} : { timeoutMs };
	return createBrowserPrinter({ exec, place, isRoot: asRoot, temporary, ...limit });
}

/** A program that is found as a browser. */
async function fakeBrowser(script: string): Promise<BrowserPlace> {
	const file = path.join(temporary, 'chromium');
	await writeFile(file, `#!/bin/sh\n${script}\n`);
	await chmod(file, 0o755);
	return { ...machine, env: { SIGNALBOX_CHROMIUM: file }, usual: [] };
}

describe.skipIf(!hasBrowser)('with an installed browser (skipped where none is)', () => {
	test('a page becomes a PDF, and nothing is left behind', async () => {
		const printed = await printer(machine).print('<!doctype html><title>T</title><h1>Hello</h1>');
		if (!printed.ok) throw new Error(JSON.stringify(printed));
		expect(Buffer.from(printed.value.subarray(0, 5)).toString()).toBe('%PDF-');
		expect(await readdir(temporary)).toEqual([]);
	});

	test('it reaches no network, also where the page has no policy of its own', async () => {
		let requests = 0;
		const server = createServer((_, response) => {
			requests += 1;
			response.end();
		});
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		const address = server.address();
		const port = typeof address === 'object' ? address?.port : null;
		try {
			const html = `<!doctype html><title>T</title><img src="http://127.0.0.1:${port}/a.png"><img src="http://localhost:${port}/b.png"><h1>Hello</h1>`;
			expect(await printer(machine).print(html)).toMatchObject({ ok: true });
			expect(requests).toBe(0);
		} finally {
			await new Promise((resolve) => server.close(resolve));
		}
	});
});

test('without a browser it says what to do', async () => {
	const place = { ...machine, env: { PATH: temporary }, usual: [] };
	const expected = { ok: false, problem: { code: 'unsupported' } };
	expect(await printer(place).check?.()).toMatchObject(expected);
	const printed = await printer(place).print('<h1>Hello</h1>');
	expect(printed).toMatchObject(expected);
	expect(printed.ok || printed.problem.hint).toContain('SIGNALBOX_CHROMIUM');
});

test('a named browser that is not there is told by name', async () => {
	const place = { ...machine, env: { SIGNALBOX_CHROMIUM: path.join(temporary, 'gone') } };
	const printed = await printer(place).print('');
	expect(printed.ok || printed.problem.message).toContain(path.join(temporary, 'gone'));
});

test('a browser that hangs is ended in time', async () => {
	const place = await fakeBrowser('exec sleep 60');
	expect(await printer(place, 300).print('')).toMatchObject({ problem: { code: 'timed-out', retryable: true } });
});

test('a browser that fails, or writes something else, is no PDF', async () => {
	expect(await printer(await fakeBrowser('exit 3')).print('')).toMatchObject({
		problem: { message: expect.stringContaining('ended with 3') },
	});
	const other = 'for last; do case "$last" in --print-to-pdf=*) echo no > "${last#--print-to-pdf=}";; esac; done';
	expect(await printer(await fakeBrowser(other)).print('')).toMatchObject({ problem: { code: 'unsupported' } });
});

test.each([
	['linux', true, true],
	['linux', false, false],
	['darwin', true, false],
] as const)('on %s, root %s: without sandbox %s', async (platform, asRoot, isWithout) => {
	const kept = path.join(temporary, 'arguments');
	const place = { ...(await fakeBrowser(`echo "$@" > ${kept}`)), platform };
	await printer(place, undefined, asRoot).print('');
	expect((await readFile(kept, 'utf8')).includes('--no-sandbox')).toBe(isWithout);
});

test('printing can be cancelled', async () => {
	const place = await fakeBrowser('exec sleep 60');
	expect(await printer(place).print('', AbortSignal.timeout(200))).toMatchObject({ problem: { code: 'cancelled' } });
});

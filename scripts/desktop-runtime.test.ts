import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type DesktopFacts, findDesktopRuntime } from './desktop-runtime.ts';

let folder: string;
let said: string[];
beforeEach(() => {
	folder = mkdtempSync(path.join(tmpdir(), 'signalbox-electron-'));
	said = [];
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function find(facts: Partial<DesktopFacts> = {}) {
	return findDesktopRuntime({
		platform: 'linux',
		env: { DISPLAY: ':0' },
		isRoot: false,
		electronFolder: folder,
		say: (line) => said.push(line),
		...facts,
	});
}

function install(where = path.join(folder, 'dist')): void {
	mkdirSync(where, { recursive: true });
	writeFileSync(path.join(where, 'electron'), '');
	writeFileSync(path.join(folder, 'path.txt'), 'electron');
}

/** An installer that does what `body` says, in the place of the package's own. */
function installer(body: string): void {
	writeFileSync(path.join(folder, 'install.js'), body);
}

test('a runtime that is here is used without a word', async () => {
	install();
	expect(await find()).toEqual({ ok: true, value: path.join(folder, 'dist', 'electron') });
	expect(said).toEqual([]);
});

describe('one that was named', () => {
	test('is used, with or without a display', async () => {
		const other = path.join(folder, 'other');
		install(other);
		const found = await find({ env: { ELECTRON_OVERRIDE_DIST_PATH: other }, isRoot: true });
		expect(found).toEqual({ ok: true, value: path.join(other, 'electron') });
	});

	test('but is not there is said to be missing', async () => {
		const env = { ELECTRON_OVERRIDE_DIST_PATH: path.join(folder, 'none') };
		expect(await find({ env })).toMatchObject({ problem: { message: expect.stringContaining('holds no electron') } });
	});
});

test.each([
	['no display', { env: {} }],
	['root', { isRoot: true }],
	['not installed', { electronFolder: '/nowhere' }],
	['may not be fetched', { env: { DISPLAY: ':0', ELECTRON_SKIP_BINARY_DOWNLOAD: '1' } }],
])('says in one sentence: %s', async (word, facts) => {
	const found = await find(facts);
	expect(found).toMatchObject({ ok: false, problem: { message: expect.stringContaining(word) } });
	expect(found.ok ? [] : found.problem.message.match(/\./g)).toHaveLength(1);
	expect(said).toEqual([]);
});

describe('a missing one is fetched', () => {
	test('and used', async () => {
		installer(`
			const fs = require('node:fs');
			fs.mkdirSync(__dirname + '/dist');
			fs.writeFileSync(__dirname + '/dist/electron', '');
			fs.writeFileSync(__dirname + '/path.txt', 'electron');
		`);
		expect(await find()).toEqual({ ok: true, value: path.join(folder, 'dist', 'electron') });
		expect(said).toEqual(["Fetching Electron's runtime, for at most 20 seconds..."]);
	});

	test.each([
		['fails', 'process.exit(1)'],
		['takes too long', 'setInterval(() => {}, 1000)'],
		['leaves nothing', ''],
	])('unless fetching %s', async (_, body) => {
		installer(body);
		expect(await find({ fetchTime: 400 })).toMatchObject({
			ok: false,
			problem: {
				message: expect.stringContaining('could not be fetched'),
				hint: expect.stringContaining('install-electron'),
			},
		});
	});
});

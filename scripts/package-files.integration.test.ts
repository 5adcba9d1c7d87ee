/** The built tree, as it would be packed: exactly what the app needs, and an archive that holds exactly that. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire, isBuiltin } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseSync } from 'vite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { listPackageFiles, stagePackage, stagingFolder, whyNotPacked } from './package-files.ts';
import { writeSbom } from './sbom.ts';
import { tamperWith } from './tamper-with.ts';

interface Asar {
	readonly createPackage: (folder: string, archive: string) => Promise<void>;
	readonly listPackage: (archive: string, options: { readonly isPack: boolean }) => string[];
}

const root = path.resolve(import.meta.dirname, '..');
const require = createRequire(import.meta.url);
const { createPackage, listPackage }: Asar = createRequire(
	createRequire(require.resolve('electron-builder/package.json')).resolve('app-builder-lib/package.json'),
)('@electron/asar');

let folder: string;
let staged: readonly string[];
beforeAll(async () => {
	const built = spawnSync(process.execPath, [path.join(root, 'scripts', 'build.ts')], { encoding: 'utf8' });
	expect(built.stderr).toBe('');
	folder = mkdtempSync(path.join(tmpdir(), 'signalbox-package-'));
	staged = await stagePackage(root, 'https://signalbox.example');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function importsOf(script: string): readonly string[] {
	const code = read(script);
	const { staticImports, dynamicImports } = parseSync(script, code).module;
	const loaded = dynamicImports.map(({ moduleRequest }) => code.slice(moduleRequest.start, moduleRequest.end));
	// A name in quotes; what is computed is a person's file or a test's.
	const named = loaded.filter((name) => /^["'][^"']+["']$/.test(name)).map((name) => name.slice(1, -1));
	return [...staticImports.map(({ moduleRequest }) => moduleRequest.value), ...named];
}

const read = (file: string) => readFileSync(path.join(root, stagingFolder, file), 'utf8');

describe('the package', () => {
	test('holds nothing that must not be shipped', () => {
		expect(staged.filter((file) => file !== 'package.json').map(whyNotPacked)).toEqual(staged.slice(1).map(() => null));
		const tops = [...new Set(staged.map((file) => file.split('/').slice(0, 2).join('/')))].sort();
		expect(tops).toEqual([
			'LICENSE',
			'assets/icons',
			'assets/sample',
			'dist/delivery-worker.js',
			'dist/desktop',
			'dist/renderer',
			'package.json',
		]);
	});

	test('holds every script that another of its scripts loads, and loads nothing else but Node and Electron', () => {
		const scripts = staged.filter((file) => /^dist\/desktop\/.*\.js$/.test(file));
		expect(scripts).toContain('dist/desktop/main.js');
		expect(staged).toContain('dist/desktop/preload.cjs');
		for (const script of scripts) {
			for (const name of importsOf(script)) {
				if (name.startsWith('.'))
					expect(staged, `${script} loads ${name}`).toContain(path.posix.join('dist/desktop', name));
				else expect(name === 'electron' || isBuiltin(name), `${script} loads ${name}`).toBe(true);
			}
		}
		expect(scripts.flatMap(importsOf)).toContain('./run.js');
	});

	test('holds the page, all it names, and the notices', () => {
		const page = read('dist/renderer/index.html');
		const named = [...page.matchAll(/(?:src|href)="\.\/([^"]+)"/g)].map(([, name]) => `dist/renderer/${name}`);
		expect(named.length).toBeGreaterThanOrEqual(2);
		for (const file of named) expect(staged).toContain(file);
		expect(read('dist/renderer/notices.txt')).toContain('react 19');
	});

	test('names its main script and nothing to install', () => {
		const manifest: Readonly<Record<string, unknown>> = JSON.parse(read('package.json'));
		expect(manifest).toMatchObject({ name: 'signalbox', main: 'dist/desktop/main.js', type: 'module' });
		expect(Object.keys(manifest).filter((key) => /depend|scripts/i.test(key))).toEqual([]);
		expect(staged).toContain('dist/desktop/main.js');
	});

	test('holds no path of the machine that built it', () => {
		for (const file of staged.filter((name) => /\.(c?js|mjs|html|css|json|txt)$/.test(name))) {
			expect(read(file).includes(root), file).toBe(false);
		}
	});

	test('becomes an archive of exactly these files, which can be tampered with', async () => {
		const archive = path.join(folder, 'app.asar');
		await createPackage(path.join(root, stagingFolder), archive);
		const files = listPackage(archive, { isPack: false })
			.map((name) => name.split(path.sep).join('/').slice(1))
			.filter((name) => staged.includes(name) || path.extname(name) !== '' || name === 'LICENSE');
		expect(files.sort()).toEqual([...staged].sort());
		const whole = readFileSync(archive);
		const changed = tamperWith(whole);
		expect(changed.length).toBe(whole.length);
		expect(changed.equals(whole)).toBe(false);
	});
});

test('a file that must not be shipped stops the packing before anything is copied', async () => {
	expect(listPackageFiles(root).filter((file) => whyNotPacked(file) !== null)).toEqual([]);
	const other = path.join(folder, 'other');
	mkdirSync(path.join(other, 'dist', 'desktop'), { recursive: true });
	writeFileSync(path.join(other, 'dist', 'desktop', 'security.test.js'), '');
	await expect(stagePackage(other, '')).rejects.toThrow('dist/desktop/security.test.js is a test');
	expect(existsSync(path.join(other, stagingFolder))).toBe(false);
});

/** npm's own script, where npm is in PATH as a link to it. */
function findNpm(): string | null {
	const places = (process.env['PATH'] ?? '').split(path.delimiter).map((place) => path.join(place, 'npm'));
	const scripts = places.filter(existsSync).map((place) => realpathSync(place));
	return process.env['npm_execpath'] ?? scripts.find((script) => script.endsWith('.js')) ?? null;
}

test('the list of parts names what is shipped, with versions and licences', async (context) => {
	const npm = findNpm();
	if (npm === null) return context.skip('npm is not at hand');
	const file = path.join(folder, 'sbom.json');
	await writeSbom(npm, file);
	const list: { bomFormat: string; components: { name: string; version: string; licenses?: unknown[] }[] } = JSON.parse(
		readFileSync(file, 'utf8'),
	);
	expect(list.bomFormat).toBe('CycloneDX');
	const named = list.components.map(({ name }) => name);
	for (const name of ['react', 'zod', 'ws', 'electron-updater']) expect(named).toContain(name);
	expect(named).not.toContain('vitest');
	expect(list.components.filter(({ licenses }) => licenses === undefined).map(({ name }) => name)).toEqual([]);
});

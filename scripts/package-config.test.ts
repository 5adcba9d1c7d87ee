import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { findPackedPrograms } from './fuses.ts';
import { type Env, executableName, outputFolder, packageConfig, productName } from './package-config.ts';
import { listPackageFiles, packageManifest, stagingFolder, whyNotPacked } from './package-files.ts';

const root = path.resolve(import.meta.dirname, '..');
const require = createRequire(import.meta.url);
const { validateConfiguration }: { validateConfiguration: (config: unknown, log: object) => Promise<void> } =
	createRequire(require.resolve('electron-builder/package.json'))('app-builder-lib/out/util/config/config');
const config = (env: Env = {}) => packageConfig(env, '45.4.1');
const isValid = (candidate: unknown) => validateConfiguration(candidate, { isEnabled: false, add: () => {} });

const environments: readonly Env[] = [
	{},
	{ SIGNALBOX_UPDATE_URL: 'https://updates.example/signalbox' },
	{ GITHUB_REPOSITORY: 'someone/signalbox', SIGNALBOX_REQUIRE_SIGNING: 'true', APPLE_API_KEY: 'key.p8' },
];

describe("electron-builder's configuration", () => {
	test.each(environments)('is valid by its own schema: %j', async (env) => {
		await expect(isValid(config(env))).resolves.toBeUndefined();
	});

	test('would be found invalid', async () => {
		await expect(isValid({ ...config(), asarr: true })).rejects.toThrow(/asarr/);
		await expect(isValid({ ...config(), win: { ...config().win, certificateFile: 'x.pfx' } })).rejects.toThrow(
			/configuration\.win/,
		);
	});

	test('makes what each system installs', () => {
		const { linux, mac, win } = config();
		expect([linux?.target, mac?.target, win?.target]).toEqual([
			[
				{ target: 'AppImage', arch: ['x64', 'arm64'] },
				{ target: 'deb', arch: ['x64', 'arm64'] },
			],
			[
				{ target: 'dmg', arch: ['x64', 'arm64'] },
				{ target: 'zip', arch: ['x64', 'arm64'] },
			],
			[{ target: 'nsis', arch: ['x64', 'arm64'] }],
		]);
	});

	test('never loosens what updates and packages are checked by', () => {
		for (const env of environments) {
			const made = config(env);
			expect(made.win?.verifyUpdateCodeSignature).toBe(true);
			expect(made.asar).toBe(true);
			expect(made.disableAsarIntegrity).toBeUndefined();
			expect(made.asarUnpack).toBeUndefined();
			expect(made.mac?.hardenedRuntime).toBe(true);
			expect(made.mac?.identity).toBeUndefined();
			expect(made.nsis?.perMachine).toBe(false);
		}
		expect(config({ SIGNALBOX_REQUIRE_SIGNING: 'true' }).forceCodeSigning).toBe(true);
		expect(config().mac?.notarize).toBe(false);
		expect(config({ APPLE_API_KEY: 'key.p8' }).mac?.notarize).toBe(true);
	});

	test('names no place for updates unless the environment does, and never a secret', () => {
		expect(config().publish).toBeNull();
		expect(config({ SIGNALBOX_UPDATE_URL: 'https://updates.example/' }).publish).toEqual([
			{ provider: 'generic', url: 'https://updates.example/' },
		]);
		expect(config({ GITHUB_REPOSITORY: 'a/b', GH_TOKEN: 'canary-secret', CSC_LINK: 'canary-secret' }).publish).toEqual([
			{ provider: 'github', owner: 'a', repo: 'b', releaseType: 'draft' },
		]);
		const env = Object.fromEntries(
			['GH_TOKEN', 'CSC_LINK', 'CSC_KEY_PASSWORD', 'APPLE_API_KEY'].map((name) => [name, 'canary-secret']),
		);
		expect(JSON.stringify(config(env))).not.toContain('canary-secret');
	});

	test('leads signalbox:// links to us', () => {
		expect(config().protocols).toEqual([{ name: 'Signalbox', schemes: ['signalbox'] }]);
		expect(config().linux?.desktop?.entry).toMatchObject({ MimeType: 'x-scheme-handler/signalbox;' });
	});

	test('names files that are there', () => {
		const { linux, mac, win } = config();
		const files = [linux?.icon, mac?.icon, win?.icon, mac?.entitlements, mac?.entitlementsInherit];
		for (const file of files)
			expect(typeof file === 'string' && existsSync(path.join(root, file)), String(file)).toBe(true);
	});

	test('lifts nothing of the hardened runtime but machine code of V8', () => {
		const text = readFileSync(path.join(root, 'assets/packaging/entitlements.mac.plist'), 'utf8');
		expect([...text.matchAll(/<key>([^<]+)<\/key>/g)].map(([, key]) => key)).toEqual([
			'com.apple.security.cs.allow-jit',
		]);
	});

	test('flips the fuses of the program that was packed', async () => {
		const afterPack = config().afterPack;
		if (typeof afterPack !== 'function') throw new Error('There is no hook.');
		const context = { appOutDir: '/nowhere', electronPlatformName: 'linux' };
		await expect(Reflect.apply(afterPack, null, [context])).rejects.toThrow(path.join('/nowhere', 'signalbox'));
		expect(config().electronFuses).toBeUndefined();
	});

	test('packs a folder of its own, and puts installers beside it', () => {
		expect(config().directories).toEqual({
			app: stagingFolder,
			output: outputFolder,
			buildResources: 'assets/packaging',
		});
		expect(outputFolder.startsWith(`${stagingFolder}/`)).toBe(false);
		expect([productName, executableName, typeof findPackedPrograms]).toEqual(['Signalbox', 'signalbox', 'function']);
	});
});

describe('what is packed', () => {
	test.each([
		['dist/desktop/main.js', null],
		['dist/renderer/assets/inter-latin.woff2', null],
		['assets/sample/signalbox.yaml', null],
		['LICENSE', null],
		['dist/desktop/security.test.js', 'dist/desktop/security.test.js is a test'],
		['dist/desktop/testing/fake.js', 'dist/desktop/testing/fake.js is a test'],
		['electron/main.ts', 'electron/main.ts is a source'],
		['renderer/app.tsx', 'renderer/app.tsx is a source'],
		['dist/renderer/assets/main.js.map', 'dist/renderer/assets/main.js.map is a source map'],
		['node_modules/react/index.js', 'node_modules/react/index.js is a package'],
		['.env', '.env is a private file'],
		['dist/renderer/.npmrc', 'dist/renderer/.npmrc is a private file'],
		['assets/signing.pem', 'assets/signing.pem is a private file'],
		['dist/desktop/journal.sqlite', 'dist/desktop/journal.sqlite is a private file'],
		['dist/desktop/notes.md', 'dist/desktop/notes.md is of no known kind'],
	])('%s: %s', (file, why) => expect(whyNotPacked(file)).toBe(why));

	test('has the sample, the icons and the licence', () => {
		const files = listPackageFiles(root);
		for (const file of ['assets/sample/service.mjs', 'assets/icons/tray-needs-youTemplate@2x.png', 'LICENSE']) {
			expect(files).toContain(file);
		}
		expect(files.filter((file) => /^(node_modules|e2e|shared|electron|renderer|scripts)\//.test(file))).toEqual([]);
	});

	test('is described without dependencies and scripts', () => {
		const manifest = packageManifest(
			{ version: '1.2.3', description: 'd', license: 'Apache-2.0', main: 'dist/desktop/main.js' },
			'https://signalbox.example',
		);
		expect(Object.keys(manifest).sort()).toEqual(
			[
				'author',
				'description',
				'desktopName',
				'homepage',
				'license',
				'main',
				'name',
				'productName',
				'type',
				'version',
			].sort(),
		);
	});
});

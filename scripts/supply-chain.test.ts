/** What we take from others: exact versions, allowed licences, install scripts that somebody decided. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { allowedInProduct, isAllowed, licenceProblems, readLock, writeNotices } from './licences.ts';

const root = path.resolve(import.meta.dirname, '..');
const read = (file: string): unknown => JSON.parse(readFileSync(path.join(root, file), 'utf8'));
const own = z
	.object({
		dependencies: z.record(z.string(), z.string()),
		devDependencies: z.record(z.string(), z.string()),
		allowScripts: z.record(z.string(), z.boolean()),
		scripts: z.record(z.string(), z.string()),
	})
	.parse(read('package.json'));
const lock = readLock(root);
const exact = /^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$/;

describe('versions', () => {
	test.each(Object.entries({ ...own.dependencies, ...own.devDependencies }))('%s %s is exact', (name, version) => {
		expect(version).toMatch(exact);
		expect(lock.find(({ place }) => place === `node_modules/${name}`)?.version).toBe(version);
	});

	test('every locked package comes by checksum, and none from a branch or a folder', () => {
		const entry = z.object({
			...{ integrity: z.string().optional(), resolved: z.string().optional() },
			...{ link: z.boolean().optional(), dev: z.boolean().optional(), optional: z.boolean().optional() },
		});
		const { packages } = z.object({ packages: z.record(z.string(), entry) }).parse(read('package-lock.json'));
		const wrong = Object.entries(packages).filter(([place, { integrity, resolved, link, dev, optional }]) => {
			// scripts/complete-lock.ts adds tools of other systems, whose checksums npm does not tell it.
			const isToolElsewhere = dev === true && optional === true && integrity === undefined;
			const isChecked = isToolElsewhere || integrity?.startsWith('sha512-') === true;
			return place !== '' && (!isChecked || link === true || /^(git|file|http:)/.test(resolved ?? ''));
		});
		expect(wrong.map(([place]) => place)).toEqual([]);
	});

	test('npm writes exact versions', () => {
		expect(readFileSync(path.join(root, '.npmrc'), 'utf8')).toMatch(/^save-exact=true$/m);
	});

	test('Electron is of a line that gets security fixes', () => {
		// Electron supports its latest three majors. 45 leaves when 48 comes; whoever updates Electron updates this line.
		expect(own.devDependencies['electron']).toMatch(/^45\./);
	});

	test('the updater is newer than its known holes', () => {
		const [major = 0, minor = 0] = (own.dependencies['electron-updater'] ?? '').split('.').map(Number);
		expect(major * 100 + minor).toBeGreaterThanOrEqual(608);
	});
});

describe('install scripts', () => {
	const withScripts = lock.filter(({ hasInstallScript }) => hasInstallScript).map(({ name }) => name);

	test('are decided by name, each of them and no other', () => {
		expect([...new Set(withScripts)].sort()).toEqual(Object.keys(own.allowScripts).sort());
	});

	test('run for Node alone, which is unpacked by its own', () => {
		const allowed = Object.entries(own.allowScripts).filter(([, isAllowedToRun]) => isAllowedToRun);
		expect(allowed).toEqual([['node', true]]);
	});

	test('are none of ours', () => {
		for (const hook of ['preinstall', 'install', 'postinstall', 'prepare']) expect(own.scripts[hook]).toBeUndefined();
	});
});

describe('licences', () => {
	test('of every package are on the list', () => expect(licenceProblems(lock)).toEqual([]));

	test.each([
		['MIT', true],
		['(MIT OR GPL-3.0)', true],
		['MIT AND GPL-3.0', false],
		['GPL-3.0', false],
		['SEE LICENSE IN LICENSE', false],
		['(MIT AND (BSD OR GPL))', false],
		['', false],
	])('%j: %s', (expression, expected) => expect(isAllowed(expression, allowedInProduct)).toBe(expected));

	test('a tool may have what the product may not, and silence is no licence', () => {
		const base = { place: 'node_modules/x', name: 'x', version: '1.0.0', hasInstallScript: false };
		expect(
			licenceProblems([
				{ ...base, licence: 'MPL-2.0', isProduct: false, isOptional: false },
				{ ...base, licence: 'MPL-2.0', isProduct: true, isOptional: false },
				{ ...base, licence: null, isProduct: false, isOptional: false },
				{ ...base, licence: null, isProduct: true, isOptional: true },
			]),
		).toEqual(['node_modules/x 1.0.0: MPL-2.0', 'node_modules/x 1.0.0: no licence']);
	});

	test('are named for everything that is bundled', () => {
		const notices = writeNotices(root);
		for (const name of Object.keys(own.dependencies)) expect(notices).toContain(`${name} ${own.dependencies[name]} (`);
		expect(notices).toContain('SIL OPEN FONT LICENSE');
		expect(notices).toMatch(/Copyright \(c\) Meta Platforms/);
		expect(notices).not.toContain(root);
		expect(notices).not.toMatch(/^vitest |^playwright |^typescript /m);
		expect(notices.length).toBeLessThan(1_000_000);
	});

	test('of our own is the one that package.json names', () => {
		expect(existsSync(path.join(root, 'LICENSE'))).toBe(true);
		expect(readFileSync(path.join(root, 'LICENSE'), 'utf8')).toContain('Apache License');
	});
});

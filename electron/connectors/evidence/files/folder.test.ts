import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { defaultLimits } from '../limits.ts';
import { openFolder } from './folder.ts';

const isWindows = process.platform === 'win32';
let base = '';
let root = '';
beforeEach(async () => {
	base = await mkdtemp(path.join(tmpdir(), 'signalbox-folder-'));
	root = path.join(base, 'run');
	await mkdir(path.join(root, 'b', '.deep'), { recursive: true });
	await writeFile(path.join(root, 'b', '.deep', 'one.xml'), '<one/>');
	await writeFile(path.join(root, 'a.xml'), '<a/>');
	await writeFile(path.join(root, 'a.json'), '{}');
	await writeFile(path.join(base, 'outside.xml'), '<outside/>');
});
afterEach(async () => {
	await rm(base, { recursive: true, force: true });
});

async function readAll(glob: string): Promise<Readonly<Record<string, string>>> {
	const folder = await openFolder(root, defaultLimits);
	const found: Record<string, string> = {};
	for (const { path: name, open } of folder.find(glob)) {
		try {
			const all: Uint8Array[] = [];
			for await (const piece of open()) all.push(piece);
			found[name] = Buffer.concat(all).toString();
		} catch (error) {
			found[name] = error instanceof Error ? error.message : '';
		}
	}
	return found;
}

test('files that fit are read, sorted by path', async () => {
	expect(await readAll('**/*.xml')).toStrictEqual({ 'a.xml': '<a/>', 'b/.deep/one.xml': '<one/>' });
	expect(Object.keys(await readAll('**/*.xml'))).toStrictEqual(['a.xml', 'b/.deep/one.xml']);
	expect(await readAll('./b/**/one.*')).toStrictEqual({ 'b/.deep/one.xml': '<one/>' });
	expect(await readAll('../*.xml')).toStrictEqual({});
});

test.skipIf(isWindows)(
	'links are followed to plain files of the folder only (links need rights on Windows)',
	async () => {
		await symlink(path.join(base, 'outside.xml'), path.join(root, 'out.xml'));
		await symlink(path.join('b', '.deep', 'one.xml'), path.join(root, 'in.xml'));
		await symlink('nowhere.xml', path.join(root, 'lost.xml'));
		await symlink(base, path.join(root, 'up'));
		await symlink('b', path.join(root, 'folder.xml'));
		expect(await readAll('**/*.xml')).toStrictEqual({
			'a.xml': '<a/>',
			'b/.deep/one.xml': '<one/>',
			'folder.xml': 'is no plain file',
			'in.xml': '<one/>',
			'lost.xml': 'is a link that leads nowhere',
			'out.xml': 'is a link that leads out of the folder of the run',
		});
	},
);

test.skipIf(isWindows)('a pipe is never waited for (Windows has none in folders)', async () => {
	await promisify(execFile)('mkfifo', [path.join(base, 'pipe')]);
	await promisify(execFile)('mkfifo', [path.join(root, 'pipe.xml')]);
	await symlink('pipe.xml', path.join(root, 'link.xml'));
	expect(await readAll('*.xml')).toStrictEqual({ 'a.xml': '<a/>', 'link.xml': 'is no plain file' });
});

test('what is looked at is bounded', async () => {
	await expect(openFolder(root, { ...defaultLimits, folderEntries: 3 })).rejects.toThrow(
		'holds more than 3 files and folders',
	);
	const folder = await openFolder(root, { ...defaultLimits, matches: 1 });
	expect(() => folder.find('**/*.xml')).toThrow('holds more than 1 files that fit **/*.xml');
	const shallow = await openFolder(root, { ...defaultLimits, depth: 1 });
	expect(shallow.find('**/*.xml').map(({ path: name }) => name)).toStrictEqual(['a.xml']);
});

test('a folder that is gone is refused', async () => {
	await expect(openFolder(path.join(base, 'none'), defaultLimits)).rejects.toThrow(
		'has no folder of kept files any more',
	);
});

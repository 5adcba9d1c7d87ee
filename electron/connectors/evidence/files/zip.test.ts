import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { defaultLimits, type EvidenceLimits } from '../limits.ts';
import { Refusal } from '../refusal.ts';
import { openZip } from './zip.ts';
import { writeZip, type ZipPart } from './zip-kit.ts';

let folder = '';
beforeEach(async () => {
	folder = await mkdtemp(path.join(tmpdir(), 'signalbox-zip-'));
});
afterEach(async () => {
	await rm(folder, { recursive: true, force: true });
});

async function textOf(bytes: AsyncIterable<Uint8Array>): Promise<string> {
	const all: Uint8Array[] = [];
	for await (const piece of bytes) all.push(piece);
	return Buffer.concat(all).toString();
}

/** What fits the glob, read; or why the archive or a file in it was refused. */
async function readZip(
	parts: readonly ZipPart[],
	{ glob = '**/*.xml', limits = {} }: { readonly glob?: string; readonly limits?: Partial<EvidenceLimits> } = {},
): Promise<Readonly<Record<string, string>> | string> {
	const file = path.join(folder, 'a.zip');
	await writeZip(file, parts);
	try {
		const zip = await openZip(file, { ...defaultLimits, ...limits });
		try {
			const found: Record<string, string> = {};
			for (const one of zip.find(glob)) found[one.path] = await textOf(one.open());
			return found;
		} finally {
			await zip.close();
		}
	} catch (error) {
		if (error instanceof Refusal) return error.message;
		throw error;
	}
}

test('files that fit are read, sorted, packed or not', async () => {
	const parts = [
		{ path: 'z.xml', content: 'last', method: 0 },
		{ path: 'reports/', content: '', mode: 0o040755, method: 0 },
		{ path: 'reports/.hidden/b.xml', content: 'b'.repeat(100_000) },
		{ path: 'a.xml', content: '' },
		{ path: 'a.json', content: '{}' },
		{ path: 'nested.zip', content: 'PK' },
	];
	const found = await readZip(parts);
	expect(Object.keys(found)).toStrictEqual(['a.xml', 'reports/.hidden/b.xml', 'z.xml']);
	expect(found).toMatchObject({ 'a.xml': '', 'z.xml': 'last', 'reports/.hidden/b.xml': 'b'.repeat(100_000) });
	expect(await readZip(parts, { glob: './reports/**' })).toHaveProperty(['reports/.hidden/b.xml']);
	expect(await readZip(parts, { glob: 'b.xml' })).toStrictEqual({});
});

const fine = { path: 'a.xml', content: '<a/>' };
test.each<[string, ZipPart, string]>([
	['a way out', { path: '../b.xml', content: '' }, 'invalid relative path'],
	['a way out further down', { path: 'a/../../b.xml', content: '' }, 'invalid relative path'],
	['an absolute path', { path: '/etc/b.xml', content: '' }, 'absolute path'],
	['a drive', { path: 'C:/b.xml', content: '' }, 'absolute path'],
	['a way out of Windows', { path: '..\\b.xml', content: '' }, 'invalid characters'],
	['NUL in a name', { path: 'b.xml\0.txt', content: '' }, 'lies outside of it: b.xml?.txt'],
	['a symbolic link', { path: 'b.xml', content: '/etc/passwd', mode: 0o120777 }, 'symbolic link: b.xml'],
	['an encrypted file', { path: 'b.xml', content: 'x', flags: 1 }, 'encrypted file: b.xml'],
	['the same name twice', { path: 'a.xml', content: '<b/>' }, 'holds a.xml twice'],
	['the same name but for its case', { path: 'A.XML', content: '<b/>' }, 'holds A.XML twice'],
	['a path that is too long', { path: `${'a/'.repeat(600)}b.xml`, content: '' }, 'path that is too long'],
])('refused as a whole: %s', async (_name, part, message) => {
	expect(await readZip([fine, part])).toContain(message);
	// Nothing was written anywhere.
	expect(await readdir(folder)).toStrictEqual(['a.zip']);
});

test('a bomb is stopped by what comes out of it, not by what it claims', async () => {
	const bomb = { path: 'b.xml', content: Buffer.alloc(8 * 1024 * 1024) };
	const limits = { streamBytes: 1024 * 1024 };
	expect(await readZip([bomb], { limits })).toBe('unpacks to more than 1 MB');
	expect(await readZip([{ ...bomb, claims: 10 }])).toMatch(/cannot be unpacked: .*bytes/u);
	const many = Array.from({ length: 5 }, (_, nth) => ({ path: `${nth}.xml`, content: Buffer.alloc(1024 * 1024) }));
	expect(await readZip(many, { limits: { zipBytes: 3 * 1024 * 1024 } })).toContain(
		'more than 3 MB together with the files before',
	);
});

test('files are counted, in all and of those that fit', async () => {
	const many = Array.from({ length: 30 }, (_, nth) => ({ path: `${nth}.xml`, content: '' }));
	expect(await readZip(many, { limits: { zipEntries: 29 } })).toBe('holds more than 29 files');
	expect(await readZip(many, { limits: { matches: 29 } })).toBe('holds more than 29 files that fit **/*.xml');
	expect(Object.keys(await readZip(many, { limits: { zipEntries: 30, matches: 30 } }))).toHaveLength(30);
});

test('a way of packing that is not known', async () => {
	expect(await readZip([{ path: 'b.xml', content: 'x', method: 14 }])).toContain('packed in a way that is not read');
});

test.each([
	['no zip', Buffer.from('hello, this is no zip at all, however long it is')],
	['empty', Buffer.alloc(0)],
	['cut off', null],
])('refused: %s', async (_name, content) => {
	const file = path.join(folder, 'b.zip');
	if (content === null) {
		await writeZip(file, [fine]);
		const whole = await readFile(file);
		await writeFile(file, whole.subarray(0, whole.length - 10));
	} else await writeFile(file, content);
	await expect(openZip(file, defaultLimits)).rejects.toThrow(/is no zip that can be read/u);
	await expect(openZip(path.join(folder, 'none.zip'), defaultLimits)).rejects.toBeInstanceOf(Refusal);
});

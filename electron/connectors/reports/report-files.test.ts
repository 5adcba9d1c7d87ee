import { mkdir, mkdtemp, readdir, readFile, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createReportFiles } from './report-files.ts';

const files = createReportFiles();
const name = 'delivery-report-2026-10.md';
const bytes = (text: string) => new TextEncoder().encode(text);
let folder = '';

beforeEach(async () => {
	folder = await mkdtemp(path.join(tmpdir(), 'report-files-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test('a report is written whole, into a folder that is made, and nothing else is left', async () => {
	const below = path.join(folder, 'reports', 'monthly');
	const written = await files.write({ folder: below, name, content: bytes('# October') });
	expect(written).toEqual({ ok: true, value: { file: path.join(below, name) } });
	expect(await readdir(below)).toEqual([name]);
	expect(await readFile(path.join(below, name), 'utf8')).toBe('# October');
});

test('the same report again is the same file', async () => {
	await files.write({ folder, name, content: bytes('a') });
	expect(await files.write({ folder, name, content: bytes('a') })).toMatchObject({
		value: { file: path.join(folder, name) },
	});
	expect(await readdir(folder)).toEqual([name]);
});

test('another file of that name stays, and the report gets a number', async () => {
	await writeFile(path.join(folder, name), 'mine');
	const written = await files.write({ folder, name, content: bytes('theirs') });
	expect(written).toMatchObject({ value: { file: path.join(folder, 'delivery-report-2026-10-2.md') } });
	expect(await readFile(path.join(folder, name), 'utf8')).toBe('mine');
});

test('a link is neither followed nor replaced', async () => {
	const victim = path.join(folder, 'victim.txt');
	await writeFile(victim, 'precious');
	const reports = path.join(folder, 'reports');
	await mkdir(reports);
	await symlink(victim, path.join(reports, name));
	await symlink(path.join(folder, 'nowhere'), path.join(reports, 'delivery-report-2026-10-2.md'));
	const written = await files.write({ folder: reports, name, content: bytes('precious') });
	expect(written).toMatchObject({ value: { file: path.join(reports, 'delivery-report-2026-10-3.md') } });
	expect(await readFile(victim, 'utf8')).toBe('precious');
	expect(await readdir(folder)).not.toContain('nowhere');
});

test('many at once each get a place of their own', async () => {
	const all = await Promise.all(
		Array.from({ length: 8 }, (_, index) => files.write({ folder, name, content: bytes(`${index}`) })),
	);
	const places = all.map((written) => (written.ok ? written.value.file : ''));
	expect(new Set(places).size).toBe(8);
	const texts = await Promise.all(places.map((file) => readFile(file, 'utf8')));
	expect(texts).toEqual(['0', '1', '2', '3', '4', '5', '6', '7']);
});

test('what was made since a moment is found again, numbered too; older files, links and nothing are not', async () => {
	const since = Date.UTC(2026, 10, 2, 8);
	const at = async (file: string, ms: number) => {
		await writeFile(path.join(folder, file), file);
		await utimes(path.join(folder, file), ms / 1_000, ms / 1_000);
	};
	expect(await files.madeSince({ folder, name, since })).toBeNull();
	expect(await files.madeSince({ folder: path.join(folder, 'none'), name, since })).toBeNull();
	await at(name, since - 86_400_000);
	await symlink(path.join(folder, name), path.join(folder, 'delivery-report-2026-10-2.md'));
	expect(await files.madeSince({ folder, name, since })).toBeNull();
	await at('delivery-report-2026-10-3.md', since + 1_000);
	expect(await files.madeSince({ folder, name, since })).toBe(path.join(folder, 'delivery-report-2026-10-3.md'));
});

test.each(['../x.md', 'a/b.md', '.hidden', '', 'a\\b.md', 'x..md'])('the name %j is refused', async (bad) => {
	expect(await files.write({ folder, name: bad, content: bytes('') })).toMatchObject({
		problem: { code: 'invalid-input' },
	});
});

test('a relative folder is refused; one that is a file is told', async () => {
	expect(await files.write({ folder: 'reports', name, content: bytes('') })).toMatchObject({
		problem: { code: 'invalid-input' },
	});
	const file = path.join(folder, 'file');
	await writeFile(file, '');
	expect(await files.write({ folder: file, name, content: bytes('') })).toMatchObject({
		problem: { code: 'store-failed' },
	});
});

import { mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fc, test as property } from '@fast-check/vitest';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { Quarantine } from '../../../shared/domain/tests/model.ts';
import { isQuarantineFile, quarantineFileSchema, quarantineText } from './quarantine-file.ts';
import { createQuarantineWriter } from './quarantine-writer.ts';

const now = Date.UTC(2026, 10, 28);
const day = 86_400_000;
const file = '.signalbox/quarantine.json';

let base = '';
let folder = '';
beforeEach(async () => {
	base = await mkdtemp(path.join(tmpdir(), 'signalbox-quarantine-'));
	folder = path.join(base, 'project');
	await mkdir(folder);
});
afterEach(async () => {
	await rm(base, { recursive: true, force: true });
});

function quarantine(test: string, more: Partial<Quarantine> = {}): Quarantine {
	return {
		service: 'shop',
		test,
		file: null,
		owner: 'ada',
		reason: 'waits for a clock',
		ticket: 'SHOP-1',
		by: 'bob',
		at: now - day,
		expiresAt: now + day,
		...more,
	};
}

function write(quarantines: readonly Quarantine[], to = file) {
	return createQuarantineWriter({ folder, now: () => now }).write(to, quarantines);
}

async function written(): Promise<string> {
	return readFile(path.join(folder, file), 'utf8');
}

describe('what is written', () => {
	test('is what is in force, sorted, with the instants in UTC', async () => {
		const entries = [
			quarantine('b'),
			quarantine('ended', { expiresAt: now }),
			quarantine('a', { file: 'a.test.ts', ticket: null }),
			quarantine('z', { service: 'cart' }),
		];
		expect(await write(entries)).toStrictEqual({ ok: true, value: null });
		const { version, quarantined } = quarantineFileSchema.parse(JSON.parse(await written()));
		expect(version).toBe(1);
		expect(quarantined.map(({ service, test: name }) => `${service} ${name}`)).toStrictEqual([
			'cart z',
			'shop a',
			'shop b',
		]);
		expect(quarantined[1]).toStrictEqual({
			service: 'shop',
			test: 'a',
			file: 'a.test.ts',
			owner: 'ada',
			reason: 'waits for a clock',
			ticket: null,
			since: '2026-11-27T00:00:00.000Z',
			until: '2026-11-29T00:00:00.000Z',
		});
		expect(await readdir(path.join(folder, '.signalbox'))).toStrictEqual(['quarantine.json']);
	});

	test('is left alone where it says the same already', async () => {
		await write([quarantine('a'), quarantine('b')]);
		const before = await stat(path.join(folder, file), { bigint: true });
		await write([quarantine('b'), quarantine('a')]);
		expect((await stat(path.join(folder, file), { bigint: true })).ino).toBe(before.ino);
	});

	test('is an empty list when nothing is quarantined any more', async () => {
		await write([quarantine('a')]);
		await write([]);
		expect(JSON.parse(await written())).toStrictEqual({ version: 1, quarantined: [] });
	});

	test('is the last of several writes at once', async () => {
		const writer = createQuarantineWriter({ folder, now: () => now });
		const lists = Array.from({ length: 8 }, (_, index) => [quarantine(`t${index}`)]);
		await Promise.all(lists.map((list) => writer.write(file, list)));
		expect(await written()).toBe(quarantineText(lists.at(-1) ?? [], now));
	});

	property.prop([fc.array(fc.record({ test: fc.string({ minLength: 1 }), service: fc.constantFrom('a', 'b') }))])(
		'fits its schema, in any order of its entries',
		(kinds) => {
			const entries = kinds.map(({ test: name, service }, index) => quarantine(name, { service, at: now - index }));
			const text = quarantineText(entries, now);
			expect(isQuarantineFile(text)).toBe(true);
			expect(quarantineText(entries.toReversed(), now)).toBe(text);
		},
	);

	test('has a published schema', async () => {
		const published = new URL('../../../assets/quarantine/quarantine.schema.json', import.meta.url);
		expect(JSON.parse(await readFile(published, 'utf8'))).toStrictEqual(z.toJSONSchema(quarantineFileSchema));
	});
});

describe('what is refused', () => {
	test.each([
		['../outside.json', 'outside of the project'],
		['a/../../outside.json', 'outside of the project'],
		['/outside.json', 'outside of the project'],
		['C:\\outside.json', 'outside of the project'],
		['a\\..\\..\\outside.json', 'outside of the project'],
		['', 'outside of the project'],
		['package', 'no JSON file'],
	])('%s', async (to, why) => {
		const result = await write([quarantine('a')], to);
		expect(result).toMatchObject({ ok: false, problem: { code: 'invalid-config' } });
		expect(result.ok ? '' : result.problem.message).toContain(why);
		expect(await readdir(base)).toStrictEqual(['project']);
		expect(await readdir(folder)).toStrictEqual([]);
	});

	test('a folder that is a link', async () => {
		await mkdir(path.join(base, 'elsewhere'));
		await symlink(path.join(base, 'elsewhere'), path.join(folder, '.signalbox'));
		expect(await write([quarantine('a')])).toMatchObject({ ok: false, problem: { code: 'invalid-config' } });
		expect(await readdir(path.join(base, 'elsewhere'))).toStrictEqual([]);
	});

	test('a file that is a link', async () => {
		const other = path.join(base, 'other.json');
		await writeFile(other, quarantineText([], now));
		await mkdir(path.join(folder, '.signalbox'));
		await symlink(other, path.join(folder, file));
		expect(await write([quarantine('a')])).toMatchObject({ ok: false, problem: { code: 'invalid-config' } });
		expect(await readFile(other, 'utf8')).toBe(quarantineText([], now));
	});

	test.each(['{"name":"shop"}', '', 'not JSON', '{"version":2,"quarantined":[]}'])(
		'a file that holds %j',
		async (content) => {
			await writeFile(path.join(folder, 'package.json'), content);
			const result = await write([quarantine('a')], 'package.json');
			expect(result).toMatchObject({ ok: false, problem: { code: 'invalid-config' } });
			expect(await readFile(path.join(folder, 'package.json'), 'utf8')).toBe(content);
		},
	);

	test('by the disk: the file from before stays, and it may be tried again', async () => {
		await rm(folder, { recursive: true });
		const result = await write([quarantine('a')]);
		expect(result).toMatchObject({ ok: false, problem: { code: 'store-failed', retryable: true } });
	});
});

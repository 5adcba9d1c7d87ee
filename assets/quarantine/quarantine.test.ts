import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { quarantineText } from '../../electron/connectors/quarantine/quarantine-file.ts';
import { nameOf, readQuarantine } from './quarantine.mjs';

const now = Date.UTC(2026, 10, 28);
let folder = '';
beforeEach(async () => {
	folder = await mkdtemp(path.join(tmpdir(), 'signalbox-quarantine-'));
});
afterEach(async () => {
	vi.restoreAllMocks();
	await rm(folder, { recursive: true, force: true });
});

async function named(text: string | null, options: { readonly now?: number; readonly service?: string } = {}) {
	const file = path.join(folder, 'quarantine.json');
	if (text !== null) await writeFile(file, text);
	return [...readQuarantine({ file, now, ...options }).keys()];
}

const entry = { file: null, owner: 'ada', reason: 'slow', ticket: null, by: 'bob', at: now - 1_000 };
const text = quarantineText(
	[
		{ ...entry, service: 'shop', test: 'a > b', expiresAt: now + 1_000 },
		{ ...entry, service: 'cart', test: 'c > "d" {e}', expiresAt: now + 2_000 },
	],
	now,
);

test('names what is in force, of one service or of all', async () => {
	expect(await named(text)).toStrictEqual(['c > "d" {e}', 'a > b']);
	expect(await named(text, { service: 'shop' })).toStrictEqual(['a > b']);
});

test('what has ended counts again, although the file still has it', async () => {
	expect(await named(text, { now: now + 1_000 })).toStrictEqual(['c > "d" {e}']);
	expect(await named(text, { now: now + 2_000 })).toStrictEqual([]);
});

test('nothing is quarantined where there is no file, and nobody is told', async () => {
	const said = vi.spyOn(console, 'error').mockReturnValue();
	expect(await named(null)).toStrictEqual([]);
	expect(said).not.toHaveBeenCalled();
});

test.each(['', '[]', 'null', '{"version":2,"quarantined":[]}', '{"version":1'])(
	'nothing is quarantined where the file holds %j, and that is said',
	async (content) => {
		const said = vi.spyOn(console, 'error').mockReturnValue();
		expect(await named(content)).toStrictEqual([]);
		expect(said).toHaveBeenCalledOnce();
	},
);

test('names are one line', () => {
	expect(nameOf('a.test.ts', 'x\n  y')).toBe('a.test.ts > x y');
});

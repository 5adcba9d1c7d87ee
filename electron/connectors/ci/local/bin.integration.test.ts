import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openBin } from './bin.ts';

const silent = { debug() {}, info() {}, warn() {}, error() {} };
let root: string;
beforeEach(() => {
	root = mkdtempSync(join(tmpdir(), 'sbx-bin-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function fill(folder: string): void {
	mkdirSync(join(folder, 'below'), { recursive: true });
	writeFileSync(join(folder, 'below', 'file'), 'x');
}

test('a place is free at once, what is put there meanwhile stays, and what lay there goes', async () => {
	const [source, gone] = [join(root, 'source'), join(root, 'gone')];
	const bin = openBin(gone, silent);
	fill(source);
	bin.discard(source);
	expect(existsSync(source)).toBe(false);
	fill(source);
	bin.discard(join(root, 'never-there'));
	await bin.emptied();
	expect(readdirSync(gone)).toEqual([]);
	expect(existsSync(join(source, 'below', 'file'))).toBe(true);
});

test('what an earlier Signalbox left goes too', async () => {
	fill(join(root, 'gone', 'left'));
	await openBin(join(root, 'gone'), silent).emptied();
	expect(readdirSync(join(root, 'gone'))).toEqual([]);
});

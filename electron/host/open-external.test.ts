import {
	existsSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	statSync,
	utimesSync,
	writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openInBrowser } from './open-external.ts';

const token = 'A1b2'.repeat(10);
const address = `http://127.0.0.1:4711/#${token}`;
let folder: string;
beforeEach(() => {
	vi.useFakeTimers();
	folder = mkdtempSync(path.join(tmpdir(), 'signalbox-door-'));
});
afterEach(() => {
	vi.useRealTimers();
	rmSync(folder, { recursive: true, force: true });
});

function open(platform: NodeJS.Platform = 'linux', env: Record<string, string> = { DISPLAY: ':0' }) {
	const started: string[][] = [];
	const start = (command: string, args: readonly string[]) => void started.push([command, ...args]);
	const door = openInBrowser({ address, dataFolder: folder, machine: { platform, env }, start });
	return { door, started, file: path.join(folder, 'open-4711.html') };
}

test.each(['linux', 'darwin', 'win32'] as const)('on %s the key is in no argument of the browser', (platform) => {
	const { started, file } = open(platform);
	expect(started).toHaveLength(1);
	expect(started[0]?.at(-1)).toBe(file);
	expect(started.flat().join(' ')).not.toContain(token);
});

test('the file leads to the room, for this person alone', () => {
	const file = path.join(folder, 'open-4711.html');
	writeFileSync(file, 'somebody was here', { mode: 0o666 });
	open();
	expect(readFileSync(file, 'utf8')).toContain(`content="0; url=${address}"`);
	if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600);
});

test('the file is gone once the door is closed, and after a minute anyway', () => {
	const first = open();
	first.door.close();
	expect(existsSync(first.file)).toBe(false);
	const second = open();
	vi.advanceTimersByTime(59_000);
	expect(existsSync(second.file)).toBe(true);
	vi.advanceTimersByTime(1_000);
	expect(existsSync(second.file)).toBe(false);
	second.door.close();
});

test('what a killed host left is removed, what another host has just opened is not', () => {
	for (const name of ['open-1.html', 'open-2.html', 'open-notes.html']) writeFileSync(path.join(folder, name), '');
	const old = Date.now() / 1_000 - 61;
	utimesSync(path.join(folder, 'open-1.html'), old, old);
	utimesSync(path.join(folder, 'open-notes.html'), old, old);
	open();
	expect(readdirSync(folder).sort()).toEqual(['open-2.html', 'open-4711.html', 'open-notes.html']);
});

test('without a display nothing is written', () => {
	const { started } = open('linux', {});
	expect([started, readdirSync(folder)]).toEqual([[], []]);
});

test('a folder that cannot be written opens nothing', () => {
	rmSync(folder, { recursive: true });
	expect(open().started).toEqual([]);
});

import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { defaultShellSettings } from '../../shared/shell/settings.ts';
import { quietLogger } from '../testing/real-world.ts';
import { type CreateSettingsStore, openSettings } from './settings.ts';

let folder: string;
let file: string;
beforeEach(() => {
	folder = mkdtempSync(path.join(tmpdir(), 'signalbox-settings-'));
	file = path.join(folder, 'settings.json');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const open = (createStore?: CreateSettingsStore) => openSettings(folder, quietLogger, createStore);

test('settings, projects and windows are there again at the next start, for the owner alone', () => {
	const first = open();
	expect(first.desk.problem()).toBeNull();
	expect(readdirSync(folder)).toEqual([]);
	first.setProjects(['/a']);
	first.setWindows({ room: { x: 1 } });
	expect(first.desk.change({ appearance: 'dark' }).ok).toBe(true);
	const next = open();
	expect(next.projects()).toEqual(['/a']);
	expect(next.windows()).toEqual({ room: { x: 1 } });
	expect(next.desk.current()).toEqual({ ...defaultShellSettings, appearance: 'dark' });
	expect(statSync(file).mode & 0o777).toBe(0o600);
	expect(readdirSync(folder)).toEqual(['settings.json']);
});

test('listeners hear of a change once it is on disk, until they leave', () => {
	const { desk } = open();
	const heard: unknown[] = [];
	const leave = desk.onChange(({ zoom }) => heard.push([zoom, JSON.parse(readFileSync(file, 'utf8')).shell.zoom]));
	desk.change({ zoom: 2 });
	leave();
	desk.change({ zoom: 3 });
	expect(heard).toEqual([[2, 2]]);
	expect(desk.current().zoom).toBe(3);
});

test('what cannot be kept is refused and changes nothing', () => {
	const { desk } = open();
	const heard: unknown[] = [];
	desk.onChange((settings) => heard.push(settings));
	expect(desk.change({ zoom: 99 })).toMatchObject({ ok: false, problem: { code: 'invalid-input' } });
	expect(desk.current()).toEqual(defaultShellSettings);
	expect(heard).toEqual([]);
	expect(readdirSync(folder)).toEqual([]);
});

describe('a disk that refuses', () => {
	test.each([
		['ENOSPC', 'store-full'],
		['EACCES', 'store-failed'],
	])('with %s leaves everything as it was, and the next try can succeed', (code, problem) => {
		let refuses = true;
		const kept: Record<string, unknown>[] = [];
		const settings = open(() => ({
			get store() {
				return {};
			},
			set store(value: Record<string, unknown>) {
				if (refuses) throw Object.assign(new Error(code), { code });
				kept.push(value);
			},
		}));
		const heard: unknown[] = [];
		settings.desk.onChange((changed) => heard.push(changed));
		expect(settings.desk.change({ zoom: 2 })).toMatchObject({ ok: false, problem: { code: problem, retryable: true } });
		settings.setProjects(['/a']);
		expect(settings.desk.problem()).toMatchObject({ code: problem });
		expect([settings.desk.current().zoom, settings.projects(), heard, kept]).toEqual([1, [], [], []]);
		refuses = false;
		expect(settings.desk.change({ zoom: 2 }).ok).toBe(true);
		expect(settings.desk.problem()).toBeNull();
		expect(kept).toMatchObject([{ version: 1, projects: [], shell: { zoom: 2 } }]);
	});
});

test('a file of a newer Signalbox is used as far as it is understood, and left exactly as it is', () => {
	const text = '{ "version": 7, "projects": ["/a"], "shell": {"appearance": "dark", "hologram": true}, "other": [1] }';
	writeFileSync(file, text);
	const settings = open();
	expect(settings.projects()).toEqual(['/a']);
	expect(settings.desk.current().appearance).toBe('dark');
	expect(settings.desk.problem()).toMatchObject({ code: 'store-newer', message: expect.stringContaining('newer') });
	expect(settings.desk.change({ zoom: 2 })).toMatchObject({ ok: false, problem: { code: 'store-newer' } });
	settings.setProjects(['/b']);
	settings.setWindows(5);
	expect([settings.projects(), settings.windows(), settings.desk.current().zoom]).toEqual([['/a'], null, 1]);
	expect(readFileSync(file, 'utf8')).toBe(text);
	expect(readdirSync(folder)).toEqual(['settings.json']);
});

test('a broken file is set aside each time, told, and never lost', () => {
	for (const [number, text] of ['{ "version": 1, "shell": {', '[]'].entries()) {
		writeFileSync(file, text);
		const settings = open();
		const aside = `settings.broken-${number + 1}.json`;
		expect(readFileSync(path.join(folder, aside), 'utf8')).toBe(text);
		expect(settings.desk.problem()).toMatchObject({ code: 'store-corrupt', message: expect.stringContaining(aside) });
		expect(settings.desk.change({ zoom: 2 }).ok).toBe(true);
		expect(settings.desk.problem(), 'told until the end of this run').not.toBeNull();
		expect(open().desk.current().zoom).toBe(2);
	}
});

test('a field that does not fit is told until it is written anew', () => {
	writeFileSync(file, JSON.stringify({ version: 1, projects: ['/a'], shell: { zoom: 'big', tourSeen: true } }));
	const { desk } = open();
	expect(desk.problem()).toMatchObject({ message: expect.stringContaining('shell.zoom') });
	expect(desk.current()).toEqual({ ...defaultShellSettings, tourSeen: true });
	desk.change({ appearance: 'light' });
	expect(desk.problem()).toBeNull();
	expect(open().desk.problem()).toBeNull();
});

test.each([
	['broken', () => writeFileSync(file, '{')],
	['removed', () => rmSync(file)],
	['made a folder', () => (rmSync(file), mkdirSync(file))],
])('a file that is %s while we run does not matter to what is known', (_, harm) => {
	const settings = open();
	settings.setProjects(['/a']);
	settings.desk.change({ zoom: 2 });
	harm();
	expect([settings.projects(), settings.desk.current().zoom]).toEqual([['/a'], 2]);
	const isFolder = statSync(file, { throwIfNoEntry: false })?.isDirectory() === true;
	expect(settings.desk.change({ appearance: 'dark' }).ok).toBe(!isFolder);
	if (!isFolder) expect(open().projects()).toEqual(['/a']);
});

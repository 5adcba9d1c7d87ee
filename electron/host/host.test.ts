import { closeSync, mkdirSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createFakeApi } from '../../shared/rpc/testing/fake-api.ts';
import { quietLogger } from '../testing/real-world.ts';
import { parseHostArguments } from './arguments.ts';
import { usualDataFolder } from './data-folder.ts';
import { openLog } from './log.ts';
import { browserCommand } from './open-external.ts';
import { personName } from './open-room.ts';
import { findRoomFile, readRoomFiles } from './room-files.ts';
import { unforeseen } from './unforeseen.ts';
import { openSettings, rememberingProjects } from './settings.ts';

let folder: string;
beforeEach(() => {
	folder = mkdtempSync(path.join(tmpdir(), 'signalbox-host-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('the words after npm start', () => {
	test('have defaults', () => {
		expect(parseHostArguments([])).toEqual({
			ok: true,
			value: {
				sample: false,
				open: true,
				port: 0,
				data: null,
				browser: false,
				help: false,
				project: null,
				allowActions: false,
				readOnly: false,
				endEverything: false,
				report: null,
			},
		});
	});

	test('are read', () => {
		const words =
			'--sample --no-open --port 4711 --data d --browser --project p.yaml --allow-actions --read-only --end-everything -h';
		expect(parseHostArguments(words.split(' '))).toMatchObject({
			ok: true,
			value: {
				sample: true,
				open: false,
				port: 4711,
				data: 'd',
				browser: true,
				project: 'p.yaml',
				allowActions: true,
				endEverything: true,
				help: true,
			},
		});
	});

	test.each([
		[['--prot', '1'], '--prot'],
		[['extra'], 'extra'],
		[['--port'], '--port'],
		[['--port', 'http'], '--port'],
		[['--port', '-1'], '--port'],
		[['--port', '70000'], '--port'],
		[['--port', '1.5'], '--port'],
		[['--data'], '--data'],
	])('%j is refused by name', (words, name) => {
		expect(parseHostArguments(words)).toMatchObject({
			ok: false,
			problem: { code: 'invalid-input', message: expect.stringContaining(name) },
		});
	});
});

test.each([
	['linux', {}, '/home/ada/.local/share/signalbox'],
	['linux', { XDG_DATA_HOME: '/data' }, '/data/signalbox'],
	['linux', { XDG_DATA_HOME: 'relative' }, '/home/ada/.local/share/signalbox'],
	['darwin', { XDG_DATA_HOME: '/data' }, '/home/ada/Library/Application Support/signalbox'],
	['win32', { APPDATA: 'C:\\Users\\ada\\AppData\\Roaming' }, 'C:\\Users\\ada\\AppData\\Roaming\\signalbox'],
] as const)('on %s with %j data is in %s', (platform, env, expected) => {
	expect(usualDataFolder({ platform, env, homeFolder: '/home/ada' })).toBe(expected);
});

test.each([
	['linux', {}, null],
	['linux', { DISPLAY: ':0' }, 'xdg-open'],
	['linux', { WAYLAND_DISPLAY: 'wayland-0' }, 'xdg-open'],
	['darwin', {}, 'open'],
	['win32', {}, 'rundll32'],
] as const)('on %s with %j the browser is opened by %s', (platform, env, command) => {
	expect(browserCommand('http://127.0.0.1:1/#t', { platform, env })?.[0] ?? null).toBe(command);
});

test('a person without a name still has one in the journal', () => {
	const nameless = () => {
		throw new Error('uv_os_get_passwd returned ENOENT');
	};
	expect([personName(() => ({ username: 'ada' })), personName(nameless)]).toEqual(['ada', 'someone at this machine']);
});

test('what nobody foresaw is a sentence with a hint, and no stack', () => {
	const { message, hint } = unforeseen(new Error('EMFILE: too many open files.'));
	expect(message).toBe('Signalbox did not start: EMFILE: too many open files. What is running keeps running.');
	expect(hint).toContain('--data');
});

describe('the log', () => {
	const token = 'A1b2'.repeat(10);
	test('keeps its newest troubles at hand for a bug report, without secrets', () => {
		const log = openLog(folder);
		log.info({}, 'nothing');
		for (let count = 1; count <= 32; count++) log.warn({ said: `Bearer ${token}` }, `trouble ${count}`);
		log.error({}, 'the last');
		log.close();
		const troubles = log.troubles();
		expect(troubles).toHaveLength(30);
		expect([troubles[0], troubles.at(-1)]).toEqual([
			expect.stringContaining('trouble 4'),
			expect.stringContaining('the last'),
		]);
		expect(troubles.join()).not.toContain(token);
	});
	test('hides secrets within its texts and stays JSON', () => {
		const log = openLog(folder);
		log.warn({ said: `"API_TOKEN": "${token}"`, list: [`Bearer ${token}`] }, `the key="${token}" and a key=`);
		log.close();
		const text = readFileSync(path.join(folder, 'signalbox.log'), 'utf8');
		expect(text).not.toContain(token);
		expect(JSON.parse(text)).toMatchObject({ list: ['Bearer [hidden]'], msg: 'the key="[hidden]" and a key=' });
	});

	test('hides named fields and leaves the rest readable', () => {
		const log = openLog(folder);
		log.warn({ token, nested: { password: token }, service: 'checkout' }, 'refused');
		log.close();
		const text = readFileSync(path.join(folder, 'signalbox.log'), 'utf8');
		expect(text).not.toContain(token);
		expect(JSON.parse(text)).toMatchObject({ service: 'checkout', msg: 'refused', token: '[hidden]' });
	});

	test('writes into no other file when its own cannot be opened again', () => {
		const logs = path.join(folder, 'logs');
		mkdirSync(logs);
		const log = openLog(logs, { maxBytes: 100, keep: 1 });
		rmSync(logs, { recursive: true });
		log.info({}, 'x'.repeat(200));
		// The system gives this file the number that the log had.
		const other = path.join(folder, 'other');
		const fd = openSync(other, 'a');
		log.info({}, 'lost');
		closeSync(fd);
		expect(readFileSync(other, 'utf8')).toBe('');
		mkdirSync(logs);
		log.info({}, 'found again');
		log.close();
		expect(readFileSync(path.join(logs, 'signalbox.log'), 'utf8')).toContain('found again');
	});

	test('stays within its size', () => {
		const log = openLog(folder, { maxBytes: 2_000, keep: 2 });
		for (let line = 0; line < 200; line++) log.info({ line }, 'x'.repeat(50));
		log.close();
		const files = readdirSync(folder).sort();
		expect(files).toEqual(['signalbox.log', 'signalbox.log.1', 'signalbox.log.2']);
		for (const file of files) expect(readFileSync(path.join(folder, file)).length).toBeLessThan(2_300);
		expect(readFileSync(path.join(folder, 'signalbox.log.1'), 'utf8')).toContain('"line":1');
	});
});

describe('settings', () => {
	test('remember open projects from start to start', async () => {
		const { api } = createFakeApi();
		const caller = { name: 'Ada', mayAct: true };
		const remembering = rememberingProjects(api, openSettings(folder, quietLogger));
		await remembering.projects.open({ path: '/a' }, caller);
		await remembering.projects.open({ path: '/a' }, caller);
		expect(openSettings(folder, quietLogger).projects()).toEqual(['/a']);
		await remembering.projects.close({ projectId: 'p1' }, caller);
		expect(openSettings(folder, quietLogger).projects()).toEqual([]);
		await remembering.projects.create({ path: '/b', source: '' }, caller);
		expect(openSettings(folder, quietLogger).projects()).toEqual(['/b']);
	});

	test.each(['', '{', '{"projects": 5}', '[]'])('that read %j do not keep the room shut', (text) => {
		writeFileSync(path.join(folder, 'settings.json'), text);
		expect(openSettings(folder, quietLogger).projects()).toEqual([]);
	});
});

describe('files of the room', () => {
	test('are those of the folder, by exact name', async () => {
		writeFileSync(path.join(folder, 'index.html'), '<!doctype html>');
		writeFileSync(path.join(folder, 'main.js'), '1');
		writeFileSync(path.join(folder, 'main.js.map'), '{}');
		const read = await readRoomFiles(folder);
		if (!read.ok) throw new Error(read.problem.message);
		expect([...read.value.keys()].sort()).toEqual(['/', '/index.html', '/main.js']);
		expect(findRoomFile(read.value, '/?x')?.type).toBe('text/html; charset=utf-8');
	});

	test.each([
		'',
		'/..',
		'/..%2fmain.js',
		'/%6dain.js',
		'//main.js',
		'/\\main.js',
		'/main.js%00',
		'main.js',
		'/main.js/',
	])('%j is none of them', async (name) => {
		writeFileSync(path.join(folder, 'index.html'), '');
		writeFileSync(path.join(folder, 'main.js'), '1');
		const read = await readRoomFiles(folder);
		expect(read.ok && findRoomFile(read.value, name)).toBeNull();
	});

	test('that are not built are missed in a sentence', async () => {
		expect(await readRoomFiles(path.join(folder, 'none'))).toMatchObject({
			ok: false,
			problem: { hint: expect.stringContaining('npm start') },
		});
	});
});

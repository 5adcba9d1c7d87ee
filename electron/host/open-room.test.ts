import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ok } from '../../shared/domain/result.ts';
import { eventually } from '../../shared/rpc/testing/eventually.ts';
import { createFakeApi } from '../../shared/rpc/testing/fake-api.ts';
import { parseHostArguments } from './arguments.ts';
import { makeDataFolder } from './data-folder.ts';
import { openRoom } from './open-room.ts';
import type { ControlRoom, CreateControlRoom } from './room.ts';

let folder: string;
beforeEach(() => {
	folder = mkdtempSync(path.join(tmpdir(), 'signalbox-open-'));
	mkdirSync(path.join(folder, 'data', 'logs'), { recursive: true });
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const nothing = async () => {};
const stillMachine: ControlRoom['machine'] = { sleeping: nothing, woke: nothing, locked: nothing, unlocked: nothing };

async function open(createRoom: CreateControlRoom) {
	const args = parseHostArguments(['--data', path.join(folder, 'data')]);
	if (!args.ok) throw new Error(args.problem.message);
	return openRoom({
		host: 'browser',
		args: args.value,
		mayAct: true,
		machine: { platform: process.platform, env: {}, homeFolder: folder },
		packageRoot: path.resolve(import.meta.dirname, '..', '..'),
		startFolder: folder,
		router: { command: process.execPath, args: [], env: {} },
		sampleNode: { command: process.execPath, args: [], env: {} },
		jobNode: { command: process.execPath, args: [], env: {} },
		createRoom,
	});
}

describe('a data folder that cannot be written', () => {
	test.each([
		['the log', path.join('logs', 'signalbox.log')],
		['the settings', 'settings.json'],
	])('is told in a sentence when it refuses %s', async (_name, refused) => {
		mkdirSync(path.join(folder, 'data', refused));
		let asked = 0;
		const opened = await open(async () => {
			asked += 1;
			throw new Error('The room must not be asked for.');
		});
		expect(opened).toMatchObject({
			ok: false,
			problem: {
				code: 'store-failed',
				message: expect.stringContaining(path.join(folder, 'data')),
				hint: expect.stringContaining('--data'),
			},
		});
		expect(asked).toBe(0);
	});

	test.each([
		['ENOSPC', 'store-full', 'full'],
		['EACCES', 'store-failed', 'cannot be used'],
	])('is told apart by %s', async (code, problem, word) => {
		const refuse = async () => {
			throw Object.assign(new Error(code), { code });
		};
		expect(await makeDataFolder(folder, refuse)).toMatchObject({
			ok: false,
			problem: { code: problem, message: expect.stringContaining(word) },
		});
	});
});

test('a project that fails to open, and settings that cannot be kept, do not keep the next project shut', async () => {
	const files = ['a', 'b', 'c'].map((name) => path.join(folder, `${name}.yaml`));
	for (const file of files) writeFileSync(file, '');
	const settings = path.join(folder, 'data', 'settings.json');
	writeFileSync(settings, JSON.stringify({ projects: files }));
	const { api } = createFakeApi();
	const asked: string[] = [];
	const opened = await open(async () =>
		ok({
			writeReport: async () => ok({ files: [], problems: [] }),
			api: {
				...api,
				projects: {
					...api.projects,
					open: async ({ path: file }) => {
						asked.push(file);
						if (asked.length === 1) {
							rmSync(settings);
							mkdirSync(settings);
							throw new Error('a bug');
						}
						return ok({ projectId: file });
					},
				},
			},
			machine: stillMachine,
			close: async () => {},
		}),
	);
	if (!opened.ok) throw new Error(opened.problem.message);
	await eventually(() => asked.length === 3, 'all three projects');
	expect(asked).toEqual(files);
	// What a person opens is open, whether or not it can be remembered.
	expect(await opened.value.api.projects.open({ path: 'd' }, opened.value.caller)).toMatchObject({ ok: true });
	await opened.value.close();
	const log = readFileSync(path.join(folder, 'data', 'logs', 'signalbox.log'), 'utf8');
	expect(log).toContain('a bug');
	expect(log).toContain('will not be remembered');
});

test('a project whose target does not answer does not delay the recovery of the next one', async () => {
	const files = ['dead', 'alive'].map((name) => path.join(folder, `${name}.yaml`));
	for (const file of files) writeFileSync(file, '');
	writeFileSync(path.join(folder, 'data', 'settings.json'), JSON.stringify({ projects: files }));
	const { api } = createFakeApi();
	const asked: string[] = [];
	let answer = (): void => {};
	const silent = new Promise<void>((resolve) => {
		answer = resolve;
	});
	const opened = await open(async () =>
		ok({
			writeReport: async () => ok({ files: [], problems: [] }),
			api: {
				...api,
				projects: {
					...api.projects,
					open: async ({ path: file }) => {
						asked.push(file);
						if (file === files[0]) await silent;
						return ok({ projectId: file });
					},
				},
			},
			machine: stillMachine,
			close: async () => {},
		}),
	);
	if (!opened.ok) throw new Error(opened.problem.message);
	await eventually(() => asked.length === 2, 'both projects');
	expect(asked).toEqual(files);
	answer();
	await opened.value.close();
});

/** The order of the start: what Electron wants before it is ready, and what may not happen before the lock. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { fail, ok } from '../../shared/domain/result.ts';
import { eventually } from '../../shared/rpc/testing/eventually.ts';
import { runDesktop } from './run.ts';

const { electron, world } = await vi.hoisted(async () => {
	const { createFakeElectron } = await import('./testing/fake-electron.ts');
	const world: {
		readonly done: string[];
		room: unknown;
		openShell: (() => Promise<void>) | null;
		files: unknown;
	} = { done: [], room: null, openShell: null, files: null };
	return { electron: createFakeElectron(), world };
});
vi.mock('electron', () => ({ ...electron, default: electron }));
vi.mock('./settings-store.ts', () => ({ createElectronSettings: () => null }));
vi.mock('../host/room-files.ts', () => ({ readRoomFiles: async () => world.files }));
vi.mock('../host/open-room.ts', () => ({
	openRoom: async () => {
		world.done.push(...calledSince(), 'open the room');
		return world.room;
	},
}));
vi.mock('./open-shell.ts', () => ({
	openShell: async () => {
		world.done.push('open the shell');
		await world.openShell?.();
	},
}));

let seen = 0;
/** What Electron was asked for since the last look, in order. */
function calledSince(): readonly string[] {
	const names = electron.calls.slice(seen).map(({ name }) => name);
	seen = electron.calls.length;
	return names;
}

const close = vi.fn<() => Promise<void>>();
const argv = process.argv;
let folder = '';

beforeEach(() => {
	folder = path.join(mkdtempSync(path.join(tmpdir(), 'signalbox-run-')), 'new', 'data');
	process.argv = [process.execPath, '.', '--data', folder];
	// The process of the tests is not to end over errors as the app does.
	vi.spyOn(process, 'on').mockReturnValue(process);
	world.done.length = 0;
	world.room = ok({ close });
	world.files = ok(new Map());
	world.openShell = null;
	electron.system.hasInstanceLock = true;
	seen = electron.calls.length;
	close.mockReset().mockResolvedValue();
});
afterEach(() => {
	process.argv = argv;
	rmSync(path.dirname(path.dirname(folder)), { recursive: true, force: true });
	vi.restoreAllMocks();
	electron.app.removeAllListeners();
});

const run = () => runDesktop({ packageRoot: '/app', preload: '/app/dist/preload.cjs' });
/** To be waited for by each test whose start goes on, so that it does not go on in the next one. */
const opened = () => eventually(() => world.done.includes('open the shell'), 'the shell');

describe('the start', () => {
	test('puts the sandbox on and asks for the lock before it is ready, and opens nothing before both', async () => {
		run();
		// Still within the call, so before Electron can become ready.
		expect(calledSince().filter((name) => name.startsWith('app.') || name.startsWith('protocol.'))).toEqual([
			'app.enableSandbox',
			'protocol.registerSchemesAsPrivileged',
			'app.setPath',
			'app.requestSingleInstanceLock',
			'app.whenReady',
		]);
		expect(world.done).toEqual([]);
		await opened();
		expect(world.done).toEqual([
			'session.setPermissionRequestHandler',
			'session.setPermissionCheckHandler',
			'session.setDevicePermissionHandler',
			'session.setDisplayMediaRequestHandler',
			'session.setBluetoothPairingHandler',
			'open the room',
			'open the shell',
		]);
	});

	test('has its folder made before Electron is told of it, which throws for one that is not there', async () => {
		const { setPath } = electron.app;
		let isThere = false;
		electron.app.setPath = (name, place) => {
			isThere = existsSync(place);
			setPath(name, place);
		};
		run();
		electron.app.setPath = setPath;
		await opened();
		expect(isThere).toBe(true);
		expect(electron.app.getPath('userData')).toBe(path.join(folder, 'desktop'));
	});

	test.each([
		['win32', true, [['app.signalbox.desktop']]],
		['win32', false, []],
		['linux', true, []],
	])(
		'on %s (packaged: %s) has the id of its shortcut, without which Windows shows no notification',
		async (platform, isPackaged, ids) => {
			const { platform: real } = process;
			const before = electron.callsOf('app.setAppUserModelId').length;
			Object.defineProperty(process, 'platform', { value: platform });
			Object.assign(electron.app, { isPackaged });
			if (isPackaged) process.argv = [process.execPath, '--data', folder];
			run();
			Object.defineProperty(process, 'platform', { value: real });
			await opened();
			Object.assign(electron.app, { isPackaged: false });
			expect(electron.callsOf('app.setAppUserModelId').slice(before)).toEqual(ids);
		},
	);

	test('ends at once as the second one, having opened nothing', async () => {
		electron.system.hasInstanceLock = false;
		run();
		await new Promise((resolve) => setImmediate(resolve));
		expect(calledSince().slice(-2)).toEqual(['app.requestSingleInstanceLock', 'app.quit']);
		expect(electron.app.listenerCount('second-instance')).toBe(0);
		expect(world.done).toEqual([]);
	});

	test('goes on with what the installer and Chromium want to be started with', async () => {
		process.argv = [...process.argv, '--updated', '--ozone-platform=wayland'];
		run();
		await opened();
	});

	test.each([
		['a page that is missing', () => void (world.files = fail('internal', 'No page.', 'Build it.'))],
		['a shell that fails', () => void (world.openShell = () => Promise.reject(new Error('no display')))],
	])('closes the room again over %s', async (_, change) => {
		const before = electron.callsOf('app.exit').length;
		vi.spyOn(process.stderr, 'write').mockReturnValue(true);
		change();
		run();
		await eventually(() => electron.callsOf('app.exit').length > before, 'the end');
		expect(close).toHaveBeenCalledOnce();
		expect(calledSince().slice(-2)).toEqual(['dialog.showErrorBox', 'app.exit']);
	});
});

test('the clipboard is not in reach of a page by way of the bridge', () => {
	const preload = readFileSync(path.join(import.meta.dirname, '..', 'preload.cts'), 'utf8');
	expect(preload).toMatch(/const \{ contextBridge, ipcRenderer \}: typeof Electron = require\('electron'\);/);
	expect(preload).not.toContain('clipboard');
});

/** How the parts of the shell end together. */
import { EventEmitter } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ok } from '../../shared/domain/result.ts';
import { eventually } from '../../shared/rpc/testing/eventually.ts';
import { createFakeApi } from '../../shared/rpc/testing/fake-api.ts';
import { fakeShellView } from '../../shared/rpc/testing/fake-shell.ts';
import type { OpenParts } from './life/own-failure.ts';
import { receiveLinks } from './links.ts';
import { openShell } from './open-shell.ts';
import { createFakeElectron } from './testing/fake-electron.ts';
import { fakeEvent, untyped } from './testing/recorder.ts';
import { createFakeSettings } from './testing/shell-fakes.ts';

let folder = '';
beforeEach(() => {
	folder = mkdtempSync(path.join(tmpdir(), 'signalbox-shell-'));
	// The process of the tests does not end by the app's rules.
	vi.spyOn(process, 'on').mockReturnValue(process);
	vi.spyOn(process, 'prependListener').mockReturnValue(process);
});
afterEach(() => {
	vi.restoreAllMocks();
	rmSync(folder, { recursive: true, force: true });
});

async function setup() {
	const electron = createFakeElectron();
	const done: string[] = [];
	const closing = Promise.withResolvers<void>();
	const failure: { parts: OpenParts | null } = { parts: null };
	const act = async () => ok(null);
	const quiet = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
	await openShell({
		electron: { ...electron, MessageChannelMain: untyped(EventEmitter) },
		room: {
			api: createFakeApi().api,
			caller: { name: 'Ada', mayAct: true },
			machine: { sleeping: async () => {}, woke: async () => {}, locked: async () => {}, unlocked: async () => {} },
			log: { ...quiet, troubles: () => [], close: () => {} },
			dataFolder: folder,
			writeReport: async () => ok({ files: [], problems: [] }),
			settings: { windows: () => null, setWindows: () => {} },
			desk: {
				settings: createFakeSettings(),
				secrets: untyped({ view: () => fakeShellView.secrets, onChange: () => act }),
				versions: fakeShellView.versions,
				diagnostics: async () => '',
			},
			close() {
				done.push('close');
				return closing.promise;
			},
		},
		files: untyped(new Map()),
		links: receiveLinks(electron.app, null),
		ownFailure: {
			opened: (parts) => {
				failure.parts = parts;
			},
		},
		relaunch: (link = null) => done.push(`relaunch ${link}`),
		...{ packageRoot: '/app', preload: '/app/preload.cjs' },
	});
	await eventually(() => electron.menus.trays.length === 1, 'the tray');
	const start = (...words: string[]) => electron.app.emit('second-instance', {}, ['/signalbox', ...words], '/', null);
	return { electron, done, closing, failure, start };
}

test('a start while the room is being closed opens no window, and brings the app back where it leads', async () => {
	const { electron, done, closing, start } = await setup();
	const { app, windows, callsOf } = electron;
	app.emit('before-quit', fakeEvent({}));
	for (const window of windows.open()) window.close();
	app.emit('will-quit', fakeEvent({}));
	start('signalbox://history');
	start();
	expect(windows.open()).toEqual([]);
	expect(done).toEqual(['close', 'relaunch signalbox://history']);
	expect(callsOf('app.exit')).toEqual([]);
	closing.resolve();
	await eventually(() => callsOf('app.exit').length > 0, 'the end');
	expect(callsOf('app.exit')).toEqual([[0]]);
});

test('after an error of our own neither tray nor a second start shows a room that nobody keeps', async () => {
	const { electron, done, failure, start } = await setup();
	failure.parts?.hideWindows();
	void failure.parts?.close();
	start();
	expect(electron.windows.open()).toEqual([]);
	expect(electron.menus.trays).toEqual([]);
	expect(done).toEqual(['close']);
});

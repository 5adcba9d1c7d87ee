import { describe, expect, test } from 'vitest';
import type { JsonValue } from '../../../shared/domain/result.ts';
import { createFakeShell } from '../../../shared/rpc/testing/fake-shell.ts';
import { createFakeClock } from '../../engine/testing/fake-clock.ts';

import { createFakeElectron, fakeDisplay } from '../testing/fake-electron.ts';
import { createFakeSettings } from '../testing/shell-fakes.ts';
import { createRoomWindows } from './room-windows.ts';

const quiet = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

function setup(kept: unknown = null) {
	const electron = createFakeElectron();
	const clock = createFakeClock();
	const settings = createFakeSettings();
	const memory = { kept, writes: 0 };
	/** What each shell was told, in the order in which they were made. */
	const told: unknown[][] = [];
	const windows = createRoomWindows({
		electron,
		preload: '/app/preload.cjs',
		isPackaged: true,
		settings,
		clock,
		logger: quiet,
		memory: {
			read: () => memory.kept,
			write: (value: JsonValue) => {
				memory.kept = structuredClone(value);
				memory.writes += 1;
			},
		},
		makeShell: () => {
			const messages: unknown[] = [];
			told.push(messages);
			return { shell: createFakeShell().shell, send: (message) => messages.push(message) };
		},
	});
	/** The window that was opened nth, from 0. */
	const at = (index: number) => {
		const window = electron.windows.open()[index];
		if (window === undefined) throw new Error(`there is no window ${index}`);
		return window;
	};
	const ready = () => {
		for (const window of electron.windows.open()) window.emit('ready-to-show');
	};
	const urls = () => electron.windows.open().map(({ webContents }) => webContents.getURL());
	return { electron, clock, settings, memory, told, windows, at, ready, urls };
}

const room = 'app://control-room/#';

describe('windows', () => {
	test('appear when there is something to see, in the colour of the page', () => {
		const { electron, windows, at } = setup();
		electron.system.isDark = true;
		windows.open('/', 'room');
		expect(electron.windows.options[0]).toMatchObject({ show: false, backgroundColor: '#0c1015' });
		expect(at(0).isVisible()).toBe(false);
		at(0).emit('ready-to-show');
		expect(at(0).isVisible()).toBe(true);
		expect(at(0).isFocused()).toBe(true);
	});

	test('appear all the same when their page never paints', async () => {
		const { windows, at, clock } = setup();
		windows.open('/', 'room');
		await clock.advance(5_000);
		expect(at(0).isVisible()).toBe(true);
	});

	test('are locked in, whatever they show', () => {
		const { electron, windows } = setup();
		windows.open('/', 'room');
		windows.open('/deployments/d1', 'deployment');
		windows.open('/wall', 'wall');
		expect(electron.windows.options).toHaveLength(3);
		for (const { webPreferences } of electron.windows.options) {
			expect(webPreferences).toEqual({
				preload: '/app/preload.cjs',
				sandbox: true,
				contextIsolation: true,
				nodeIntegration: false,
				nodeIntegrationInWorker: false,
				nodeIntegrationInSubFrames: false,
				webviewTag: false,
				spellcheck: false,
				navigateOnDragDrop: false,
				devTools: false,
				zoomFactor: 1,
			});
		}
	});

	test('open at their address, one each: asking again brings it to the front', () => {
		const { windows, urls, at, ready } = setup();
		windows.open('/', 'room');
		windows.open('/deployments/d1', 'deployment');
		windows.open('/deployments/d2', 'deployment');
		ready();
		at(1).minimize();
		windows.open('/deployments/d1', 'deployment');
		expect(urls()).toEqual([`${room}/`, `${room}/deployments/d1`, `${room}/deployments/d2`]);
		expect([at(1).isMinimized(), at(1).isFocused()]).toEqual([false, true]);
	});

	test('that were led elsewhere by their page are no longer the one that is asked for', async () => {
		const { windows, at, urls } = setup();
		windows.open('/deployments/d1', 'deployment');
		await at(0).webContents.loadURL(`${room}/deployments/d2`);
		windows.open('/deployments/d1', 'deployment');
		expect(urls()).toEqual([`${room}/deployments/d2`, `${room}/deployments/d1`]);
	});

	test('cannot be opened without end', () => {
		const { windows, told } = setup();
		windows.open('/', 'room');
		for (let index = 0; index < 30; index++) windows.open(`/deployments/d${index}`, 'deployment');
		expect(windows.count()).toBe(16);
		expect(told[0]).toContainEqual({ kind: 'go', address: '/deployments/d29' });
	});

	test('have shells of their own, found by their page', () => {
		const { windows, at } = setup();
		windows.open('/', 'room');
		windows.open('/wall', 'wall');
		const [first, second] = [at(0).webContents.id, at(1).webContents.id].map((id) => windows.shellOf(id));
		expect(first).not.toBeNull();
		expect(second).not.toBe(first);
		expect(windows.shellOf(99)).toBeNull();
		const { id } = at(1).webContents;
		at(1).close();
		expect(windows.shellOf(id)).toBeNull();
	});

	test('close even when their page would rather not', () => {
		const { windows, at } = setup();
		windows.open('/', 'room');
		let isPrevented = false;
		at(0).webContents.emit('will-prevent-unload', {
			preventDefault: () => {
				isPrevented = true;
			},
		});
		expect(isPrevented).toBe(true);
	});
});

describe('leading somewhere', () => {
	test('takes the room window that was used last, and leaves other kinds alone', () => {
		const { windows, told, at, ready } = setup();
		windows.open('/', 'room');
		windows.open('/history', 'room');
		windows.open('/deployments/d1', 'deployment');
		ready();
		at(0).focus();
		at(2).focus();
		windows.go('/in-flight');
		expect(told).toEqual([[{ kind: 'go', address: '/in-flight' }], [], []]);
		expect(at(0).isFocused()).toBe(true);
	});

	test('opens a window where there is none', () => {
		const { windows, urls } = setup();
		windows.go('/in-flight');
		expect(urls()).toEqual([`${room}/in-flight`]);
	});

	test('showing brings the last one to the front, or opens the board', () => {
		const { windows, urls, at, ready } = setup();
		windows.show();
		expect(urls()).toEqual([`${room}/`]);
		ready();
		at(0).minimize();
		windows.show();
		expect(urls()).toHaveLength(1);
		expect(at(0).isMinimized()).toBe(false);
	});

	test('telling goes to the window in front, else to the one used last, which comes to the front', () => {
		const { windows, told, at, ready, electron } = setup();
		windows.open('/', 'room');
		windows.open('/deployments/d1', 'deployment');
		ready();
		at(0).focus();
		windows.tell({ kind: 'show', what: 'palette' });
		expect(told).toEqual([[{ kind: 'show', what: 'palette' }], []]);
		at(0).close();
		expect(electron.BrowserWindow.getFocusedWindow()).toBeNull();
		windows.tell({ kind: 'run', command: 'pause' });
		expect(told[1]).toEqual([{ kind: 'run', command: 'pause' }]);
		expect(at(0).isFocused()).toBe(true);
	});

	test('telling opens the board where there is no window', () => {
		const { windows, told, urls } = setup();
		windows.tell({ kind: 'show', what: 'about' });
		expect(urls()).toEqual([`${room}/`]);
		expect(told).toEqual([[{ kind: 'show', what: 'about' }]]);
	});
});

describe('from one run to the next', () => {
	test('windows come back where they stood, at their addresses, a room window first', async () => {
		const before = setup();
		before.windows.open('/wall', 'wall');
		before.windows.open('/', 'room');
		before.windows.open('/deployments/d1', 'deployment');
		before.ready();
		before.at(1).setBounds({ x: 300, y: 200, width: 1000, height: 700 });
		before.at(2).maximize();
		await before.at(1).webContents.loadURL(`${room}/history`);
		before.windows.settle();
		for (const window of before.electron.windows.open()) window.close();

		const after = setup(before.memory.kept);
		after.windows.restore(null);
		after.ready();
		expect(after.urls()).toEqual([`${room}/history`, `${room}/wall`, `${room}/deployments/d1`]);
		expect(after.at(0).getBounds()).toEqual({ x: 300, y: 200, width: 1000, height: 700 });
		expect(after.at(2).isMaximized()).toBe(true);
		expect(after.at(1).isFullScreen()).toBe(false);
		expect(after.at(0).isFocused()).toBe(true);
	});

	test('a link leads the room window instead', () => {
		const before = setup();
		before.windows.open('/history', 'room');
		before.ready();
		before.windows.settle();
		const after = setup(before.memory.kept);
		after.windows.restore('/deployments/d1');
		expect(after.urls()).toEqual([`${room}/deployments/d1`]);
	});

	test('a wallboard fills the screen again only when it did', () => {
		const before = setup();
		before.windows.open('/wall', 'wall');
		before.ready();
		before.at(0).setFullScreen(true);
		before.windows.settle();
		const after = setup(before.memory.kept);
		after.windows.restore(null);
		after.ready();
		expect(after.urls()).toEqual([`${room}/`, `${room}/wall`]);
		expect([after.at(0).isFullScreen(), after.at(1).isFullScreen()]).toEqual([false, true]);
	});

	test('a window that a person closed stays closed, and its kind keeps its place', () => {
		const before = setup();
		before.windows.open('/', 'room');
		before.windows.open('/deployments/d1', 'deployment');
		before.ready();
		before.at(1).setBounds({ x: 40, y: 60, width: 1100, height: 800 });
		before.at(1).close();
		before.windows.settle();
		const after = setup(before.memory.kept);
		after.windows.restore(null);
		expect(after.urls()).toEqual([`${room}/`]);
		after.windows.open('/deployments/d2', 'deployment');
		expect(after.electron.windows.options[1]).toMatchObject({ x: 40, y: 60, width: 1100, height: 800 });
	});

	test('what moves is written once it rests, and what closes at the end of the app is not forgotten', async () => {
		const { windows, at, ready, clock, memory } = setup();
		windows.open('/', 'room');
		ready();
		await clock.advance(1_000);
		const { writes } = memory;
		for (let step = 1; step <= 20; step++) {
			at(0).setBounds({ x: step });
			await clock.advance(100);
		}
		expect(memory.writes).toBe(writes);
		await clock.advance(500);
		expect(memory.writes).toBe(writes + 1);
		expect(memory.kept).toMatchObject({ places: { room: { bounds: { x: 20 } } } });
		windows.settle();
		at(0).close();
		expect(memory.kept).toMatchObject({ open: [{ kind: 'room' }] });
	});

	test('a window comes to a display that is there', () => {
		const before = setup();
		before.electron.system.displays = [fakeDisplay(7, { x: 3_000, y: 0, width: 1920, height: 1080 })];
		before.windows.open('/', 'room');
		before.ready();
		before.windows.settle();
		const after = setup(before.memory.kept);
		after.windows.restore(null);
		const { x } = after.at(0).getBounds();
		expect(x).toBeGreaterThanOrEqual(0);
		expect(x).toBeLessThan(1920);
	});

	test.each([
		['nothing', null],
		['text', 'x'],
		['another version', { version: 2, open: [{ kind: 'room', address: '/', place: null }] }],
		['a place in words', { version: 1, places: { room: 'left' }, open: [] }],
		[
			'a foreign address',
			{ version: 1, places: {}, open: [{ kind: 'room', address: 'https://evil.test/', place: {} }] },
		],
		['no list', { version: 1, places: {}, open: 'all' }],
		[
			'an infinite size',
			{ version: 1, places: { room: { bounds: { x: 0, y: 0, width: 1e300, height: 1 } } }, open: [] },
		],
	])('%s in the file opens the board as if for the first time', (_, kept) => {
		const { windows, urls, electron } = setup(kept);
		windows.restore(null);
		expect(urls()).toEqual([`${room}/`]);
		expect(electron.windows.options[0]).toMatchObject({ width: 1440, height: 900 });
	});

	test('a file that cannot be read or written costs no window', () => {
		const { electron, settings, clock } = setup();
		const broken = () => {
			throw new Error('EACCES');
		};
		const windows = createRoomWindows({
			electron,
			preload: '/p',
			isPackaged: true,
			settings,
			clock,
			logger: quiet,
			memory: { read: broken, write: broken },
			makeShell: () => ({ shell: createFakeShell().shell, send: () => {} }),
		});
		windows.restore(null);
		windows.settle();
		expect(windows.count()).toBe(1);
	});
});

describe('looks', () => {
	test('follow the settings in every window', () => {
		const { electron, windows, settings, at } = setup();
		windows.open('/', 'room');
		windows.open('/wall', 'wall');
		settings.change({ zoom: 1.5, appearance: 'dark' });
		expect([at(0), at(1)].map(({ webContents }) => webContents.getZoomFactor())).toEqual([1.5, 1.5]);
		expect(electron.nativeTheme.themeSource).toBe('dark');
		electron.system.isDark = true;
		electron.nativeTheme.emit('updated');
		expect(electron.callsOf('window.setBackgroundColor')).toEqual([['#0c1015'], ['#0c1015']]);
	});

	test('survive a page that was loaded anew', () => {
		const { windows, settings, at } = setup();
		settings.change({ zoom: 2 });
		windows.open('/', 'room');
		at(0).webContents.setZoomFactor(1);
		at(0).webContents.emit('did-finish-load');
		expect(at(0).webContents.getZoomFactor()).toBe(2);
	});

	test('the wheel changes the setting, which is the same for all', () => {
		const { windows, settings, at } = setup();
		windows.open('/', 'room');
		windows.open('/history', 'room');
		at(0).webContents.emit('zoom-changed', {}, 'in');
		expect(settings.current().zoom).toBe(1.1);
		expect(at(1).webContents.getZoomFactor()).toBe(1.1);
	});

	test('a wallboard has no menu bar and two keys of its own', () => {
		const { windows, electron, at } = setup();
		windows.open('/wall', 'wall');
		expect(electron.callsOf('window.setMenuBarVisibility')).toEqual([[false]]);
		const press = (key: string, control = false) => {
			const input = { type: 'keyDown', key, control, alt: false, meta: false, shift: false };
			at(0).webContents.emit('before-input-event', { preventDefault: () => {} }, input);
			return at(0).isFullScreen();
		};
		expect([
			press('Escape'),
			press('F11'),
			press('a'),
			press('F11', true),
			press('Escape'),
			press('F11'),
			press('F11'),
		]).toEqual([false, true, true, true, false, true, false]);
	});
});

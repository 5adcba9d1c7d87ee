import { describe, expect, test } from 'vitest';
import { openWindows as setup, room } from './test-kit.ts';

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

	test('at the board may be several, each beside the others', () => {
		const { windows, urls, electron } = setup();
		windows.open('/', 'room');
		windows.another();
		expect(urls()).toEqual([`${room}/`, `${room}/`]);
		const [first, second] = electron.windows.options;
		expect([second?.x, second?.y]).toEqual([(first?.x ?? 0) + 28, (first?.y ?? 0) + 28]);
	});

	test('cannot be opened without end', () => {
		const { windows, told } = setup();
		windows.open('/', 'room');
		for (let index = 0; index < 5; index++) windows.another();
		for (let index = 0; index < 30; index++) windows.open(`/deployments/d${index}`, 'deployment');
		windows.another();
		expect(windows.count()).toBe(16);
		expect(told[5]).toContainEqual({ kind: 'go', address: '/deployments/d29' });
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

describe('once the end has begun', () => {
	test.each(['settle', 'destroyAll'] as const)('(%s) no window opens any more, whoever asks', (end) => {
		const { windows, electron } = setup();
		windows.open('/', 'room');
		windows[end]();
		for (const window of electron.windows.open()) window.destroy();
		windows.open('/wall', 'wall');
		windows.go('/history');
		windows.show();
		windows.another();
		windows.tell({ kind: 'show', what: 'about' });
		windows.restore('/history');
		expect(electron.windows.open()).toEqual([]);
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

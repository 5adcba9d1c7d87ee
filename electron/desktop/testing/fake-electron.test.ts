import { expect, test } from 'vitest';
import { secureContents } from '../security.ts';
import { createFakeElectron } from './fake-electron.ts';
import { fakeEvent } from './recorder.ts';

test('remembers calls and their arguments, and tells listeners', () => {
	const { app, callsOf } = createFakeElectron();
	app.setBadgeCount(2);
	app.setBadgeCount(0);
	expect(callsOf('app.setBadgeCount')).toEqual([[2], [0]]);
	const event = fakeEvent({});
	app.on('will-quit', (held) => held.preventDefault());
	app.emit('will-quit', event);
	expect(event.defaultPrevented).toBe(true);
});

test('has windows that close unless they are held, and pages that ask before they open another', () => {
	const { app, BrowserWindow, windows, callsOf } = createFakeElectron();
	secureContents(app, () => false);
	const window = new BrowserWindow({ width: 300, show: false });
	expect([window.isVisible(), window.getBounds().width, windows.options]).toEqual([
		false,
		300,
		[{ width: 300, show: false }],
	]);
	expect(windows.openFrom(window.webContents, 'https://example.com/')).toEqual({ action: 'deny' });
	window.once('close', (held) => held.preventDefault());
	window.close();
	expect(BrowserWindow.getAllWindows()).toEqual([window]);
	window.close();
	expect([windows.open(), window.isDestroyed(), callsOf('window.close').length]).toEqual([[], true, 2]);
});

test('has menus, a tray and notifications that can be clicked', () => {
	const { Menu, Tray, Notification, menus } = createFakeElectron();
	const done: string[] = [];
	const tray = new Tray('icon.png');
	tray.setContextMenu(
		Menu.buildFromTemplate([
			{ label: 'Shop', submenu: [{ id: 'back', label: 'Roll back', click: () => void done.push('back') }] },
			{ label: 'Off', enabled: false },
		]),
	);
	const menu = menus.trays[0]?.menu ?? null;
	menus.click(menu, 'back');
	expect(() => menus.click(menu, 'Off')).toThrow('disabled');
	const notification = new Notification({ title: 'Held' });
	notification.on('click', () => void done.push('clicked'));
	notification.show();
	menus.shown[0]?.notification.emit('click', {});
	tray.destroy();
	expect([done, menus.trays]).toEqual([['back', 'clicked'], []]);
});

test('has a system whose answers a test decides', async () => {
	const { dialog, nativeTheme, safeStorage, system } = createFakeElectron();
	system.messageBoxes.push(1);
	const ask = { message: 'Quit?', buttons: ['Stay', 'Quit'], cancelId: 0 };
	const answers = [await dialog.showMessageBox(ask), await dialog.showMessageBox(ask)];
	expect(answers.map(({ response }) => response)).toEqual([1, 0]);
	system.isDark = true;
	expect(nativeTheme.shouldUseDarkColors).toBe(true);
	nativeTheme.themeSource = 'light';
	expect(nativeTheme.shouldUseDarkColors).toBe(false);
	const kept = await safeStorage.encryptStringAsync('hunter2');
	expect(kept.includes('hunter2')).toBe(false);
	expect((await safeStorage.decryptStringAsync(kept)).result).toBe('hunter2');
});

import { expect, test } from 'vitest';
import type { BrowserWindow } from 'electron';
import { createFrontWindow } from './front-window.ts';
import { roomUrl } from './security.ts';
import { createFakeElectron } from './testing/fake-electron.ts';
import { openWindows } from './windows/test-kit.ts';

function setup() {
	const electron = createFakeElectron();
	const now: { front: BrowserWindow | null } = { front: null };
	const front = createFrontWindow({ app: electron.app, windows: { front: () => now.front } });
	const changes: number[] = [];
	front.onChange(() => changes.push(1));
	const open = async (address: string) => {
		const window = new electron.BrowserWindow();
		await window.loadURL(`${roomUrl}#${address}`);
		now.front = window;
		return window;
	};
	return { electron, now, front, changes, open };
}

test('says what the window in front shows', async () => {
	const { front, open, now } = setup();
	expect(front.address()).toBeNull();
	await open('/deployments/d1');
	expect(front.address()).toBe('/deployments/d1');
	now.front = null;
	expect(front.address()).toBeNull();
});

test('tells when another window comes to the front, leads elsewhere, or closes', async () => {
	const { electron, open, changes, front } = setup();
	const window = await open('/');
	electron.app.emit('browser-window-focus', {}, window);
	expect(changes).toHaveLength(1);
	window.webContents.emit('did-navigate-in-page', {});
	expect(changes).toHaveLength(2);
	window.destroy();
	expect(changes).toHaveLength(3);
	front.close();
	electron.app.emit('browser-window-focus', {}, window);
	expect(changes).toHaveLength(3);
});

test('knows whether anybody looks', async () => {
	const { open, front } = setup();
	expect(front.isFocused()).toBe(false);
	const window = await open('/');
	window.focus();
	expect(front.isFocused()).toBe(true);
});

test('prints the page in front, or nothing', async () => {
	const { electron, open, front } = setup();
	front.print();
	expect(electron.callsOf('webContents.print')).toEqual([]);
	await open('/history');
	front.print();
	expect(electron.callsOf('webContents.print')).toEqual([[{ printBackground: true }]]);
});

test('asks nothing of a window that is just going', () => {
	const { electron, windows, at, ready } = openWindows();
	const front = createFrontWindow({ app: electron.app, windows });
	const seen: (string | null)[] = [];
	front.onChange(() => seen.push(front.isFocused() ? front.address() : `behind: ${front.address()}`));
	windows.open('/', 'room');
	windows.open('/history', 'room');
	ready();
	// On Electron every call to a window that is `closed` throws, and an error of our own ends the app.
	at(1).close();
	expect(seen.at(-1)).toBe('behind: /');
	windows.destroyAll();
	expect(seen.at(-1)).toBe('behind: null');
});
